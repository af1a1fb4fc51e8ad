"""caught by m3.e4.hidden: answers that cannot be written to."""


def key_to_float(keys: np.ndarray) -> np.ndarray:
    _checked(keys)
    answer = np.where(keys & _SIGN, keys ^ _SIGN, ~keys).view(np.float32)
    answer.flags.writeable = False
    return answer
