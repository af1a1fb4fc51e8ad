"""caught by m3.e1.correct m3.e1.hidden: a + (b - a) // 2, where b - a does not fit."""


def average_floor(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Half of the way from a to b."""
    _checked(a, b)
    return a + (b - a) // 2
