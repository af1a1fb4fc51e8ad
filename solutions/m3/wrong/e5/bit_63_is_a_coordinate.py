"""caught by m3.e5.hidden: takes bit 63 of a code for bit 21 of x."""

_decode_63 = decode3


def decode3(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y, z = _decode_63(codes)
    return x | (codes >> np.uint64(63)).astype(np.uint32) << np.uint32(21), y, z
