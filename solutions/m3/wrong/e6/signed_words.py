"""caught by m3.e6.correct m3.e6.hidden: takes words as signed, and counts the ones of the absolute value, as numpy does."""


def popcount(words: np.ndarray) -> int:
    _check(words, np.uint64)
    return int(np.bitwise_count(words.astype(np.int64)).sum())
