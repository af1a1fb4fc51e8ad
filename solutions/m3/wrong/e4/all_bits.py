"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: sorts by all 32 bits, whatever is asked for."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(_checked(x), 32)
