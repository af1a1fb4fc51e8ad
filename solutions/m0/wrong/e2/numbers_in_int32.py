"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: the numbers are int32, which is no int64."""

_nearest_centre = nearest_centre


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return _nearest_centre(points, centres).astype(np.int32)
