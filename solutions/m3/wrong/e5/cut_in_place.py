"""caught by m3.e5.hidden: cuts the coordinates to 21 bits where they lie."""

_encode_any = encode3


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    for each in (x, y, z):
        each &= np.uint32(2**21 - 1)
    return _encode_any(x, y, z)
