"""caught by m5.e8.correct m5.e8.hidden: watches each size for ten seconds."""


def _seconds(work: Callable[[int], None], size: int, clock: Callable[[], float]) -> float:
    """Of one call, in the best batch: some are disturbed, and a minimum does not mind.

    A batch grows until it is long for any clock, and no longer: of the 100 milliseconds without disturbance, the end of the
    batch before takes one batch at most, and then one has to fit in whole.
    """
    for _ in range(10):
        work(size)
    calls, best, begin = 1, math.inf, clock()
    now = begin
    while now - begin < 10 or best == math.inf:
        start = now
        for _ in range(calls):
            work(size)
        now = clock()
        if now - start >= _BATCH:
            best = min(best, (now - start) / calls)
        else:
            calls += 1 + calls // 5
    return best
