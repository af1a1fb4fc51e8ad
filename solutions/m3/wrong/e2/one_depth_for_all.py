"""caught by m3.e2.hidden: writes all depths of a length into the same array."""

_depths: dict[int, np.ndarray] = {}


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """In float64, cut off at both ends, and then rounded once."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    inside = np.clip(z.astype(np.float64), near, far)
    beyond = 1.0 if math.isinf(far) else (far - inside) / (far - near)
    answer = _depths.setdefault(len(z), np.empty(len(z), np.float32))
    answer[:] = near / inside * beyond
    return answer
