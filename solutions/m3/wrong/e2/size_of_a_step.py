"""caught by m3.e2.correct m3.e2.hidden: divides the difference by one step, though steps grow on the way."""


def ulp_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The difference in steps of the larger number."""
    _checked("float32", a, b)
    with np.errstate(all="ignore"):
        step = np.spacing(np.maximum(np.abs(a), np.abs(b))).astype("f8")
        distance = np.abs(a.astype("f8") - b) / step
    distance[np.isnan(distance)] = -1
    return np.minimum(distance, 1e18).astype(np.int64)
