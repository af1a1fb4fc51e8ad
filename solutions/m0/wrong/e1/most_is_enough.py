"""caught by m0.e1.hidden: content with any time that the largest batch takes."""


def _loops(fn, warmup, min_sample, clock):
    for _ in range(warmup):
        fn()
    loops = 1
    while min(_seconds(fn, loops, clock) for _ in range(3)) < min_sample:
        if loops >= MAX_LOOPS:
            return MAX_LOOPS
        loops *= 2
    return loops
