"""caught by m3.e6.correct m3.e6.hidden: one step, however many are asked for."""

_root = fast_rsqrt


def fast_rsqrt(x: np.ndarray, steps: int) -> np.ndarray:
    return _root(x, min(steps, 1))
