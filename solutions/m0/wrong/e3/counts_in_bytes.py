"""caught by m0.e3.correct m0.e3.speed m0.e3.hidden: counts in uint8, where 256 is 0."""

_escape_time = escape_time


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    return _escape_time(width, height, max_iter).astype(np.uint8).astype(np.uint16)
