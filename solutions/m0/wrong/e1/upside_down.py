"""caught by m0.e1.correct m0.e1.hidden: b in terms of a."""


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
        # a b b a: where time goes by faster and faster, both stand in the middle of the same four.
        turns = (a, loops_a), (b, loops_b), (b, loops_b), (a, loops_a)
        a1, b1, b2, a2 = (_per_call(fn, loops, clock) for fn, loops in turns)
        ratios.append((b1 + b2) / (a1 + a2))
    lo, ratio, hi = np.quantile(ratios, [0.1, 0.5, 0.9]).tolist()
    return Comparison(ratio, lo, hi, tuple(ratios))
