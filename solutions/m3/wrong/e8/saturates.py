"""caught by m3.e8.correct m3.e8.hidden: what is too large becomes the largest number of float16."""


def round_to(x: np.ndarray, kind: str) -> np.ndarray:
    """The nearest numbers of that kind, by adding to the bits what carries into the last one that stays."""
    _take(x, np.float32, max(x.ndim, 1))
    if kind not in _DROPPED:
        raise ValueError(f"there is no kind {kind!r}")
    if kind == "f16":
        with np.errstate(over="ignore", under="ignore"):
            return np.array(np.where(np.isinf(x), x, np.clip(x, -65504, 65504)).astype(np.float16), np.float32, order="C")
    bits, dropped = np.array(x, np.float32, order="C").view(np.uint32), _DROPPED[kind]
    if dropped:
        # Half of the last bit, less one unless that bit is 1: exactly half goes up only if the last bit is 1.
        bits += (bits >> dropped & 1) + np.uint32((1 << (dropped - 1)) - 1)
        bits &= np.uint32(0xFFFFFFFF << dropped & 0xFFFFFFFF)
    rounded = bits.view(np.float32)
    rounded[np.isnan(x)] = np.nan
    return rounded
