"""caught by m5.e8.correct m5.e8.hidden: batches of half a second, in which nobody is left alone."""


def _seconds(work: Callable[[int], None], size: int, clock: Callable[[], float]) -> float:
    for _ in range(10):
        work(size)
    best = math.inf
    for _ in range(4):
        calls, start, now = 0, clock(), 0.0
        while now < 0.5:
            work(size)
            calls += 1
            now = clock() - start
        best = min(best, now / calls)
    return best
