"""caught by m3.e5.correct m3.e5.speed m3.e5.hidden: the masks that everybody copies are for 10 bits."""


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    codes = np.zeros(len(x), np.uint64)
    for axis, each in enumerate((x, y, z)):
        bits = each.astype(np.uint64) & np.uint64(0x3FF)
        for shift, keep in ((16, 0x030000FF), (8, 0x0300F00F), (4, 0x030C30C3), (2, 0x09249249)):
            bits = (bits | bits << np.uint64(shift)) & np.uint64(keep)
        codes |= bits << np.uint64(axis)
    return codes
