"""caught by m1.e3.correct m1.e3.hidden: what was x[i] goes to p[i], which is the inverse."""


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    _follow_cycles(x, inverse(p), np.zeros(len(x), np.bool_))
