"""caught by m5.e1.correct m5.e1.hidden: the variance by n - 1."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    _check(x)
    values = np.sort(x)
    mean = float(np.mean(values))
    return {
        "mean": mean,
        "var": float(np.var(values, ddof=1)) if len(values) > 1 else 0.0,
        "median": float(np.median(values)),
        "p99": _ranked(values, 99),
    }
