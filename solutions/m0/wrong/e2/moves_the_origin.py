"""caught by m0.e2.hidden: moves points and centres to the middle, and leaves them there."""

_nearest_centre = nearest_centre


def nearest_centre(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    middle = centres.mean(axis=0)
    points -= middle
    centres -= middle
    return _nearest_centre(points, centres)
