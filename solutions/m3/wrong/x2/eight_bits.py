"""caught by m3.x2.correct m3.x2.speed m3.x2.hidden: every value has a code of eight bits."""


def _lengths(counts: np.ndarray) -> np.ndarray:
    return np.full(256, 8 * bool(counts.any()), np.uint8)
