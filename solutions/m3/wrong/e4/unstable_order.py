"""caught by m3.e4.correct m3.e4.hidden: the order of equal keys is any."""


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    return np.argsort(_checked(keys)).astype(np.int32)
