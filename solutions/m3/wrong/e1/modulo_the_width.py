"""caught by m3.e1.correct m3.e1.hidden: shifts by k modulo the width, as the processor does."""


def shift_right_arithmetic(x: np.ndarray, k: int) -> np.ndarray:
    """numpy's >> by what the processor looks at."""
    _checked(x)
    if k < 0:
        raise ValueError("k is 0 or more")
    return x >> (k % (8 * x.dtype.itemsize))
