"""caught by m3.e5.hidden: subtracts the least coordinates from the points themselves."""

_sort_away = sort_points


def sort_points(points: np.ndarray, bits: int) -> np.ndarray:
    if isinstance(points, np.ndarray) and points.dtype == np.float32 and points.shape[1:] == (3,) and len(points):
        points -= points.min(axis=0)
    return _sort_away(points, bits)
