"""caught by m5.e3.hidden: NaN and infinities are taken for numbers."""


def _number(value: Any) -> bool:
    """Whether this is a number that is finite as a float."""
    try:
        return type(value) in (int, float)
    except OverflowError:
        return False
