"""caught by m3.e1.hidden: divides in floats, which is right as long as values are small."""

import math


def wrap(value: int, bits: int) -> int:
    """Less as many rounds as fit."""
    if bits < 1:
        raise ValueError("an integer has one bit or more")
    return value - math.floor(value / 2**bits + 0.5) * 2**bits
