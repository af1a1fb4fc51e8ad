"""caught by m1.e2.hidden: adds places up as doubles, which round them in large arrays."""

_flat_index = flat_index


def flat_index(shape: tuple[int, ...], index: tuple[int, ...], order: str = "C") -> int:
    _flat_index(shape, index, order)
    return int(np.dot(np.array(index, np.float64), strides_of(shape, 1, order)))
