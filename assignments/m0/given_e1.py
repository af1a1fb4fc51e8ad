"""Given for m0.e1: a make-believe clock, and functions that take as long by it as they are told to.

clock = Clock()
work = Work(clock, usual=2e-6, first=[1.0])
print(measure(work, clock=clock))       # the first call takes a second, the others 2 microseconds each
"""

import random
from collections.abc import Callable, Sequence
from typing import Any


class Clock:
    """Stands still but for what `Work` takes. It notes every reading, and how many calls there were since the one before."""

    def __init__(
        self, step: float = 0.0, reading: float = 0.0, drift: float = 1.0, stops: int = 0, back: int = 0, jump: int = 0
    ) -> None:
        """step: it shows whole multiples of this. reading: seconds that one look at it takes.

        drift: after each call, everything takes so many times as long as before. stops: from the reading with this number on,
        it says what it said the time before. back: the reading with this number is lower than the one before. jump: after so
        many calls everything takes three times as long.
        """
        self._step, self._reading, self._drift = step, reading, drift
        self._stops, self._back, self._jump = stops, back, jump
        self.now, self.pace = 1.0, 1.0
        self.calls = {"a": 0, "b": 0}
        self.readings: list[float] = []
        self.batches: list[tuple[float, int, int]] = []
        """(seconds, calls of a, calls of b) between a reading and the next, where there were any calls."""
        self._before = (0, 0)

    def __call__(self) -> float:
        self.now += self._reading / 2
        shown = self.now if not self._step else self.now // self._step * self._step
        self.now += self._reading / 2
        last, number = self.readings[-1] if self.readings else shown, len(self.readings) + 1
        if number == self._back:
            shown = last - 1e-3
        elif self._stops and number >= self._stops:
            shown = last
        a, b = self.calls["a"] - self._before[0], self.calls["b"] - self._before[1]
        if self.readings and (a or b):
            self.batches.append((shown - last, a, b))
        self._before = (self.calls["a"], self.calls["b"])
        self.readings.append(shown)
        return shown

    def spend(self, name: str, seconds: float) -> None:
        """A call of a or of b takes its time."""
        self.calls[name] += 1
        self.now += seconds * self.pace
        if self._drift != 1.0:
            self.pace *= self._drift
        if self._jump and sum(self.calls.values()) == self._jump:
            self.pace *= 3


class Work:
    """A function that takes as long as it is told to, by the clock; raises in the call with the number `fails`."""

    def __init__(
        self,
        clock: Clock,
        name: str = "a",
        usual: float = 1e-6,
        first: Sequence[float] = (),
        slow: float = 1.0,
        at: int = 0,
        every: int = 0,
        noise: float = 0.0,
        fails: int = 0,
    ) -> None:
        """Seconds per call: `first` for the first calls, then `usual`, give or take noise * usual.

        `slow` for the call with the number `at`, and then for every `every`-th.
        """
        self._clock, self._name, self._usual, self._first = clock, name, usual, first
        self._slow, self._at, self._every, self._noise, self._fails = slow, at, every, noise, fails
        self._number = 0
        self._random = random.Random(7)

    def __call__(self) -> str:
        number = self._number = self._number + 1
        seconds = self._usual
        if number <= len(self._first):
            seconds = self._first[number - 1]
        elif number == self._at or (self._every and number % self._every == self._at % self._every):
            seconds = self._slow
        elif self._noise:
            seconds *= 1 + self._noise * self._random.uniform(-1, 1)
        self._clock.spend(self._name, seconds)
        if number == self._fails:
            raise KeyError("mine")
        return "of no interest"


def measured(
    measure: Callable[..., Any], clock: dict[str, Any], work: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """For the tests: what measure says of such a function by such a clock, and what it did."""
    watch = Clock(**clock)
    timing = measure(Work(watch, **work), clock=watch, **options)
    said = {name: getattr(timing, name) for name in ("median", "minimum", "p10", "p90", "loops", "samples")}
    return said | {"batches": watch.batches, "calls": watch.calls["a"], "readings": len(watch.readings)}


def compared(
    compare: Callable[..., Any], clock: dict[str, Any], a: dict[str, Any], b: dict[str, Any] | None, options: dict[str, Any]
) -> dict[str, Any]:
    """For the tests: what compare says of two such functions, or of a and once more a where b is None, and what it did."""
    watch = Clock(**clock)
    first = Work(watch, **a)
    other = first if b is None else Work(watch, "b", **b)
    comparison = compare(first, other, clock=watch, **options)
    said = {name: getattr(comparison, name) for name in ("ratio", "lo", "hi", "samples")}
    return said | {"batches": watch.batches, "readings": len(watch.readings)}


def calls_when_asked_again(function: Callable[..., Any]) -> int:
    """For the tests: how many calls it takes a second time, asked about the same functions by the same clock."""
    watch = Clock()
    works = [Work(watch, name, usual=1e-4) for name in ("a", "b")]
    for _ in range(2):
        before = sum(watch.calls.values())
        function(*(works if function.__name__ == "compare" else works[:1]), clock=watch)
    return sum(watch.calls.values()) - before


def longest_batch(function: Callable[..., Any], options: dict[str, Any]) -> int:
    """For the tests: the most calls between two readings of a clock that stands still, until ValueError is raised; else -1."""
    watch = Clock(stops=1)
    works = [Work(watch, name, usual=1e-6) for name in ("a", "b")]
    try:
        function(*(works if function.__name__ == "compare" else works[:1]), clock=watch, **options)
    except ValueError:
        return max((a + b for _, a, b in watch.batches), default=0)
    return -1


def of_sleep(measure: Callable[..., Any], seconds: float) -> tuple[float, int]:
    """For the tests: (minimum, loops) of a function that sleeps so long, by the clock that measure takes by itself."""
    import time

    timing = measure(lambda: time.sleep(seconds), samples=3)
    return timing.minimum, timing.loops
