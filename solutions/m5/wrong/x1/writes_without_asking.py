"""caught by m5.x1.hidden: writes into an answer without asking if it can, and numpy raises a ValueError."""


def _check_again(
    candidate: Program,
    yardstick: Program,
    make_inputs: Callable[[int], tuple[np.ndarray, ...]],
    clock: Callable[[], float],
) -> None:
    """The same arrays over and over, with other numbers and with the same ones, whose answers are overwritten."""
    inputs = make_inputs(_ROUNDS)
    for seed in range(_ROUNDS, 2 * _ROUNDS):
        for x, new in zip(inputs, make_inputs(seed), strict=True):
            x[...] = new
        wanted = yardstick(*inputs)
        for _ in range(2):
            answer, _ = _asked(candidate, inputs, clock)
            _check(answer, wanted)
            answer[...] = np.nan
