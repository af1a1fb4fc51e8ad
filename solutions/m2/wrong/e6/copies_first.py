"""caught by m2.e6.speed: right, but copies the array into a new block at every call."""


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    with SharedArray(shared.shape, shared.dtype.str) as copy:
        copy.array[...] = shared.array
        jobs = [(copy, first, last) for first, last in _pieces(shared.array.size, workers)]
        return sum(_run(pool, _sum_piece, jobs))
