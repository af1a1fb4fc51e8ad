"""caught by m0.e8.hidden: compiled beforehand, for arrays that lie in one piece and can be written to."""


@njit("f8(f8[::1], f8[::1])")
def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products."""
    return _dot(a, b)
