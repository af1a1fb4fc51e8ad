"""caught by m3.e5.hidden: looks at the memory of a view as if it were an array."""

_encode_rows = encode3


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    x, y, z = (each.base.reshape(-1)[: len(each)] if isinstance(each.base, np.ndarray) else each for each in (x, y, z))
    return _encode_rows(x, y, z)
