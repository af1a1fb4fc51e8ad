"""caught by m5.e1.hidden: puts the caller's numbers in order."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    _check(x)
    x.sort()
    values = x
    mean = float(np.mean(values))
    return {"mean": mean, "var": float(np.var(values)), "median": float(np.median(values)), "p99": _ranked(values, 99)}
