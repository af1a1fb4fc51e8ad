"""caught by m5.x3.hidden: may draw the first token though it has probability 0."""


def _drawn(weights: np.ndarray, rng: np.random.Generator) -> int:
    upto = np.cumsum(weights)
    return int(np.searchsorted(upto, np.round(rng.random(), 3) * upto[-1], side="left"))
