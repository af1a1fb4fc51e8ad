"""caught by m2.e3.hidden: it is not the caller who adds up what was sent, but one more thread."""


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker sends its histogram to a thread that adds them up."""
    counts = np.zeros(bins, np.int64)
    channel: queue.SimpleQueue = queue.SimpleQueue()

    def work(worker: int) -> None:
        mine = np.zeros(bins, np.int64)
        _count(_share(x, workers, worker), mine)
        channel.put(mine)

    def add_up() -> None:
        for _ in range(workers):
            counts[:] += channel.get()

    threads = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    threads.append(Thread(target=add_up))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts
