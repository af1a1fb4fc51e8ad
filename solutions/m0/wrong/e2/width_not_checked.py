"""caught by m0.e2.correct m0.e2.hidden: takes whatever width it is given."""


def moving_average(x: np.ndarray, w: int) -> np.ndarray:
    total = np.zeros(len(x) + 1)
    np.cumsum(x, dtype=np.float64, out=total[1:])
    return (total[w:] - total[:-w]) / w
