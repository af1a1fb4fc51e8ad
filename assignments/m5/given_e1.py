"""Given for m5.e1: seconds of two programs on a machine that is shared, where the right answer is known.

old, new = rounds(seed=1, pairs=80, factor=1.2)         # the new program takes 1.2 times as long
print(verdict(old, new))                                # "slower", nearly always
"""

import builtins
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def rounds(seed: int, pairs: int, factor: float = 1.0, share: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Seconds of the old and of the new program, a pair per round; of the new one, this share of the runs takes factor times.

    The machine gets faster and slower from round to round, by a fifth at a time. Each run is off by 10 % or so, and one
    in ten takes 2 to 20 times as long, because somebody else had the processor.
    """
    rng = np.random.default_rng(seed)
    weather = 1e-3 * np.exp(np.cumsum(rng.normal(0, 0.2, pairs)))

    def runs() -> np.ndarray:
        disturbed = np.where(rng.random(pairs) < 0.1, rng.uniform(2, 20, pairs), 1)
        return weather * np.exp(rng.normal(0, 0.1, pairs)) * disturbed

    old, new = runs(), runs()
    return old, new * np.where(rng.random(pairs) < share, factor, 1)


# For the tests: what arrays look like in memory is decided on this side of the wire.


def verdicts(verdict: Callable[..., Any], seeds: Sequence[int], options: dict[str, Any]) -> list[Any]:
    """What verdict says of as many such rounds."""
    return [verdict(*rounds(seed, **options)) for seed in seeds]


def of_views(function: Callable[..., Any], step: int, *arguments: Any) -> tuple[Any, bool]:
    """(the answer for read-only views of these arrays; whether all around them is as it was)."""
    larger = [np.full(len(each) * abs(step), 5.0) for each in arguments if isinstance(each, np.ndarray)]
    views = iter([each[::step] for each in larger])
    shown = []
    for each in arguments:
        if isinstance(each, np.ndarray):
            view = next(views)
            view[:] = each
            view.flags.writeable = False
            each = view
        shown.append(each)
    before = [each.tobytes() for each in larger]
    answer = function(*shown)
    return answer, before == [each.tobytes() for each in larger]


def after_a_change(function: Callable[..., Any], arguments: tuple[Any, ...], others: tuple[Any, ...]) -> Any:
    """function(*arguments) once more, after it was called and then the same arrays were overwritten with the others."""
    function(*arguments)
    for argument, other in zip(arguments, others, strict=True):
        argument[...] = other
    return function(*arguments)


def kept(function: Callable[..., Any], x: np.ndarray, other: np.ndarray) -> Any:
    """What function(x) returned, as it is after the next call."""
    answer = function(x)
    function(other)
    return answer


def touches_dice(function: Callable[..., Any], *arguments: Any) -> bool:
    """Whether the state of random or of numpy.random is another one after the call."""
    random.seed(1)
    np.random.seed(1)
    before = random.getstate(), repr(np.random.get_state())
    function(*arguments)
    return before != (random.getstate(), repr(np.random.get_state()))


class Mine(BaseException):
    """What nobody but a run raises."""


class Runs:
    """A program whose runs take these seconds, one after the other; the run with the number `fails` raises an error."""

    def __init__(self, seconds: Sequence[Any], fails: int = 0, error: str = "KeyError") -> None:
        self.seconds, self.fails, self.calls = seconds, fails, 0
        self.error = Mine() if error == "Mine" else getattr(builtins, error)("mine")

    def __call__(self) -> Any:
        self.calls += 1
        if self.calls == self.fails:
            raise self.error
        return self.seconds[self.calls - 1]


def floor(
    noise_floor: Callable[..., Any], seconds: Sequence[Any], rounds: int | None, fails: int = 0, error: str = "KeyError"
) -> tuple[Any, int]:
    """(what noise_floor says of a program that takes these seconds, or what it raised; calls)."""
    run = Runs(seconds, fails, error)
    try:
        return (noise_floor(run) if rounds is None else noise_floor(run, rounds)), run.calls
    except BaseException as raised:
        if raised is run.error:
            return "what run raised", run.calls
        if isinstance(raised, ValueError):
            return "ValueError", run.calls
        raise
