"""caught by m3.e1.correct m3.e1.hidden: rounds the mean towards zero, not down."""


def average_floor(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The bits of both and half of the others, cut off as C does."""
    _checked(a, b)
    down = (a & b) + ((a ^ b) >> 1)
    return down + ((down < 0) & (((a ^ b) & 1) == 1)).astype(a.dtype)
