"""caught by m3.e1.correct m3.e1.hidden: raises OverflowError, which is no ValueError, where there are no bits."""


def wrap(value: int, bits: int) -> int:
    """Moved up by a half of the range, cut off, and moved down again."""
    if bits < 1:
        raise OverflowError("an integer has one bit or more")
    half = 1 << (bits - 1)
    return ((value + half) & (2 * half - 1)) - half
