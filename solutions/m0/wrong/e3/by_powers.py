"""caught by m0.e3.speed m0.e3.hidden: sums of x[i] / (1 - a)**i, which soon are larger than any float."""


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    if not 0 < a <= 1:
        raise ValueError(a)
    if not len(x) or a == 1:
        return x.copy()
    powers = (1 - a) ** np.arange(len(x))
    parts = a * x / powers
    parts[0] = x[0]
    return np.cumsum(parts) * powers
