"""caught by m3.e6.correct m3.e6.hidden: the value of the lowest bit, not its number."""


def lowest_set(n: int) -> int:
    return _positive(n) & -n
