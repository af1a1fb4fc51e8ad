"""caught by m5.x3.hidden: draws from the random numbers that everybody shares."""


def _drawn(weights: np.ndarray, rng: np.random.Generator) -> int:
    upto = np.cumsum(weights)
    return int(np.searchsorted(upto, np.random.rand() * upto[-1], side="right"))
