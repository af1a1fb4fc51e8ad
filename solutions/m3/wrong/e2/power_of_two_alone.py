"""caught by m3.e2.correct m3.e2.hidden: the reciprocal of the smallest powers of two is too large for float32."""


def divide_by_constant_is_exact(d: float) -> bool:
    """Only a power of two has a reciprocal with finitely many binary digits."""
    with np.errstate(over="ignore"):
        narrow = np.float32(d)
    if narrow == 0 or not np.isfinite(narrow):
        raise ValueError("d is a finite number other than 0")
    return math.frexp(narrow)[0] in (0.5, -0.5)
