"""caught by m0.e1.hidden: a b a b a: every batch of a but the first and the last belongs to two ratios."""


def compare(a, b, *, clock=time.perf_counter, warmup=1, samples=9, min_sample=1e-3):
    clock = _Forward(clock)
    loops_a, loops_b = (_loops(fn, warmup, min_sample, clock) for fn in (a, b))
    ratios = []
    before = _per_call(a, loops_a, clock)
    for _ in range(samples):
        between = _per_call(b, loops_b, clock)
        after = _per_call(a, loops_a, clock)
        ratios.append((before + after) / 2 / between)
        before = after
    lo, ratio, hi = np.quantile(ratios, [0.1, 0.5, 0.9]).tolist()
    return Comparison(ratio, lo, hi, tuple(ratios))
