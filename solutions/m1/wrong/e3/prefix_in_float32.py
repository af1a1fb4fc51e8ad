"""caught by m1.e3.correct m1.e3.speed m1.e3.hidden: the running total is a float32: too coarse for what is added to it."""


def row_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    total = np.concatenate([np.zeros(1, np.float32), np.cumsum(data, dtype=np.float32)])
    return (total[offsets[1:]] - total[offsets[:-1]]).astype(np.float64)
