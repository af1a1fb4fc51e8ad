"""caught by m3.x2.hidden: makes room for as many bytes as the stream says there are."""


def decode(stream: np.ndarray) -> np.ndarray:
    """The bytes: nothing is decoded before all that stands in front of the codes is known to be right."""
    if not _is_bytes(stream) or len(stream) < 264:
        raise ValueError("a stream should be uint8 with one axis, and 264 or longer")
    stream = np.ascontiguousarray(stream)
    if (stream[-4:] != _sum_of(stream[:-4])).any():
        raise ValueError("the check sum is wrong")
    n = int.from_bytes(stream[:4].tobytes(), "little")
    lengths, codes = stream[4:260], stream[260:-4]
    _check_table(n, lengths)
    data = np.empty(n, np.uint8)
    if not _read(codes, *_tables(lengths), data):
        raise ValueError("the codes do not end where the stream does")
    return data


def _check_table(n: int, lengths: np.ndarray) -> None:
    if lengths.max() > _LONGEST:
        raise ValueError("too many bytes, or a code too long")
    used = lengths[lengths > 0].tolist()
    if (n == 0) != (not used):
        raise ValueError("a table without values, or values without a table")
    if used and used != [1] and sum(1 << _LONGEST - length for length in used) != 1 << _LONGEST:
        raise ValueError("a table with a hole, or with too many codes")
