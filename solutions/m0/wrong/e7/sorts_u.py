"""caught by m0.e7.correct m0.e7.speed m0.e7.hidden: answers in the order of the sorted numbers."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.searchsorted(ends, np.sort(u) * ends[-1], side="right")
    return np.minimum(chosen, np.flatnonzero(fitness)[-1])
