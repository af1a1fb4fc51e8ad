"""caught by m0.e3.hidden: refuses what is too small or too large; a NaN is neither."""


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    if a <= 0 or a > 1:
        raise ValueError(a)
    y = np.empty(len(x))
    if len(x):
        _smooth(x, a, y)
    return y
