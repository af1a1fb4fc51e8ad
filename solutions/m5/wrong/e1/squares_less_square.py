"""caught by m5.e1.correct m5.e1.hidden: the mean of the squares less the square of the mean: far from 0 nothing is left."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    _check(x)
    values = np.sort(x)
    mean = float(np.mean(values))
    return {
        "mean": mean,
        "var": max(float(np.mean(values**2)) - mean**2, 0.0),
        "median": float(np.median(values)),
        "p99": _ranked(values, 99),
    }
