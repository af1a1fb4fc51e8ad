"""caught by m0.e7.speed: right, with one search in Python for every number."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.array([np.searchsorted(ends, each * ends[-1], side="right") for each in u], np.int64)
    return np.minimum(chosen, np.flatnonzero(fitness)[-1])
