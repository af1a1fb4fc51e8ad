"""caught by m3.e2.speed m3.e2.hidden: right, in several passes with an array of deviations."""


def variance_one_pass(x: np.ndarray) -> float:
    """What numpy says."""
    _checked("float64", x)
    if not len(x):
        raise ValueError("nothing has no variance")
    return float(np.var(x))
