"""caught by m5.e8.correct m5.e8.hidden: ten calls without a warm-up, a few times over, with another size between."""


def _seconds(work: Callable[[int], None], size: int, clock: Callable[[], float]) -> float:
    best = math.inf
    for _ in range(5):
        work(size + 1)
        start = clock()
        for _ in range(10):
            work(size)
        best = min(best, max(clock() - start, 1e-9) / 10)
    return best
