"""caught by m3.e1.speed: compiled element by element for numpy, which hands the ends over anew for every one."""

from numba import vectorize


@vectorize(["i1(i1,i1,i8,i8)", "i2(i2,i2,i8,i8)", "i4(i4,i4,i8,i8)", "i8(i8,i8,i8,i8)"])
def _each(x, y, lowest, highest):
    if y > 0:
        return highest if x > highest - y else x + y
    return lowest if x < lowest - y else x + y


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A function of numbers, made one of arrays."""
    _checked(a, b)
    ends = np.iinfo(a.dtype)
    return _each(a, b, ends.min, ends.max)
