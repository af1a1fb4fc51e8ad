"""caught by m0.e6.correct m0.e6.speed m0.e6.hidden: the kinds begin at 1."""


@njit
def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none."""
    circles = rectangles = 0.0
    for i in range(len(kind)):
        if kind[i] == CIRCLE + 1:
            circles += p[i] * p[i]
        elif kind[i] == RECTANGLE + 1:
            rectangles += p[i] * q[i]
    return math.pi * circles + rectangles
