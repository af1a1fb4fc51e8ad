"""caught by m5.e1.correct m5.e1.hidden: draws old and new runs apart, so that the weather is in every ratio."""


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
    low, high = _apart(old, new)
    if low > 1 + tolerance:
        return "slower"
    return "faster" if high < 1 / (1 + tolerance) else "same"


def _apart(old: np.ndarray, new: np.ndarray) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    one, other = (np.median(x[rng.integers(0, len(x), (RESAMPLES, len(x)))], axis=1) for x in (old, new))
    low, high = np.quantile(other / one, [0.025, 0.975])
    return float(low), float(high)
