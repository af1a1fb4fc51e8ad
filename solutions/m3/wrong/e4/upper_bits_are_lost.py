"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: the bits that have no say are gone from the answer."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(x & np.uint32((1 << bits) - 1), bits)
