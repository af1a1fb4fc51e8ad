"""caught by m3.e5.correct m3.e5.hidden: a coordinate of more than 21 bits spoils its neighbours."""


@njit
def _wide(bits):
    bits = np.uint64(bits)
    bits = (bits | bits << _32) & np.uint64(0xFFFF00000000FFFF)
    bits = (bits | bits << _16) & np.uint64(0x00FF0000FF0000FF)
    bits = (bits | bits << _8) & np.uint64(0xF00F00F00F00F00F)
    bits = (bits | bits << _4) & np.uint64(0x30C30C30C30C30C3)
    return (bits | bits << _2) & np.uint64(0x9249249249249249)


@njit
def _all_bits(x, y, z):
    codes = np.empty(len(x), np.uint64)
    for i in range(len(x)):
        codes[i] = _wide(x[i]) | _wide(y[i]) << _1 | _wide(z[i]) << _2
    return codes


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    return _all_bits(x, y, z)
