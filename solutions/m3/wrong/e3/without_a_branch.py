"""caught by m3.e3.hidden: does not ask which one is larger, and goes beyond the largest float32 on the way."""


@njit
def _add(total, number):
    """(the rounded sum, what the rounding took away)."""
    new = total + number
    part = new - total
    return new, (total - (new - part)) + (number - part)
