"""caught by m2.e3.hidden: adds the sums of the pieces up in the order in which they are finished."""


def parallel_sum(x: np.ndarray, workers: int) -> float:
    """The sum of x, added up in double precision by that many threads."""
    size, total, lock = -(-len(x) // 60), 0.0, Lock()

    def work(worker: int) -> None:
        nonlocal total
        for piece in range(worker, 60, workers):
            found = _sum(x[piece * size : (piece + 1) * size])
            with lock:
                total += found

    threads = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return total
