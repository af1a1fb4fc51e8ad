"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: compares as signed numbers: what is beyond 2**31 comes first."""


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    return _argsort(_checked(keys) ^ _SIGN)
