"""caught by m0.e2.correct m0.e2.speed m0.e2.hidden: no zero in front of the running total: the first window is lost."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    if not 1 <= w <= len(x):
        raise ValueError(w)
    total = np.cumsum(x, dtype=np.float64)
    return (total[w:] - total[:-w]) / w
