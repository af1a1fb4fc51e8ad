"""caught by m5.e1.correct m5.e1.hidden: does not see that every run takes longer than the one before."""


def erratic(x: np.ndarray) -> bool:
    """Whether no single number can stand for these seconds, x[i] of run i, in the order in which they were timed."""
    _check_seconds(x)
    if len(x) < 10:
        return True
    p10, median, p90 = np.quantile(x, [0.1, 0.5, 0.9])
    return bool(p90 - p10 > 0.3 * median)
