"""Given for m5.x4: a history with a slow commit, whose runs are as noisy as on a shared machine.

measure, slow = history(seed=1, commits=128, factor=1.08)
print(first_slow(measure, 128, 400), slow)
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def history(
    seed: int,
    commits: int,
    factor: float = 1.08,
    noise: float = 0.1,
    disturbed: float = 0.1,
    budget: int = 400,
    slow: int = 0,
    calls: list[int] | None = None,
) -> tuple[Callable[[int], float], int]:
    """(measure, the first slow commit): of any place but 0, if none is asked for.

    noise: by how much a run is usually off. disturbed: the share of the runs that take 2 to 20 times as long. calls: a
    list, to which the commits are added that were run.
    """
    rng = np.random.default_rng(seed)
    first = slow or int(rng.integers(1, commits))
    seconds = 10 ** rng.uniform(-6, 2)
    runs: list[int] = [] if calls is None else calls

    def measure(commit: int) -> float:
        if type(commit) is not int:
            raise TypeError(f"a commit is an int of Python, not {type(commit).__module__}.{type(commit).__name__}")
        if commit not in range(commits):
            raise IndexError(f"there is no commit {commit}")
        if len(runs) == budget:
            raise RuntimeError(f"the budget of {budget} runs is spent")
        runs.append(commit)
        usual = seconds * (factor if commit >= first else 1) * math.exp(noise * rng.normal())
        return float(usual * rng.uniform(2, 20) if rng.random() < disturbed else usual)

    return measure, first


# For the tests.


def found(first_slow: Callable[..., Any], seeds: Sequence[int], options: dict[str, Any]) -> list[tuple[Any, int, int]]:
    """(the answer, the right one, how often a run was asked for) of as many histories."""
    answers = []
    for seed in seeds:
        measure, slow = history(seed, **options)
        counted = Counted(measure)
        answers.append((first_slow(counted, options["commits"], options.get("budget", 400)), slow, counted.calls))
    return answers


class Counted:
    """A measure that counts its calls, also those which raise something, and raises an error of its own in one of them."""

    def __init__(self, measure: Callable[[int], float], error: BaseException | None = None, fails: int = 0) -> None:
        self.measure, self.error, self.fails, self.calls = measure, error, fails, 0

    def __call__(self, commit: int) -> float:
        self.calls += 1
        if self.error is not None and self.calls == self.fails:
            raise self.error
        return self.measure(commit)


def passed_on(first_slow: Callable[..., Any], fails: int) -> dict[str, str]:
    """What became of errors of several kinds, which the run with this number raised, if there was one."""
    became = {}
    for kind in (KeyError, RuntimeError, OSError, ValueError, TypeError, ZeroDivisionError, KeyboardInterrupt):
        mine, came = kind("mine"), "not passed on"
        counted = Counted(history(1, 60)[0], mine, fails)
        try:
            first_slow(counted, 60, 400)
        except BaseException as error:
            came = "passed on" if error is mine else f"{type(error).__name__} instead"
        if counted.calls >= fails:
            became[kind.__name__] = came if counted.calls == fails else f"{came}, and {counted.calls - fails} runs after it"
    return became


def of_two_histories(first_slow: Callable[..., Any], commits: int, places: tuple[int, int]) -> list[Any]:
    """The answers for two quiet histories, slow from these places on, which are measured by one and the same function.

    The second one has other seconds, too: its slow commits are as fast as the fast ones were, or far from both.
    """
    now, fast, slow, answers = 0, 0.0, 0.0, []

    def measure(commit: int) -> float:
        return slow if commit >= now else fast

    for apart in (1.0, 1e-3, 1.5, 1e3):
        for now, fast, slow in ((places[0], 2.0, 3.0), (places[1], 2.0 / apart, 2.4 / apart)):  # noqa: B007
            answers.append(first_slow(measure, commits, 400))
    return answers


def runs_before_error(first_slow: Callable[..., Any], commits: int, budget: int) -> tuple[str, int]:
    """(the name of what is raised, how many runs were made before)."""
    calls: list[int] = []
    measure, _ = history(1, 10, calls=calls)
    try:
        first_slow(measure, commits, budget)
    except Exception as error:
        return type(error).__name__, len(calls)
    return "nothing", len(calls)
