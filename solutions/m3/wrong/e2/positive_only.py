"""caught by m3.e2.correct m3.e2.hidden: a negative number is no power of two."""


def divide_by_constant_is_exact(d: float) -> bool:
    """Only a power of two has a reciprocal with finitely many binary digits."""
    with np.errstate(over="ignore", divide="ignore"):
        narrow = np.float32(d)
        if narrow == 0 or not np.isfinite(narrow):
            raise ValueError("d is a finite number other than 0")
        return bool(math.frexp(narrow)[0] == 0.5 and np.isfinite(1 / narrow))
