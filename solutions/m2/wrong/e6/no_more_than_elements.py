"""caught by m2.e6.hidden: starts no process for nothing, and where there is no element, it cannot start any."""


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    workers = min(workers, shared.array.size)
    jobs = [(shared, first, last) for first, last in _pieces(shared.array.size, workers)]
    return sum(_run(pool, _sum_piece, jobs))
