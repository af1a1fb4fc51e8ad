"""caught by m3.e2.correct m3.e2.hidden: asks a thousand numbers, and there are divisors for which all agree."""


def divide_by_constant_is_exact(d: float) -> bool:
    """Whether both ways agree for many numbers."""
    with np.errstate(all="ignore"):
        narrow = np.float32(d)
        if narrow == 0 or not np.isfinite(narrow):
            raise ValueError("d is a finite number other than 0")
        x = np.linspace(1, 2, 1000).astype(np.float32)
        return bool((x * (np.float32(1) / narrow) == x / narrow).all())
