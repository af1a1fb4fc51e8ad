"""caught by m3.e2.correct m3.e2.hidden: the way from one end to the other does not fit into 32 bits."""


def _places(x):
    bits = x.view(np.int32)
    return np.where(bits < 0, -(bits & 0x7FFFFFFF), bits)


def ulp_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Positive floats are sorted as their bits are; negative ones count downwards from zero."""
    _checked("float32", a, b)
    distance = np.abs(_places(a) - _places(b)).astype(np.int64)
    distance[np.isnan(a) | np.isnan(b)] = -1
    return distance
