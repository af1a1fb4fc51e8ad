"""caught by m0.e6.correct m0.e6.speed m0.e6.hidden: what is no circle is a rectangle."""


@njit
def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none."""
    circles = rectangles = 0.0
    for i in range(len(kind)):
        if kind[i] == CIRCLE:
            circles += p[i] * p[i]
        else:
            rectangles += p[i] * q[i]
    return math.pi * circles + rectangles
