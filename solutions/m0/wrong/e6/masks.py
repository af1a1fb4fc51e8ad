"""caught by m0.e6.speed: no faster than a mask for each kind."""

from given_e6 import masks


def total_area_arrays(kind: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The same for shapes without objects."""
    return masks(kind, p, q)
