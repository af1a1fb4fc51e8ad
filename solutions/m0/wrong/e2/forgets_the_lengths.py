"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: the largest product only, as if all centres were equally long."""


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    nearest = np.empty(len(points), np.int64)
    for first in range(0, len(points), CHUNK):
        part = slice(first, first + CHUNK)
        nearest[part] = (points[part] @ centres.T).argmax(axis=1)
    return nearest
