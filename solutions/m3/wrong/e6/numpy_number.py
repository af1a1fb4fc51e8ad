"""caught by m3.e6.correct m3.e6.hidden: the count is an int of numpy, not of Python."""


def popcount(words: np.ndarray) -> int:
    _check(words, np.uint64)
    return np.bitwise_count(words).sum()  # type: ignore[no-any-return]
