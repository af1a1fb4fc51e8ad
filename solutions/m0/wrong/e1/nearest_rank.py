"""caught by m0.e1.hidden: takes samples for percentiles, where numpy goes between two of them."""


def measure(
    fn: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Timing:
    """How long one call fn() takes, in seconds, timed in batches of loops calls."""
    clock = _Forward(clock)
    loops = _loops(fn, warmup, min_sample, clock)
    times = [_per_call(fn, loops, clock) for _ in range(samples)]
    ordered = sorted(times)
    p10, median, p90 = (ordered[int(share * samples)] for share in (0.1, 0.5, 0.9))
    return Timing(median, min(times), p10, p90, loops, tuple(times))
