"""caught by m3.e4.hidden: one array for the order, of the longest so far, of which it gives views."""

_order = np.empty(1 << 17, np.int32)


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    answer = _order[: len(_checked(keys))]
    answer[:] = _argsort(keys)
    return answer
