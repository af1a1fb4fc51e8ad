"""caught by m5.e1.correct m5.e1.hidden: compares the fastest run of each, which had other weather."""


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
    low, high = [new.min() / old.min()] * 2
    if low > 1 + tolerance:
        return "slower"
    return "faster" if high < 1 / (1 + tolerance) else "same"
