"""caught by m3.e6.correct m3.e6.hidden: 1 / sqrt(x): more accurate, but no guess from the bits."""


def fast_rsqrt(x: np.ndarray, steps: int) -> np.ndarray:
    _check(x, np.float32)
    if steps < 0 or not ((x >= np.finfo(np.float32).tiny) & (x < np.inf)).all():
        raise ValueError("no such x")
    return (1 / np.sqrt(x.astype(np.float64))).astype(np.float32)
