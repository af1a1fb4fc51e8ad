"""caught by m0.e2.speed: right, and all points are read anew for every centre."""


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    nearest, least = np.zeros(len(points), np.int64), np.full(len(points), np.inf, np.float32)
    for first in range(0, len(points), 4096):
        part = slice(first, first + 4096)
        for number, centre in enumerate(centres):
            squares = ((points[part] - centre) ** 2).sum(axis=1)
            nearer = squares < least[part]
            least[part][nearer] = squares[nearer]
            nearest[part][nearer] = number
    return nearest
