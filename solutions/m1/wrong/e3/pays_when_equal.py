"""caught by m1.e3.correct m1.e3.hidden: moving does not pay yet when both cost the same."""


def break_even(indexed: int, moved: int, move: int) -> int:
    return -(-move // (indexed - moved)) if indexed > moved else -1
