"""caught by m3.e4.correct m3.e4.hidden: asks whether the number is negative, and -0.0 is not."""


def float_to_key(x: np.ndarray) -> np.ndarray:
    bits = _checked(x, np.float32).view(np.uint32)
    return np.where(x < 0, ~bits, bits | _SIGN)
