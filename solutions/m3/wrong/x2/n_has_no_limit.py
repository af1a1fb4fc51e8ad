"""caught by m3.x2.hidden: a stream of more than 2**24 bytes is decoded, if its codes are there."""


def _check_table(n: int, lengths: np.ndarray) -> None:
    if lengths.max() > _LONGEST:
        raise ValueError("too many bytes, or a code too long")
    used = lengths[lengths > 0].tolist()
    if (n == 0) != (not used):
        raise ValueError("a table without values, or values without a table")
    if used and used != [1] and sum(1 << _LONGEST - length for length in used) != 1 << _LONGEST:
        raise ValueError("a table with a hole, or with too many codes")
