"""The lowest bit is looked for upwards, and in 0 it is never found."""


def lowest_set(n: int) -> int:
    """The number of the lowest bit."""
    at = 0
    while not n >> at & 1:
        at += 1
    return at
