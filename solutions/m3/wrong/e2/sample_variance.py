"""caught by m3.e2.correct m3.e2.speed m3.e2.hidden: divides by n - 1."""


def variance_one_pass(x: np.ndarray) -> float:
    """Of a sample."""
    _checked("float64", x)
    if not len(x):
        raise ValueError("nothing has no variance")
    return max(float(_variance(x)), 0.0) * len(x) / max(len(x) - 1, 1)
