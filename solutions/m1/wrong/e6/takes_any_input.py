"""caught by m1.e6.hidden: numpy makes float32 of a float64 without a word, and stretches one row to many."""


def _checked(x: np.ndarray, shape: Shape) -> np.ndarray:
    return x
