"""caught by m2.e3.correct m2.e3.speed m2.e3.hidden: counts in int32, except where atomic_add does not let it."""


def hist_lock(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """One shared array; a worker holds the lock while it adds what it has counted, once per piece."""
    counts, lock = np.zeros(bins, np.int32), Lock()

    def work(piece: np.ndarray) -> None:
        mine = np.zeros(bins, np.int32)
        _count(piece, mine)
        with lock:
            counts[:] += mine

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [_share(x, workers, worker) for worker in range(workers)]))
    return counts


def hist_channels(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker sends its histogram through a queue, then None: that it is done."""
    channel: queue.SimpleQueue = queue.SimpleQueue()

    def work(worker: int) -> None:
        piece = _share(x, workers, worker)
        if len(piece):
            mine = np.zeros(bins, np.int32)
            _count(piece, mine)
            channel.put(mine)
        channel.put(None)

    for worker in range(workers):
        Thread(target=work, args=(worker,)).start()
    counts, running = np.zeros(bins, np.int32), workers
    while running:
        message = channel.get()
        if message is None:
            running -= 1
        else:
            counts += message
    return counts


def hist_private(x: np.ndarray, bins: int, workers: int) -> np.ndarray:
    """Every worker counts in an array of its own; the arrays are added at the end."""

    def work(worker: int) -> np.ndarray:
        mine = np.zeros(bins, np.int32)
        _count(_share(x, workers, worker), mine)
        return mine

    with ThreadPoolExecutor(workers) as pool:
        return np.sum(list(pool.map(work, range(workers))), axis=0, dtype=np.int32)
