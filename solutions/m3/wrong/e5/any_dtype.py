"""caught by m3.e5.hidden: converts whatever it gets, also what is negative or has a fraction."""

_encode_checked = encode3


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    return _encode_checked(*(np.asarray(each).astype(np.uint32) for each in (x, y, z)))
