"""caught by m3.e6.correct m3.e6.hidden: the constant of a later paper, which has a smaller error."""


def fast_rsqrt(x: np.ndarray, steps: int) -> np.ndarray:
    _check(x, np.float32)
    if steps < 0 or not ((x >= np.finfo(np.float32).tiny) & (x < np.inf)).all():
        raise ValueError("no such x")
    y = (np.uint32(0x5F375A86) - (np.ascontiguousarray(x).view(np.uint32) >> 1)).view(np.float32)
    for _ in range(steps):
        y *= np.float32(1.5) - np.float32(0.5) * x * y * y
    return y
