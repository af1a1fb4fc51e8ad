"""caught by m2.e6.hidden: one process of the pool does all of the sum, and the others none."""


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    return sum(_run(pool, _sum_piece, [(shared, 0, shared.array.size)]))
