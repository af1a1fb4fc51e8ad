"""caught by m2.e3.hidden: the workers add to one array under a lock, and through the queue goes only that they are done."""


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array, a lock, and a queue of words."""
    counts, lock = np.zeros(bins, np.int64), Lock()
    channel: queue.SimpleQueue = queue.SimpleQueue()

    def work(worker: int) -> None:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        with lock:
            counts[:] += mine
        channel.put("done")

    for worker in range(workers):
        Thread(target=work, args=(worker,)).start()
    for _ in range(workers):
        channel.get()
    return counts
