"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: the library's sum, which has no correction."""


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products."""
    return float(np.dot(a, b))
