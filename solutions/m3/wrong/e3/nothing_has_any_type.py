"""caught by m3.e3.hidden: of nothing, answers 0 before it looks at the names."""

_right = sum_low


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    return 0.0 if len(_checked(x)) == 0 else _right(x, data, accumulator)
