"""caught by m0.e3.hidden: looks at the first number, though there may be none."""


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    if not 0 < a <= 1:
        raise ValueError(a)
    y = np.empty(len(x))
    y[0] = x[0]
    _smooth(x, a, y)
    return y
