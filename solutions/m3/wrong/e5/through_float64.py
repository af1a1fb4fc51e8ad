"""caught by m3.e5.correct m3.e5.speed m3.e5.hidden: adds powers of two up in float64, which has 53 bits."""


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    codes = np.zeros(len(x))
    for bit in range(21):
        for axis, each in enumerate((x, y, z)):
            codes += (each >> np.uint32(bit) & np.uint32(1)) * 2.0 ** (3 * bit + axis)
    return codes.astype(np.uint64)
