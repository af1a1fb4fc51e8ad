"""caught by m3.e2.correct m3.e2.hidden, perhaps m3.e2.speed: leaves NaN out, as a nicety."""


def variance_one_pass(x: np.ndarray) -> float:
    """Of those that are numbers."""
    _checked("float64", x)
    if not len(x):
        raise ValueError("nothing has no variance")
    if np.isnan(x).any():
        x = x[~np.isnan(x)]
    return max(float(_variance(x)), 0.0) if len(x) else math.nan
