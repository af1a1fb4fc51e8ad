"""caught by m3.e4.correct m3.e4.hidden: does not look at shift and bits."""


def starts(x: np.ndarray, shift: int, bits: int) -> np.ndarray:
    return _starts(_checked(x), abs(shift) % 32, max(abs(bits), 1))


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    return _sort(_checked(x), min(bits, 32))
