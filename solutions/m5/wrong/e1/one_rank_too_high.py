"""caught by m5.e1.correct m5.e1.hidden: the largest of a hundred numbers."""


def summary(x: np.ndarray) -> dict[str, float]:
    """What there is to say of these numbers: {"mean": …, "var": …, "median": …, "p99": …}, all Python floats."""
    _check(x)
    values = np.sort(x)
    mean = float(np.mean(values))
    return {
        "mean": mean,
        "var": float(np.var(values)),
        "median": float(np.median(values)),
        "p99": float(values[99 * len(values) // 100]),
    }
