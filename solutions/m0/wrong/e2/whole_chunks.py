"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: the points behind the last whole chunk are left out."""


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    lengths = (centres * centres).sum(axis=1)
    nearest = np.zeros(len(points), np.int64)
    for first in range(0, len(points) - CHUNK + 1, CHUNK):
        part = slice(first, first + CHUNK)
        nearest[part] = (lengths - 2 * (points[part] @ centres.T)).argmin(axis=1)
    return nearest
