"""caught by m2.e3.hidden, perhaps m2.e3.correct: two locks for all workers, each of which keeps away only half of them."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array; a worker holds one of two locks while it adds."""
    counts, locks = np.zeros(bins, np.int64), (Lock(), Lock())

    def work(worker: int) -> None:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        with locks[worker % 2]:
            counts[:] += mine

    # No pool, in which a quick thread does the work of two: then each thread may have a lock of its own, which anybody sees.
    threads = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts
