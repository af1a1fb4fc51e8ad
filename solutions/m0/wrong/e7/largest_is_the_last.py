"""caught by m0.e7.hidden: the largest number chooses the last one, who may have no fitness."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.searchsorted(ends, u * ends[-1], side="right")
    return np.minimum(chosen, len(fitness) - 1)
