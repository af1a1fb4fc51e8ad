"""caught by m5.e1.correct m5.e1.hidden: puts both in order first, so that the partners of a round lose each other."""


def verdict(old: np.ndarray, new: np.ndarray, tolerance: float = 0.05) -> str:
    """Whether the new program takes longer than the old one: "slower", "same" or "faster". "same" also means: nobody knows."""
    for seconds in (old, new):
        _check_seconds(seconds)
    if len(old) != len(new):
        raise ValueError(f"{len(old)} runs of the old program, but {len(new)} of the new one")
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise ValueError(f"a tolerance of {tolerance}")
    if len(old) < 8:
        return "same"
    low, high = _interval_of_the_median(np.sort(new) / np.sort(old))
    if low > 1 + tolerance:
        return "slower"
    return "faster" if high < 1 / (1 + tolerance) else "same"
