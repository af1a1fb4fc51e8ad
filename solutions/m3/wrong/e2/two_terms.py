"""caught by m3.e2.hidden: one term less another, in float32, where they are nearly equal."""


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """What a graphics library has in its matrix."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    inside = np.clip(z, np.float32(near), np.float32(far))
    scale = 1.0 if math.isinf(far) else far / (far - near)
    shift = 0.0 if math.isinf(far) else near / (far - near)
    return np.clip(np.float32(near * scale) / inside - np.float32(shift), 0, 1).astype(np.float32)
