"""caught by m3.e4.correct m3.e4.hidden: looks for the largest number of none."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    if x.max() == 0:
        return x.copy()
    return _sort(x, bits)
