"""caught by m2.e6.hidden: adds integers up as integers, which may not fit."""


def _sum_piece(shared: SharedArray, first: int, last: int) -> float:
    with shared:
        piece = shared.array.reshape(-1)[first:last]
        return float(piece.sum(dtype=np.float64 if piece.dtype.kind == "f" else np.int64))
