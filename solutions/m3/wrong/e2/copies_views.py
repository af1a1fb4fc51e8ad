"""caught by m3.e2.hidden: copies a view, however long it is."""


def variance_one_pass(x: np.ndarray) -> float:
    """Moved next to zero, where the squares are small, in many lanes."""
    if x.dtype != np.float64 or not len(x):
        raise ValueError("one number of float64 is needed, or more")
    variance = float(_variance(np.ascontiguousarray(x)))
    return 0.0 if variance < 0 else variance
