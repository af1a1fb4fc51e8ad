"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: numpy adds in pairs, which is accurate, but not so accurate."""


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products."""
    return float((a * b).sum())
