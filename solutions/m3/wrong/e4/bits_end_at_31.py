"""caught by m3.e4.correct m3.e4.hidden: refuses a digit that reaches beyond bit 31."""


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    _checked(x)
    if not 0 <= shift <= 31 or not 1 <= bits <= 16 or shift + bits > 32:
        raise ValueError("no such digit")
    return _starts(x, shift, bits)
