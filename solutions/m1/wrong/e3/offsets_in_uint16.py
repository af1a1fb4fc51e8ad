"""caught by m1.e3.hidden: counts in uint16 before it makes int64 of the offsets: enough for 65,535 numbers."""

_to_csr = to_csr


def to_csr(rows: Sequence[Sequence[float]]) -> tuple[np.ndarray, np.ndarray]:
    data, offsets = _to_csr(rows)
    return data, offsets.astype(np.uint16).astype(np.int64)
