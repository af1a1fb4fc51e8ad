"""caught by m0.e6.correct m0.e6.speed m0.e6.hidden: adds up in single precision."""


def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects, a float (not a numpy.float64): 0.0 where there are none."""
    p, q = p.astype("f4"), q.astype("f4")
    areas = np.where(kind == CIRCLE, np.float32(np.pi) * p * p, np.where(kind == RECTANGLE, p * q, np.float32(0)))
    return float(areas.sum())
