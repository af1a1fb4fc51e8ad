"""caught by m1.e3.speed m1.e3.hidden: one running total over all rows, and from a NaN on it is one in every row."""


def row_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    total = np.zeros(len(data) + 1)
    np.cumsum(data, out=total[1:])
    return np.diff(total[offsets])
