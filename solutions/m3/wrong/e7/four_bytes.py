"""caught by m3.e7.hidden: the place in a cell is held in 32 bits, which is enough for ten bits on an axis."""


def _planes(q_bits: int) -> int:
    """How many bytes hold the place in a cell."""
    return min((3 * q_bits + 7) // 8, 4)
