"""caught by m0.e1.correct m0.e1.hidden: doubles without end where the clock stands still."""


def _loops(fn: Callable[[], Any], warmup: int, min_sample: float, clock: Callable[[], float]) -> int:
    """Warm up, then double the batch until it takes long enough twice: the first time it may have been chance."""
    for _ in range(warmup):
        fn()
    loops = 1
    while _seconds(fn, loops, clock) < min_sample or _seconds(fn, loops, clock) < min_sample:
        loops *= 2
    return loops
