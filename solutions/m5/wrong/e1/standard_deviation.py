"""caught by m5.e1.correct m5.e1.hidden: one slow run makes the standard deviation large."""


def erratic(x: np.ndarray) -> bool:
    """Whether no single number can stand for these seconds, x[i] of run i, in the order in which they were timed."""
    _check_seconds(x)
    if len(x) < 10:
        return True
    median = np.median(x)
    half = len(x) // 2
    drift = abs(np.median(x[:half]) - np.median(x[-half:]))
    return bool(np.std(x) > 0.3 * median) or bool(drift > 0.1 * median)
