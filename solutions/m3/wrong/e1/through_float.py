"""caught by m3.e1.correct m3.e1.speed m3.e1.hidden: widens to float64, which has 53 bits for the digits of 64."""


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Cuts the sum in floats off."""
    _checked(a, b)
    ends = np.iinfo(a.dtype)
    total = a.astype("f8") + b
    answer = np.clip(total, ends.min, ends.max - (1 << 10 if a.dtype == np.int64 else 0)).astype(a.dtype)
    answer[total >= ends.max] = ends.max
    return answer
