"""caught by m3.e1.correct m3.e1.hidden: takes both shifts for the same one."""


def shift_right_logical(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >>."""
    return shift_right_arithmetic(x, k)
