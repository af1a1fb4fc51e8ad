"""caught by m0.e7.hidden: an infinite fitness is not refused."""


def _line(fitness: np.ndarray) -> np.ndarray:
    """Where each individual's stretch ends. Raises ValueError for what is no fitness, and where nobody has any."""
    if not (not np.isnan(fitness).any() and (fitness >= 0).all()):
        raise ValueError("every fitness should be a finite number, 0 or more")
    ends = np.cumsum(fitness)
    if not len(ends) or ends[-1] == 0:
        raise ValueError("somebody should have a fitness above 0")
    return ends
