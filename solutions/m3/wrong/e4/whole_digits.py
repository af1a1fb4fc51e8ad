"""caught by m3.e4.correct m3.e4.hidden: rounds the bits up to whole digits of eight."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(x, (bits + 7) // 8 * 8)
