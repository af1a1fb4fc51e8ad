"""caught by m1.e4.hidden: mixes well, but into sixteen bits, of which there are fewer than slots in a large table."""


@njit
def _home(key, shift):
    mixed = (np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48)
    return np.int64(mixed & ((np.uint64(1) << np.uint64(64 - shift)) - np.uint64(1)))
