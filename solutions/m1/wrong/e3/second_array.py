"""caught by m1.e3.correct: x[p] is a second array, and only then copied back."""


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    x[:] = x[p]
