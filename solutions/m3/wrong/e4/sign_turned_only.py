"""caught by m3.e4.correct m3.e4.hidden: turns the sign and nothing else: negative numbers are backwards."""


def float_to_key(x: np.ndarray) -> np.ndarray:
    bits = _checked(x, np.float32).view(np.uint32)
    return bits ^ _SIGN


def key_to_float(keys: np.ndarray) -> np.ndarray:
    return (_checked(keys) ^ _SIGN).view(np.float32)
