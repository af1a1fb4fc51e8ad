"""caught by m5.e3.hidden: an int that is too large for a float ends the program."""


def _number(value: Any) -> bool:
    """Whether this is a number that is finite as a float."""
    return type(value) in (int, float) and math.isfinite(value)
