"""caught by m3.e4.hidden: reads memory on from the first element, as if there were no gaps."""


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    _checked(keys)
    return _argsort(np.lib.stride_tricks.as_strided(keys, keys.shape, (abs(keys.strides[0]),)))
