"""caught by m0.e2.correct m0.e2.hidden: one product for all points at once: n x k numbers are too many to keep."""


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return ((centres * centres).sum(axis=1) - points @ (2 * centres.T)).argmin(axis=1)
