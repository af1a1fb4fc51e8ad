"""caught by m3.e2.hidden: what lies behind the camera has a negative depth, and becomes 0 instead of 1."""


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """In float64, cut off at 0 and 1."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    with np.errstate(all="ignore"):
        inside = z.astype(np.float64)
        beyond = 1.0 if math.isinf(far) else (far - inside) / (far - near)
        return np.clip(near / inside * beyond, 0, 1).astype(np.float32)
