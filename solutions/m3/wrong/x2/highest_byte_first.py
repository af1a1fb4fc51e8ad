"""caught by m3.x2.correct m3.x2.hidden: n and the check sum begin with the highest byte."""


def encode(data: np.ndarray) -> np.ndarray:
    """n, the lengths, the codes, and the check sum."""
    if not _is_bytes(data) or len(data) > _MOST:
        raise ValueError("data should be uint8 with one axis, and not longer than 2**24")
    counts = np.bincount(data, minlength=256)
    lengths = _lengths(counts)
    values, ordered = _canonical(lengths)
    codes = np.zeros(256, np.uint64)
    codes[values] = ordered
    size = (int((counts * lengths).sum()) + 7) // 8
    stream = np.zeros(264 + size, np.uint8)
    stream[:4] = np.frombuffer(len(data).to_bytes(4, "big"), np.uint8)
    stream[4:260] = lengths
    _write(np.ascontiguousarray(data), codes, lengths.astype(np.int64), stream[260 : 260 + size])
    stream[-4:] = _sum_of(stream[:-4])
    return stream


def _sum_of(stream: np.ndarray) -> np.ndarray:
    return np.frombuffer(zlib.crc32(stream.data).to_bytes(4, "big"), np.uint8)


def decode(stream: np.ndarray) -> np.ndarray:
    """The bytes: nothing is decoded before all that stands in front of the codes is known to be right."""
    if not _is_bytes(stream) or len(stream) < 264:
        raise ValueError("a stream should be uint8 with one axis, and 264 or longer")
    stream = np.ascontiguousarray(stream)
    if (stream[-4:] != _sum_of(stream[:-4])).any():
        raise ValueError("the check sum is wrong")
    n = int.from_bytes(stream[:4].tobytes(), "big")
    lengths, codes = stream[4:260], stream[260:-4]
    _check_table(n, lengths)
    if n > 8 * len(codes):
        raise ValueError("every code takes a bit")
    data = np.empty(n, np.uint8)
    if not _read(codes, *_tables(lengths), data):
        raise ValueError("the codes do not end where the stream does")
    return data
