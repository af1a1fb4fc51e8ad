"""caught by m0.e1.correct m0.e1.hidden: a b, then b a: the median of three samples is one of those with the fault."""


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
    ratios = []
    for number in range(samples):
        turns = [(a, loops_a), (b, loops_b)]
        times = [_per_call(*each, clock) for each in turns[:: 1 - 2 * (number % 2)]]
        one, other = times[:: 1 - 2 * (number % 2)]
        ratios.append(one / other)
    lo, ratio, hi = np.quantile(ratios, [0.1, 0.5, 0.9]).tolist()
    return Comparison(ratio, lo, hi, tuple(ratios))
