"""caught by m3.e6.hidden: looks at the bytes of a view as if they lay side by side."""

_popcount_row = popcount


def popcount(words: np.ndarray) -> int:
    _check(words, np.uint64)
    start = np.lib.stride_tricks.as_strided(words, strides=(8,))
    return _popcount_row(start)
