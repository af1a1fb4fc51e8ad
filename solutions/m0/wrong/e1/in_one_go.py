"""caught by m0.e1.correct m0.e1.hidden: all batches of a, then all batches of b: whoever comes later looks slower."""


def compare(
    a: Callable[[], Any],
    b: Callable[[], Any],
    *,
    clock: Callable[[], float] = time.perf_counter,
    warmup: int = 1,
    samples: int = 9,
    min_sample: float = 1e-3,
) -> Comparison:
    """How many times as long a() takes as b(): 2.0 where a takes twice as long. They may be one and the same function."""
    clock = _Forward(clock)
    loops_a, loops_b = (_loops(fn, warmup, min_sample, clock) for fn in (a, b))
    times_a = [_per_call(a, loops_a, clock) for _ in range(samples)]
    times_b = [_per_call(b, loops_b, clock) for _ in range(samples)]
    ratios = [one / other for one, other in zip(times_a, times_b, strict=True)]
    lo, ratio, hi = np.quantile(ratios, [0.1, 0.5, 0.9]).tolist()
    return Comparison(ratio, lo, hi, tuple(ratios))
