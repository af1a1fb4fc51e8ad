"""caught by m5.x3.correct m5.x3.hidden: draws the likeliest with a chance that it has twice."""


def _drawn(weights: np.ndarray, rng: np.random.Generator) -> int:
    upto = np.cumsum(weights**2)
    return int(np.searchsorted(upto, rng.random() * upto[-1], side="right"))
