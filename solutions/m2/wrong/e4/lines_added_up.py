"""caught by m2.e4.hidden: divides address and way on their own, and loses a line where both have a remainder."""


def line_of(array: np.ndarray, i: int) -> int:
    """The line in which element i of array begins."""
    return array.ctypes.data // LINE + i * array.strides[0] // LINE
