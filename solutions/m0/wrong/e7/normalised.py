"""caught by m0.e7.hidden: divides by the sum first, so that borders are rounded."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    if not np.isfinite(fitness).all() or (fitness < 0).any():
        raise ValueError("a fitness is negative, infinite or not a number")
    whole = fitness.sum()
    if whole == 0:
        raise ValueError("nobody has a fitness")
    shares = np.cumsum(fitness / whole)
    chosen = np.searchsorted(shares, u, side="right")
    return np.minimum(chosen, np.flatnonzero(fitness)[-1])
