"""caught by m5.e1.correct m5.e1.hidden: a summary of NaN."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    if not isinstance(x, np.ndarray) or x.dtype != np.float64 or x.ndim != 1 or not len(x):
        raise ValueError("an array of float64 with one axis is wanted")
    values = np.sort(x)
    mean = float(np.mean(values))
    return {"mean": mean, "var": float(np.var(values)), "median": float(np.median(values)), "p99": _ranked(values, 99)}
