"""caught by m3.e4.correct m3.e4.hidden: how many there are of each kind."""


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    _checked(x)
    if not 0 <= shift <= 31 or not 1 <= bits <= 16:
        raise ValueError("no such digit")
    return np.diff(_starts(x, shift, bits), append=len(x))
