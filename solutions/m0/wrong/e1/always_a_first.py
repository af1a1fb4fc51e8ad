"""caught by m0.e1.correct m0.e1.hidden: in turns, but b always comes after a."""


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
    for _ in range(samples):
        ratios.append(_per_call(a, loops_a, clock) / _per_call(b, loops_b, clock))
    lo, ratio, hi = np.quantile(ratios, [0.1, 0.5, 0.9]).tolist()
    return Comparison(ratio, lo, hi, tuple(ratios))
