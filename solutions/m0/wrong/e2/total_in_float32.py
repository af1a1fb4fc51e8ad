"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: the running total is float32, and only then made float64."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(w)
    total = np.concatenate([np.zeros(1, np.float32), np.cumsum(x)]).astype(np.float64)
    return (total[w:] - total[:-w]) / w
