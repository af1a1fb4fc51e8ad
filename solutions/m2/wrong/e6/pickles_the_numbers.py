"""caught by m2.e6.speed: right, but sends the rows and the results through a pipe."""


def _sum_piece(piece: np.ndarray) -> float:
    return float(piece.sum(dtype=np.float64))


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    jobs = [(shared.array.reshape(-1)[first:last],) for first, last in _pieces(shared.array.size, workers)]
    return sum(_run(pool, _sum_piece, jobs))


def _map_piece(f: Callable[[np.ndarray], np.ndarray], piece: np.ndarray) -> list[np.ndarray]:
    return [f(row) for row in piece]


def process_map_rows(
    f: Callable[[np.ndarray], np.ndarray],
    shared_in: SharedArray,
    shared_out: SharedArray,
    workers: int,
    pool: ProcessPoolExecutor | None = None,
) -> None:
    """Write f(row) to shared_out for every row of shared_in."""
    pieces = _pieces(shared_in.shape[0], workers)
    done = _run(pool, _map_piece, [(f, shared_in.array[first:last]) for first, last in pieces])
    for (first, last), rows in zip(pieces, done, strict=True):
        for i, row in zip(range(first, last), rows, strict=True):
            shared_out.array[i] = row
