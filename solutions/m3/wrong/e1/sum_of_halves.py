"""caught by m3.e1.correct m3.e1.hidden: two odd numbers lose a half each, together one."""


def average_floor(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Half of the one and half of the other."""
    _checked(a, b)
    return a // 2 + b // 2
