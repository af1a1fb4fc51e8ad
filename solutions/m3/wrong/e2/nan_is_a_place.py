"""caught by m3.e2.correct m3.e2.hidden: takes NaN for the numbers beyond infinity."""


def ulp_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Positive floats are sorted as their bits are; negative ones count downwards from zero."""
    _checked("float32", a, b)
    return np.abs(_places(a) - _places(b))
