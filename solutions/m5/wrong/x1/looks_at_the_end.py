"""caught by m5.x1.correct m5.x1.hidden: compares answers only when all of them are there, and by then a late one is right."""


def measure_and_check(
    candidate: Program,
    yardstick: Program,
    make_inputs: Callable[[int], tuple[np.ndarray, ...]],
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """How many times as fast as the yardstick the candidate is, a float: 3.0 if it needs a third of the time. Raises
    AssertionError if it breaks a promise; what is wrong with it may be the message, which nobody asks for.
    """
    ratios, kept = [], []
    for seed in range(_ROUNDS):
        inputs = make_inputs(seed)
        wanted, slow = _timed(yardstick, inputs, clock)
        answer, fast = _asked(candidate, inputs, clock)
        for x, before in zip(inputs, make_inputs(seed), strict=True):
            assert _same(x, before), "it changes its inputs"
            assert not np.shares_memory(answer, x), "its answer lies where an input lies"
        ratios.append(slow / fast)
        kept.append((answer, wanted))
    candidate(*make_inputs(_ROUNDS))
    for answer, wanted in kept:
        _check(answer, wanted)
    inputs = make_inputs(_ROUNDS)
    for seed in range(_ROUNDS, 2 * _ROUNDS):
        for x, new in zip(inputs, make_inputs(seed), strict=True):
            x[...] = new
        answer, _ = _asked(candidate, inputs, clock)
        kept.append((answer.copy(), yardstick(*inputs)))
        answer[...] = 0
    return statistics.median(ratios)
