"""caught by m3.e4.speed: right, by comparing."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    return x[np.argsort(x & np.uint32((1 << bits) - 1), kind="stable")]


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    return np.argsort(_checked(keys), kind="stable").astype(np.int32)
