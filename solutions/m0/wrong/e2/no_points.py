"""caught by m0.e2.hidden: cuts into as many pieces as it takes, which are none for no points."""


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    lengths = (centres * centres).sum(axis=1)
    pieces = np.array_split(points, -(-len(points) // CHUNK))
    return np.concatenate([(lengths - 2 * (piece @ centres.T)).argmin(axis=1) for piece in pieces])
