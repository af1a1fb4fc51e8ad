"""caught by m3.e1.correct m3.e1.hidden: the test for unsigned integers, which takes every negative b for an overflow."""


def overflows(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A sum that is smaller than what it began with has wrapped."""
    _checked(a, b)
    return (a + b) < a
