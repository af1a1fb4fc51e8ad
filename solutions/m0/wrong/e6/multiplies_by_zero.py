"""caught by m0.e6.hidden: a table of factors: NaN times 0 is NaN."""

_PI, _ONE = np.array([math.pi, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])


@njit
def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none."""
    total = 0.0
    for i in range(len(kind)):
        total += _PI[kind[i]] * p[i] * p[i] + _ONE[kind[i]] * p[i] * q[i]
    return total
