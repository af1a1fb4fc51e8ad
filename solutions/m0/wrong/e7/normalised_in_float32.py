"""caught by m0.e7.hidden, perhaps m0.e7.correct m0.e7.speed: shares of the sum, in float32."""


def roulette(fitness: np.ndarray, u: np.ndarray) -> np.ndarray:
    """For each u, whom it chooses: the first whose stretch ends beyond the place, found by halving."""
    ends = _line(fitness)
    chosen = np.searchsorted((ends / ends[-1]).astype(np.float32), u.astype(np.float32), side="right")
    return np.minimum(chosen, np.flatnonzero(fitness)[-1])
