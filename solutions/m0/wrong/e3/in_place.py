"""caught by m0.e3.hidden: smooths the caller's array and returns it."""


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    if not 0 < a <= 1:
        raise ValueError(a)
    if len(x):
        _smooth(x, a, x)
    return x
