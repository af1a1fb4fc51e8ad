"""caught by m2.e3.hidden: as many threads as workers, and each is waited for before the next one begins."""


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    size = -(-len(x) // 60)
    sums = [0.0] * 60
    for worker in range(workers):

        def work(worker: int = worker) -> None:
            for piece in range(60):
                if piece % workers == worker:
                    sums[piece] = _sum(x[piece * size : (piece + 1) * size])

        thread = Thread(target=work)
        thread.start()
        thread.join()
    return float(sum(sums))
