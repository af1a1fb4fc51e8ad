"""caught by m3.e2.hidden: the reciprocals of the largest powers of two are below the normal numbers, and there all the same."""


def divide_by_constant_is_exact(d: float) -> bool:
    """Only a power of two has a reciprocal with finitely many binary digits, and it has to be a normal number."""
    with np.errstate(over="ignore", divide="ignore"):
        narrow = np.float32(d)
        if narrow == 0 or not np.isfinite(narrow):
            raise ValueError("d is a finite number other than 0")
        reciprocal = abs(1 / narrow)
        return bool(math.frexp(narrow)[0] in (0.5, -0.5) and np.finfo("f4").tiny <= reciprocal <= np.finfo("f4").max)
