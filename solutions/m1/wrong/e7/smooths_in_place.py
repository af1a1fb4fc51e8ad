"""caught by m1.e7.hidden: the answer is written over x, which is the caller's."""

_smooth = smooth


def smooth(x: np.ndarray, k: np.ndarray, times: int) -> np.ndarray:
    x[:] = _smooth(x, k, times)
    return x
