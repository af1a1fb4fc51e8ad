"""caught by m3.x2.hidden: copies the stream, and the codes once more."""


def decode(stream: np.ndarray) -> np.ndarray:
    """The bytes: nothing is decoded before all that stands in front of the codes is known to be right."""
    if not _is_bytes(stream) or len(stream) < 264:
        raise ValueError("a stream should be uint8 with one axis, and 264 or longer")
    stream = np.ascontiguousarray(stream)
    if (stream[-4:] != _sum_of(stream[:-4])).any():
        raise ValueError("the check sum is wrong")
    n = int.from_bytes(stream[:4].tobytes(), "little")
    whole = np.frombuffer(stream.tobytes(), np.uint8)
    lengths, codes = whole[4:260], whole[260:-4].copy()
    _check_table(n, lengths)
    if n > 8 * len(codes):
        raise ValueError("every code takes a bit")
    data = np.empty(n, np.uint8)
    if not _read(codes, *_tables(lengths), data):
        raise ValueError("the codes do not end where the stream does")
    return data
