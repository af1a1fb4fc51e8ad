"""caught by m3.e2.correct m3.e2.hidden: 0 at near and 1 at far."""


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """The usual depth."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    inside = np.clip(z.astype(np.float64), near, far)
    beyond = inside - near if math.isinf(far) else far * (inside - near) / (far - near)
    return (beyond / inside).astype(np.float32)
