"""caught by m0.e7.correct m0.e7.hidden: negative numbers and NaN are not refused."""


def _line(fitness: np.ndarray) -> np.ndarray:
    """Where each individual's stretch ends. Raises ValueError for what is no fitness, and where nobody has any."""
    ends = np.cumsum(fitness)
    if not len(ends) or ends[-1] == 0:
        raise ValueError("somebody should have a fitness above 0")
    return ends
