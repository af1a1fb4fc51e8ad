"""caught by m3.e4.correct m3.e4.hidden: stops at the largest digit that occurs."""


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    _checked(x)
    if not 0 <= shift <= 31 or not 1 <= bits <= 16:
        raise ValueError("no such digit")
    places = _starts(x, shift, bits)
    largest = int(((x >> np.uint32(shift)) & np.uint32((1 << bits) - 1)).max(initial=0))
    return places[: largest + 1]
