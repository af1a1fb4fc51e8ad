"""caught by m5.e8.correct m5.e8.hidden: the best of many calls, each shorter than a step of the clock."""


def _seconds(work: Callable[[int], None], size: int, clock: Callable[[], float]) -> float:
    times = []
    for _ in range(100):
        begin = clock()
        work(size)
        times.append(clock() - begin)
    return max(min(times), 1e-9)
