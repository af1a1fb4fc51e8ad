"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: answers with a numpy scalar."""


def dot(a: np.ndarray, b: np.ndarray) -> np.float64:
    """The sum of all products."""
    return np.float64(_dot(a, b))
