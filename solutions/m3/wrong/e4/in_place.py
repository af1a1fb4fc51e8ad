"""caught by m3.e4.hidden: sorts the array of the caller, too, where it can be written to."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    answer = _sort(x, bits)
    if x.flags.writeable:
        x[:] = answer
    return answer
