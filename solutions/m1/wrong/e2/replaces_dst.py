"""caught by m1.e2.correct m1.e2.speed m1.e2.hidden: makes a new array; the caller's stays as it was."""


def transpose_into(src: np.ndarray, dst: np.ndarray) -> np.ndarray:
    return src.T.copy()
