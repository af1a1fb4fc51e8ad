"""caught by m3.e5.correct m3.e5.hidden: shifts 16 bits to the left in an array of 16 bits."""


def encode2(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    _check(np.uint16, x, y)
    codes = np.zeros(len(x), np.uint16)
    for bit in range(16):
        codes |= (x >> bit & 1) << (2 * bit) | (y >> bit & 1) << (2 * bit + 1)
    return codes.astype(np.uint32)
