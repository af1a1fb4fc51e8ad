"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: rows for columns."""

_escape_time = escape_time


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    return np.ascontiguousarray(_escape_time(width, height, max_iter).T)
