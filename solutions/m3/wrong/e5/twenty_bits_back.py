"""caught by m3.e5.correct m3.e5.hidden: goes back from 60 bits only."""


def decode3(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _check(np.uint64, codes)
    x, y, z = _decode3(codes & np.uint64((1 << 60) - 1))
    return x, y, z
