"""caught by m5.x1.hidden: looks at an answer again until eight others have come, and not longer."""


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
        _check(answer, wanted)
        for x, before in zip(inputs, make_inputs(seed), strict=True):
            assert _same(x, before), "it changes its inputs"
            assert not np.shares_memory(answer, x), "its answer lies where an input lies"
        ratios.append(slow / fast)
        kept.append((answer, answer.copy()))
        for earlier, before in kept[-8:]:
            assert _same(earlier, before), "a later call changes its answer"
    _check_again(candidate, yardstick, make_inputs, clock)
    return statistics.median(ratios)
