"""caught by m2.e6.hidden: closes the caller's array, too, when the sum is made."""


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    jobs = [(shared, first, last) for first, last in _pieces(shared.array.size, workers)]
    total = sum(_run(pool, _sum_piece, jobs))
    shared.close()
    return total
