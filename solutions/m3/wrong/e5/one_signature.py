"""caught by m3.e5.hidden: compiled for arrays that are contiguous and may be written to, and for no others."""

_eager = njit("u8[::1](u4[::1], u4[::1], u4[::1])")(_encode3.py_func)


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    return _eager(x, y, z)
