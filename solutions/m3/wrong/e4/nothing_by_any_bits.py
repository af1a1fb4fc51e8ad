"""caught by m3.e4.hidden: of nothing, answers before it looks at bits."""

_right = radix_sort


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    return np.empty(0, np.uint32) if len(_checked(x)) == 0 else _right(x, bits)
