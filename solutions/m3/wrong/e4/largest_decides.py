"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: takes as many bits as the largest number has, however few are asked for."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(x, max(int(x.max()).bit_length(), 1) if len(x) else 1)
