"""caught by m3.e6.correct m3.e6.hidden: adds the counts up in eight bits."""


def popcount(words: np.ndarray) -> int:
    _check(words, np.uint64)
    return int(np.bitwise_count(words).sum(dtype=np.uint8))
