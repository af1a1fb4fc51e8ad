"""m5.x1: write the judge. Every contest of fast programs is also one of programs that only look fast."""

import statistics
import time
from collections.abc import Callable

import numpy as np

Program = Callable[..., np.ndarray]
_ROUNDS = 40


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
    for answer, before in kept:
        assert _same(answer, before), "a later call changes its answer"
    _check_again(candidate, yardstick, make_inputs, clock)
    return statistics.median(ratios)


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
            assert answer.flags.writeable, "nobody can write into its answer"
            answer[...] = np.nan


def _asked(candidate: Program, inputs: tuple[np.ndarray, ...], clock: Callable[[], float]) -> tuple[np.ndarray, float]:
    try:
        return _timed(candidate, inputs, clock)
    except Exception as error:
        raise AssertionError(f"it raises {type(error).__name__}") from error


def _timed(program: Program, inputs: tuple[np.ndarray, ...], clock: Callable[[], float]) -> tuple[np.ndarray, float]:
    """(the answer, seconds)."""
    begin = clock()
    answer = program(*inputs)
    return answer, clock() - begin


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) <= 1e-9 * np.abs(wanted).max()), "it is wrong"


def _same(x: np.ndarray, y: np.ndarray) -> bool:
    return np.array_equal(x, y, equal_nan=True)
