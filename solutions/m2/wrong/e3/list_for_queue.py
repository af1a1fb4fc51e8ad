"""caught by m2.e3.correct: the workers append to a list, which nobody can wait for."""


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker appends its histogram to a list."""
    found: list[np.ndarray] = []

    def work(worker: int) -> None:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        found.append(mine)

    threads = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return np.sum(found, axis=0)
