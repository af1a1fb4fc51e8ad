"""caught by m3.e5.speed: right, and one bit at a time."""

from given_e5 import bit_by_bit

_bit_by_bit = bit_by_bit


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    low = np.uint32(2**21 - 1)
    return _bit_by_bit(x & low, y & low, z & low)
