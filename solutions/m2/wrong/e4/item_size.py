"""caught by m2.e4.hidden: takes the size of an element for the way to the next one."""


def line_of(array: np.ndarray, i: int) -> int:
    """The line in which element i of array begins."""
    return (array.ctypes.data + i * array.itemsize) // LINE
