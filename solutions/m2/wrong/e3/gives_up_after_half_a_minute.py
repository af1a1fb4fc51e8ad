"""caught by m2.e3.hidden: takes half a minute without a message for the end."""


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker sends its histogram through a queue."""
    channel: queue.SimpleQueue = queue.SimpleQueue()

    def work(worker: int) -> None:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        channel.put(mine)

    for worker in range(workers):
        Thread(target=work, args=(worker,)).start()
    counts = np.zeros(bins, np.int64)
    try:
        for _ in range(workers):
            counts += channel.get(timeout=30)
    except queue.Empty:
        pass
    return counts
