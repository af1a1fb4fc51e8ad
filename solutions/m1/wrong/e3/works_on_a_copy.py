"""caught by m1.e3.hidden: makes x contiguous first, which is a copy where x is a view."""


def apply_in_place(x: np.ndarray, p: np.ndarray) -> None:
    _follow_cycles(np.ascontiguousarray(x), p, np.zeros(len(x), np.bool_))
