"""caught by m0.e1.hidden: a b a b a: every batch of a but the first and the last belongs to two ratios."""

MAX_LOOPS = 1 << 18


class _Watch:
    """The clock, which may not go backwards."""

    def __init__(self, clock):
        self.clock, self.last = clock, None

    def __call__(self):
        now = self.clock()
        if self.last is not None and now < self.last:
            raise ValueError("the clock went backwards")
        self.last = now
        return now


def _batch(fn, loops, watch):
    """Seconds that `loops` calls take."""
    calls = range(loops)
    start = watch()
    for _ in calls:
        fn()
    return watch() - start


def _find_loops(fn, watch, warmup, min_sample):
    for _ in range(warmup):
        fn()
    loops = 1
    while True:
        if min(_batch(fn, loops, watch) for _ in range(3)) >= min_sample:
            return loops
        if loops >= MAX_LOOPS:
            raise ValueError("the clock stands still")
        loops *= 2


def _sample(fn, loops, watch):
    seconds = _batch(fn, loops, watch)
    if seconds <= 0:
        raise ValueError("the clock stands still")
    return seconds / loops


def compare(a, b, *, clock=time.perf_counter, warmup=1, samples=9, min_sample=1e-3):
    watch = _Watch(clock)
    loops_a = _find_loops(a, watch, warmup, min_sample)
    loops_b = _find_loops(b, watch, warmup, min_sample)
    ratios = []
    before = _sample(a, loops_a, watch)
    for _ in range(samples):
        between = _sample(b, loops_b, watch)
        after = _sample(a, loops_a, watch)
        ratios.append((before + after) / 2 / between)
        before = after
    lo, ratio, hi = (float(np.quantile(ratios, q)) for q in (0.1, 0.5, 0.9))
    return Comparison(ratio, lo, hi, tuple(ratios))
