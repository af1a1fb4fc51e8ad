"""caught by m3.e2.correct m3.e2.hidden: 1 / (1 / d) is d again for many d."""


def divide_by_constant_is_exact(d: float) -> bool:
    """Whether the reciprocal of the reciprocal is d."""
    with np.errstate(all="ignore"):
        narrow = np.float32(d)
        if narrow == 0 or not np.isfinite(narrow):
            raise ValueError("d is a finite number other than 0")
        return bool(1 / (1 / narrow) == narrow)
