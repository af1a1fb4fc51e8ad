"""caught by m3.e5.correct m3.e5.hidden: a coordinate of more than 21 bits is taken as the largest, not cut."""


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    last = np.uint32(2**21 - 1)
    return _encode3(np.minimum(x, last), np.minimum(y, last), np.minimum(z, last))
