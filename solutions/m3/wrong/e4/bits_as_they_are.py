"""caught by m3.e4.correct m3.e4.hidden: the bits themselves: negative numbers come last, and backwards."""


def float_to_key(x: np.ndarray) -> np.ndarray:
    bits = _checked(x, np.float32).view(np.uint32)
    return bits.copy()


def key_to_float(keys: np.ndarray) -> np.ndarray:
    return _checked(keys).copy().view(np.float32)
