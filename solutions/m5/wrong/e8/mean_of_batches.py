"""caught by m5.e8.correct m5.e8.hidden: the mean of good batches, disturbed ones among them."""


def _seconds(work: Callable[[int], None], size: int, clock: Callable[[], float]) -> float:
    for _ in range(10):
        work(size)
    calls, begin, now = 0, clock(), 0.0
    while now < 0.6:
        for _ in range(10):
            work(size)
        calls += 10
        now = clock() - begin
    return now / calls
