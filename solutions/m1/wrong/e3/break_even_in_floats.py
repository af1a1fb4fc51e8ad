"""caught by m1.e3.hidden: divides in floats, which have no room for large numbers."""


def break_even(indexed: int, moved: int, move: int) -> int:
    return int(move / (indexed - moved)) + 1 if indexed > moved else -1
