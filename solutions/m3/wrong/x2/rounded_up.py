"""caught by m3.x2.correct m3.x2.speed m3.x2.hidden: gives each value -log2 of its share in bits, rounded up: too long."""


def _lengths(counts: np.ndarray) -> np.ndarray:
    lengths = np.zeros(256, np.uint8)
    there = counts > 0
    lengths[there] = np.maximum(np.ceil(np.log2(counts.sum() / counts[there])), 1)
    return lengths


def _check_table(n: int, lengths: np.ndarray) -> None:
    if n > _MOST or lengths.max() > _LONGEST:
        raise ValueError("too many bytes, or a code too long")
    used = lengths[lengths > 0].tolist()
    if (n == 0) != (not used):
        raise ValueError("a table without values, or values without a table")
    if used and used != [1] and sum(1 << _LONGEST - length for length in used) > 1 << _LONGEST:
        raise ValueError("a table with a hole, or with too many codes")
