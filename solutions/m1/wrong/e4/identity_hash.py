"""caught by m1.e4.correct m1.e4.hidden: the lowest bits of a key are its home, and patterns pile up."""


@njit
def _home(key, shift):
    return np.int64(np.uint64(key) & ((np.uint64(1) << np.uint64(64 - shift)) - np.uint64(1)))
