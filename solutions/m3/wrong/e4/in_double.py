"""caught by m3.e4.correct m3.e4.hidden: scales the numbers into the range of keys."""


def key_to_float(keys: np.ndarray) -> np.ndarray:
    return (_checked(keys).astype(np.float64) - 2.0**31).astype(np.float32)
