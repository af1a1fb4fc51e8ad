"""caught by m3.e2.correct m3.e2.hidden: the distance itself, which no straight line on the screen keeps."""


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """How far it is from far."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    inside = np.clip(z.astype(np.float64), near, far)
    return ((far - inside) / (far - near)).astype(np.float32)
