"""caught by m3.e1.correct m3.e1.hidden: what an unsigned integer would show."""


def wrap(value: int, bits: int) -> int:
    """The lowest bits."""
    if bits < 1:
        raise ValueError("an integer has one bit or more")
    return value & ((1 << bits) - 1)
