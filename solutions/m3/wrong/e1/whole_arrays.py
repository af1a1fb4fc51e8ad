"""caught by m3.e1.speed: right, and several times through memory."""


def add_saturating(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Wraps, and then mends what has wrapped."""
    ends, wrong = np.iinfo(a.dtype), overflows(a, b)
    answer = a + b
    answer[wrong & (a < 0)] = ends.min
    answer[wrong & (a >= 0)] = ends.max
    return answer
