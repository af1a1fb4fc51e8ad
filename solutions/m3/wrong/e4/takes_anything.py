"""caught by m3.e4.correct m3.e4.hidden: converts whatever it gets."""


def _checked(x, dtype=np.uint32):
    x = np.asarray(x)
    if x.ndim != 1:
        raise ValueError("one dimension")
    return x.astype(dtype)


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return _sort(_checked(x), bits)
