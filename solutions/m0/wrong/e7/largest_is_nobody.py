"""caught by m0.e7.hidden: u times the sum may round up to the sum, and then nobody is chosen."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    return np.searchsorted(ends, u * ends[-1], side="right")
