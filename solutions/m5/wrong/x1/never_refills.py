"""caught by m5.x1.correct m5.x1.hidden: never asks again for an array that holds other numbers now."""


def _check_again(
    candidate: Program,
    yardstick: Program,
    make_inputs: Callable[[int], tuple[np.ndarray, ...]],
    clock: Callable[[], float],
) -> None:
    """The same arrays over and over, with other numbers and with the same ones, whose answers are overwritten."""
    for seed in range(_ROUNDS, 2 * _ROUNDS):
        inputs = make_inputs(seed)
        wanted = yardstick(*inputs)
        for _ in range(2):
            answer, _ = _asked(candidate, inputs, clock)
            _check(answer, wanted)
            answer[...] = np.nan
