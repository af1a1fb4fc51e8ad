"""caught by m0.e2.hidden: keeps an array for its answers, and the next answer overwrites the last."""

_kept = np.empty(1 << 17, np.int64)
_nearest_centre = nearest_centre


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    answer = _kept[: len(points)]
    answer[:] = _nearest_centre(points, centres)
    return answer
