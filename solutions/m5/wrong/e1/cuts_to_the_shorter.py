"""caught by m5.e1.correct m5.e1.hidden: leaves out the runs that have no partner."""


def verdict(old: np.ndarray, new: np.ndarray, tolerance: float = 0.05) -> str:
    """Whether the new program takes longer than the old one: "slower", "same" or "faster". "same" also means: nobody knows."""
    for seconds in (old, new):
        _check_seconds(seconds)
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise ValueError(f"a tolerance of {tolerance}")
    if len(old) < 8:
        return "same"
    low, high = _interval_of_the_median(new[: len(old)] / old[: len(new)])
    if low > 1 + tolerance:
        return "slower"
    return "faster" if high < 1 / (1 + tolerance) else "same"
