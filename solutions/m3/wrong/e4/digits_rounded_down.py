"""caught by m3.e4.correct m3.e4.hidden: what is left over of the bits makes no digit any more."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(x, bits // 8 * 8)
