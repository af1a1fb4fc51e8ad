"""caught by m1.e3.hidden: divides in int64, which has no room for the largest numbers."""


def break_even(indexed: int, moved: int, move: int) -> int:
    try:
        gain, price = np.array([indexed - moved, move], np.int64)
    except OverflowError:
        return -1
    return int(price // gain) + 1 if gain > 0 else -1
