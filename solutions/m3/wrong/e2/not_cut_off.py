"""caught by m3.e2.correct m3.e2.hidden: what lies before near gets more than 1."""


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """In float64, rounded once."""
    _checked("float32", z)
    if not 0 < near < far:
        raise ValueError("near is above 0, and far is farther away")
    with np.errstate(all="ignore"):
        inside = z.astype(np.float64)
        beyond = 1.0 if math.isinf(far) else (far - inside) / (far - near)
        return (near / inside * beyond).astype(np.float32)
