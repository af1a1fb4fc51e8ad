"""caught by m3.e6.correct m3.e6.hidden: counts in the lower 32 bits only."""


def popcount(words: np.ndarray) -> int:
    _check(words, np.uint64)
    return int(np.bitwise_count(words.astype(np.uint32)).sum())
