"""caught by m0.e7.correct m0.e7.hidden: chooses the first when nobody is fit."""


def _line(fitness: np.ndarray) -> np.ndarray:
    """Where each individual's stretch ends. Raises ValueError for what is no fitness, and where nobody has any."""
    if not (np.isfinite(fitness).all() and (fitness >= 0).all()):
        raise ValueError("every fitness should be a finite number, 0 or more")
    ends = np.cumsum(fitness)
    if not len(ends) or ends[-1] < 0:
        raise ValueError("somebody should have a fitness above 0")
    return ends


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.searchsorted(ends, u * ends[-1], side="right")
    return np.minimum(chosen, max(np.flatnonzero(fitness), default=0))
