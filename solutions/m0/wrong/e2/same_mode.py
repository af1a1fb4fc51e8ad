"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: as many means as numbers; those at the ends are of fewer than w."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(w)
    return np.convolve(x.astype(np.float64), np.full(w, 1 / w), "same")
