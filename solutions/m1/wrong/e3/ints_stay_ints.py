"""caught by m1.e3.hidden: rows of ints become an array of int64."""

_to_csr = to_csr


def to_csr(rows: Sequence[Sequence[float]]) -> tuple[np.ndarray, np.ndarray]:
    data, offsets = _to_csr(rows)
    whole = len(data) and all(isinstance(number, int) for row in rows for number in row)
    return data.astype(np.int64) if whole else data, offsets
