"""caught by m0.e1.correct m0.e1.hidden: makes no warm-up calls, so that slow first calls end the search."""


def _loops(fn: Callable[[], Any], warmup: int, min_sample: float, clock: Callable[[], float]) -> int:
    """Warm up, then double the batch until it takes long enough twice: the first time it may have been chance."""
    loops = 1
    while _seconds(fn, loops, clock) < min_sample or _seconds(fn, loops, clock) < min_sample:
        loops *= 2
        if loops > MAX_LOOPS:
            raise ValueError(f"{MAX_LOOPS} calls take less than {min_sample} s: the clock stands still")
    return loops
