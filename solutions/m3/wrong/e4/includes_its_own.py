"""caught by m3.e4.correct m3.e4.hidden: the ends of the digits, not where they begin."""


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    _checked(x)
    if not 0 <= shift <= 31 or not 1 <= bits <= 16:
        raise ValueError("no such digit")
    return np.append(_starts(x, shift, bits)[1:], len(x))
