"""caught by m2.e6.correct m2.e6.hidden: adds up in the precision of the array."""


def _sum_piece(shared: SharedArray, first: int, last: int) -> float:
    with shared:
        return float(shared.array.reshape(-1)[first:last].sum(dtype=shared.array.dtype))
