"""caught by m3.e4.correct m3.e4.hidden: 0.0 and -0.0 share 2**31: negative keys are two's complement."""


def float_to_key(x: np.ndarray) -> np.ndarray:
    bits = _checked(x, np.float32).view(np.uint32)
    return np.where(bits & _SIGN, ~bits + np.uint32(1), bits | _SIGN)


def key_to_float(keys: np.ndarray) -> np.ndarray:
    _checked(keys)
    return np.where(keys & _SIGN, keys ^ _SIGN, ~(keys - np.uint32(1))).view(np.float32)
