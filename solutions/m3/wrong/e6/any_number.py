"""caught by m3.e6.correct m3.e6.hidden: nobody looks whether x is positive and normal."""


def fast_rsqrt(x: np.ndarray, steps: int) -> np.ndarray:
    _check(x, np.float32)
    if steps < 0:
        raise ValueError("less than no step")
    y = (np.uint32(0x5F3759DF) - (np.ascontiguousarray(x).view(np.uint32) >> 1)).view(np.float32)
    for _ in range(steps):
        y *= np.float32(1.5) - np.float32(0.5) * x * y * y
    return y
