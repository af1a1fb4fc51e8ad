"""caught by m2.e6.hidden: cuts a sum along the first axis: where that is short, some processes have nothing to do."""


def _sum_rows(shared: SharedArray, first: int, last: int) -> float:
    with shared:
        return float(np.atleast_1d(shared.array)[first:last].sum(dtype=np.float64))


def process_sum(shared: SharedArray, workers: int, pool: ProcessPoolExecutor | None = None) -> float:
    """The sum of all elements by that many processes."""
    length = shared.shape[0] if shared.shape else 1
    return sum(_run(pool, _sum_rows, [(shared, first, last) for first, last in _pieces(length, workers)]))
