"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: all differences at once, n x k x d of them, in memory."""


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return ((points[:, None] - centres[None]) ** 2).sum(axis=-1).argmin(axis=1)
