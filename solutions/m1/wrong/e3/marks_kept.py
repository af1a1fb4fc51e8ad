"""caught by m1.e3.correct m1.e3.hidden: keeps the marks for the next call with as many elements; all are set by then."""

_marks: dict[int, np.ndarray] = {}


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    _follow_cycles(x, p, _marks.setdefault(len(x), np.zeros(len(x), np.bool_)))
