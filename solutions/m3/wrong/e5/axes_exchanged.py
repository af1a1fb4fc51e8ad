"""caught by m3.e5.correct m3.e5.speed m3.e5.hidden: the bits of z come first, those of x last."""


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    _check(np.uint32, x, y, z)
    return _encode3(z, y, x)
