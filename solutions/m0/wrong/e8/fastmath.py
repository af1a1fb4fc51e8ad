"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: fastmath takes the correction for zero and removes it."""

from given_e8 import dot_in_one_chain

_fast = njit(fastmath=True)(dot_in_one_chain.py_func)


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The loop as given, compiled with fastmath."""
    return float(_fast(a, b))
