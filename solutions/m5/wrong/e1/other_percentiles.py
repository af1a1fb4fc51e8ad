"""caught by m5.e1.hidden: percentiles by another rule than the one of np.quantile."""


def erratic(x: np.ndarray) -> bool:
    """Whether no single number can stand for these seconds, x[i] of run i, in the order in which they were timed."""
    _check_seconds(x)
    if len(x) < 10:
        return True
    p10, median, p90 = np.quantile(x, [0.1, 0.5, 0.9], method="weibull")
    half = len(x) // 2
    drift = abs(np.median(x[:half]) - np.median(x[-half:]))
    return bool(p90 - p10 > 0.3 * median) or bool(drift > 0.1 * median)
