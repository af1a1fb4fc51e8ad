"""caught by m3.e3.correct m3.e3.hidden: takes the type of the data for that of the sum."""

_right = sum_low


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    return _right(x, accumulator, data)
