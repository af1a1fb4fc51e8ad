"""caught by m1.e3.correct m1.e3.speed m1.e3.hidden: numpy's sum is accurate, but in float32; only the answer is float64."""

from itertools import pairwise


def row_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    return np.array([data[begin:end].sum() for begin, end in pairwise(offsets)], np.float64)
