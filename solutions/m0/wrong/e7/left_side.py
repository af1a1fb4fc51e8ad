"""caught by m0.e7.correct m0.e7.hidden: a border belongs to the one that ends there."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.searchsorted(ends, u * ends[-1], side="left")
    return np.minimum(chosen, np.flatnonzero(fitness)[-1])
