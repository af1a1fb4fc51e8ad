"""caught by m0.e1.hidden: content with any time that the largest batch takes."""

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
            return MAX_LOOPS  # a batch that takes no time at all is found below
        loops *= 2


def _sample(fn, loops, watch):
    seconds = _batch(fn, loops, watch)
    if seconds <= 0:
        raise ValueError("the clock stands still")
    return seconds / loops


def measure(fn, *, clock=time.perf_counter, warmup=1, samples=9, min_sample=1e-3):
    watch = _Watch(clock)
    loops = _find_loops(fn, watch, warmup, min_sample)
    times = [_sample(fn, loops, watch) for _ in range(samples)]
    p10, median, p90 = (float(np.quantile(times, q)) for q in (0.1, 0.5, 0.9))
    return Timing(median, min(times), p10, p90, loops, tuple(times))


def compare(a, b, *, clock=time.perf_counter, warmup=1, samples=9, min_sample=1e-3):
    watch = _Watch(clock)
    loops_a = _find_loops(a, watch, warmup, min_sample)
    loops_b = _find_loops(b, watch, warmup, min_sample)
    ratios = []
    for _ in range(samples):
        first_a = _sample(a, loops_a, watch)
        first_b = _sample(b, loops_b, watch)
        second_b = _sample(b, loops_b, watch)
        second_a = _sample(a, loops_a, watch)
        ratios.append((first_a + second_a) / (first_b + second_b))
    lo, ratio, hi = (float(np.quantile(ratios, q)) for q in (0.1, 0.5, 0.9))
    return Comparison(ratio, lo, hi, tuple(ratios))
