"""caught by m0.e6.speed: a loop over arrays that nobody has compiled."""


def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none."""
    circles = rectangles = 0.0
    for i in range(len(kind)):
        if kind[i] == CIRCLE:
            circles += p[i] * p[i]
        elif kind[i] == RECTANGLE:
            rectangles += p[i] * q[i]
    return float(math.pi * circles + rectangles)
