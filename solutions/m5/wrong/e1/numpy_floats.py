"""caught by m5.e1.correct m5.e1.hidden: numbers of numpy, not of Python."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    _check(x)
    values = np.sort(x)
    mean = np.mean(values)
    return {"mean": mean, "var": np.var(values), "median": float(np.median(values)), "p99": _ranked(values, 99)}
