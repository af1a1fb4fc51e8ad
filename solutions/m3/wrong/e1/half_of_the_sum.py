"""caught by m3.e1.correct m3.e1.hidden: the sum has wrapped before it is halved."""


def average_floor(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Half of the sum."""
    _checked(a, b)
    return (a + b) >> 1
