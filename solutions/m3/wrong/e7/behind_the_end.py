"""caught by m3.e7.hidden: does not see what stands in a cell behind the end of what zlib packed."""


def _unpacked(content: bytes, count: int, q_bits: int) -> np.ndarray:
    """The codes in a cell of so many points; no more is unpacked than they need."""
    planes = _planes(q_bits)
    if count * planes > 1100 * len(content):
        raise ValueError("nothing that zlib packs becomes so small")
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(content, count * planes + 1)
    except zlib.error as error:
        raise ValueError(f"a cell cannot be unpacked: {error}") from None
    if len(raw) != count * planes or not unpacker.eof:
        raise ValueError("a cell has not as many points as it says")
    rows = np.zeros((count, 8), np.uint8)
    rows[:, :planes] = np.frombuffer(raw, np.uint8).reshape(planes, count).T
    codes = np.cumsum(rows.view("<u8")[:, 0], dtype=np.uint64)
    if codes.max() >> np.uint64(3 * q_bits) or (codes[1:] < codes[:-1]).any():
        raise ValueError("a code lies outside its cell")
    return codes
