"""caught by m0.e1.correct m0.e1.hidden: measures by time.perf_counter, whatever clock was handed in."""


def measure(
    fn: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Timing:
    """How long one call fn() takes, in seconds, timed in batches of loops calls."""
    clock = _Forward(time.perf_counter)
    loops = _loops(fn, warmup, min_sample, clock)
    times = [_per_call(fn, loops, clock) for _ in range(samples)]
    p10, median, p90 = np.quantile(times, [0.1, 0.5, 0.9]).tolist()
    return Timing(median, min(times), p10, p90, loops, tuple(times))
