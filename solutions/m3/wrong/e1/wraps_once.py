"""caught by m3.e1.correct m3.e1.hidden: goes round once, however large the value is."""


def wrap(value: int, bits: int) -> int:
    """One round back, or one on."""
    if bits < 1:
        raise ValueError("an integer has one bit or more")
    half = 1 << (bits - 1)
    return value - 2 * half if value >= half else value + 2 * half if value < -half else value
