"""Speed: student and yardstick run in turn, each in a worker of its own, timed by the judge's clock.

One round is one pair: the same fresh inputs for both, in random order, the other worker stopped meanwhile. Every
output of a timed call is verified. After each round a sequential sign test looks at every published step; sampling
ends as soon as all steps are decided.

Sources: the sign test as an e-process with a uniform mixture (Ramdas et al., Game-theoretic statistics and safe
anytime-valid inference, 2023; Howard et al., Time-uniform confidence sequences, 2021); interleaving (Bulej et al.,
Duet benchmarking, 2020).
"""

import math
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graders import messages
from graders.judge import check
from graders.judge.failure import Stopped
from graders.result import Speedup, Step
from graders.worker.codec import Reference
from graders.worker.process import WorkerFailure

if TYPE_CHECKING:
    from graders.judge.student import Student

DEAD_BAND = 0.05
"""Relative width around a step within which either verdict is right."""
ALPHA = 0.002
MAX_ROUNDS = 36
BUDGET = 6.0
"""Seconds for one attempt at all steps of a race."""
ATTEMPTS = 3
SHORTEST = 2e-3
"""Seconds of work in one sample; shorter calls are timed in batches."""
MAX_BATCH = 64
PRESSURE = 0.2
"""A sample counts when somebody waited for a CPU during less than this fraction of it.

On a quiet machine two threads that wake each other cause up to 0.3 themselves; one competitor causes 0.4 and more.
"""

SETTLING = 0.25
"""Seconds within which a worker that was told to stop stands still."""
IDLE = 1e-4
"""Seconds of CPU time that a worker may seem to use while it is stopped."""

FAR = 3.0
"""A step this many times away is decided by all rounds, clean or not: threads that wake each other all the time make
the pressure themselves, and would never be called."""


@dataclass
class Race:
    """The verdict on one race: the points earned, and what was measured."""

    speedup: Speedup
    points: int
    noisy: bool


@dataclass
class _Rounds:
    ratios: list[float] = field(default_factory=list)
    clean: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def counted(self) -> list[float]:
        """The rounds a verdict is made of: the undisturbed ones, where the platform tells which they are."""
        return self.clean if _pressure() is not None else self.ratios


def race(
    student: "Student",
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    against: str,
    through: str = "",
    steps: list[Step],
    expect: Callable[..., Any] | None = None,
    verify: Callable[..., None] | None = None,
    rtol: float = 1e-9,
    atol: float = 0.0,
) -> Race:
    """Race the student's `name` against `against` of the exercise's given file.

    What cannot be called with data alone (a class, a coroutine function), or needs something that is there before the
    clock starts (a pool of processes), is timed `through` a function of the given file, which gets the student's `name`
    as its first argument and then the inputs. The yardstick gets the inputs alone.
    `make()` returns fresh positional arguments. An output is right when `verify(output, *args)` does not raise, or
    when it is close to `expect(*args)`, or else to the yardstick's output on the same inputs. `steps` are the
    published (speed-up, points). Raises StudentFailure when an output is wrong or the student's code fails.
    """
    if not steps:
        raise ValueError("a race needs published steps: mark the test with perf(steps={...})")
    yardstick = _Lane(student, student.exercise.given, against)
    try:
        lane = _Lane(student, None, name, through)

        def judge(output: Any, args: tuple[Any, ...], reference: Any) -> None:
            if verify is not None:
                verify(output, *args)
            else:
                check.close(output, expect(*args) if expect is not None else reference, rtol=rtol, atol=atol)

        batch = _warm_up(lane, yardstick, make, judge)
        ordered = sorted(steps, key=lambda step: step.factor)
        verdicts: list[tuple[int, _Rounds, list[Step]]] = []
        for _ in range(ATTEMPTS):
            rounds = _attempt(lane, yardstick, make, judge, batch, ordered)
            verdicts.append(_verdict(rounds, ordered))
            level, _, undecided = verdicts[-1]
            confirmed = sum(1 for other, _, open_ in verdicts if other == level and not open_) > 1
            if not undecided and (level == len(ordered) or confirmed):
                break
        return _conclude(verdicts, ordered)
    finally:
        yardstick.close()


class _Lane:
    """One of the two runners: a worker and the function to call in it."""

    def __init__(self, student: "Student", given: Path | None, name: str, through: str = "") -> None:
        self.student = student
        self.worker = student.worker() if given is None else student.open_worker(given)
        self.own = given is None
        racer = Reference("student" if self.own else "given", name)
        self.target = Reference("given", through) if through else racer
        self.first: tuple[Reference, ...] = (racer,) if through else ()
        self.name = name
        if not self.own:
            self.worker.loaded(30.0)

    def run(self, args: tuple[Any, ...]) -> tuple[float, Any]:
        """(seconds by the judge's clock, output). Raises StudentFailure for the student's, RuntimeError for ours."""
        if self.own:
            self.student.calls = f"{self.name} on the inputs of the race"
        limit = self.student._time_left(None)
        try:
            reply = self.worker.call("call", self.target, self.first + args, {}, limit=limit, timed=True)
        except WorkerFailure as failure:
            if self.own:
                self.student.close()
                raise self.student._stopped(failure) from None
            raise RuntimeError(f"the yardstick {self.name} {failure}") from None
        if reply.raised:
            if self.own:
                raise self.student.raised(reply.value)
            raise RuntimeError(f"the yardstick {self.name} raised {reply.value['type']}: {reply.value['message']}")
        return reply.seconds, reply.value

    def overhead(self) -> float:
        """Median seconds of a question that does nothing, to be subtracted from every call."""
        samples: list[float] = [
            self.worker.call("get", Reference("given", "__name__"), (), {}, limit=10.0, timed=True).seconds for _ in range(15)
        ]
        return statistics.median(samples)

    def caught_computing(self) -> None:
        if self.own:
            self.student.close()
            raise Stopped(messages.kept_computing(self.student.path.name))
        raise RuntimeError(f"the yardstick {self.name} went on computing while it was not being called")

    def close(self) -> None:
        if not self.own:
            self.worker.close()


def _warm_up(lane: _Lane, yardstick: _Lane, make: Any, judge: Any) -> int:
    """JIT compilation and first touch outside the clock, outputs checked; returns how many calls make one sample."""
    fastest = math.inf
    for _ in range(2):
        args = make()
        _, reference = yardstick.run(args)
        seconds, output = lane.run(args)
        judge(output, args, reference)
        fastest = min(fastest, seconds)
    return max(1, min(MAX_BATCH, math.ceil(SHORTEST / max(fastest, 1e-6))))


def _attempt(lane: _Lane, yardstick: _Lane, make: Any, judge: Any, batch: int, steps: list[Step]) -> _Rounds:
    rounds = _Rounds()
    # Asked of the yardstick alone: a student who answers empty questions slowly would have more subtracted than was spent.
    overhead = yardstick.overhead()
    begin = time.monotonic()
    while len(rounds.ratios) < MAX_ROUNDS and (time.monotonic() - begin < BUDGET or len(rounds.ratios) < 3):
        inputs = [make() for _ in range(batch)]
        order = [lane, yardstick] if random.random() < 0.5 else [yardstick, lane]
        seconds, outputs, clean = {}, {}, True
        for runner, other in (order, order[::-1]):
            spent = other.worker.stand_still(SETTLING)
            before, start = _pressure(), time.perf_counter()
            timed = [runner.run(args) for args in inputs]
            wall = time.perf_counter() - start
            clean &= before is None or ((_pressure() or 0.0) - before) < PRESSURE * wall
            if spent is not None and other.worker.cpu_seconds() - spent > IDLE:
                other.caught_computing()
            measured = sum(pair[0] for pair in timed)
            seconds[runner] = max(measured - batch * overhead, measured / 10)
            outputs[runner] = [pair[1] for pair in timed]
        for output, args, reference in zip(outputs[lane], inputs, outputs[yardstick], strict=True):
            judge(output, args, reference)
        ratio = seconds[yardstick] / seconds[lane]
        rounds.ratios.append(ratio)
        rounds.seconds.append(seconds[lane] / batch)
        if clean:
            rounds.clean.append(ratio)
        if all(_settle(rounds, step.factor) is not None for step in steps):
            break
    return rounds


def _settle(rounds: _Rounds, factor: float) -> bool | None:
    """The verdict of the rounds that count, else of all of them, but only in the student's favour or where it is far off.

    A busy machine takes time away from whoever needs two cores; it hardly ever gives any.
    """
    decision = _decide(rounds.counted, factor)
    if decision is None and _decide(rounds.ratios, factor) is True:
        return True
    if decision is None and _decide(rounds.ratios, factor / FAR) is False:
        return False
    return decision


def _decide(ratios: list[float], factor: float) -> bool | None:
    """Whether the median ratio reaches the step: True, False, or None while the evidence does not suffice."""
    if _evidence(sum(ratio > factor * (1 - DEAD_BAND) for ratio in ratios), len(ratios)) >= 1 / ALPHA:
        return True
    if _evidence(sum(ratio < factor * (1 + DEAD_BAND) for ratio in ratios), len(ratios)) >= 1 / ALPHA:
        return False
    return None


def _evidence(successes: int, rounds: int) -> float:
    """E-value against "at most half of the rounds are successes": a uniform mixture over the success probability."""
    if 2 * successes <= rounds:
        return 0.0
    failures = rounds - successes
    log_beta = math.lgamma(successes + 1) + math.lgamma(failures + 1) - math.lgamma(rounds + 2)
    return math.exp(rounds * math.log(2) + log_beta)


def _verdict(rounds: _Rounds, steps: list[Step]) -> tuple[int, _Rounds, list[Step]]:
    """(number of steps reached for certain, the rounds, the steps left undecided above that)."""
    decisions = [_settle(rounds, step.factor) for step in steps]
    reached = max((index + 1 for index, decision in enumerate(decisions) if decision is True), default=0)
    undecided = [step for step, decision in zip(steps, decisions, strict=True) if decision is None]
    return reached, rounds, [step for step in undecided if step.factor > (steps[reached - 1].factor if reached else 0)]


def _conclude(verdicts: list[tuple[int, _Rounds, list[Step]]], steps: list[Step]) -> Race:
    """The best attempt counts. Steps it left open are given provisionally when its median reaches them."""
    reached, rounds, undecided = max(verdicts, key=lambda verdict: (verdict[0], -len(verdict[2])))
    shown = rounds.counted if len(rounds.counted) >= 3 else rounds.ratios
    low, ratio, high = _quartiles(shown)
    if any(level == len(steps) or not open_ for level, _, open_ in verdicts):
        undecided = []
    provisional = [step for step in undecided if ratio >= step.factor * (1 - DEAD_BAND)]
    points = max([step.points for step in steps[:reached]] + [step.points for step in provisional], default=0)
    speedup = Speedup(
        ratio=_two_digits(ratio),
        low=_two_digits(low),
        high=_two_digits(high),
        rounds=len(rounds.ratios),
        clean_rounds=len(rounds.clean) if _pressure() is not None else len(rounds.ratios),
        seconds=float(f"{statistics.median(rounds.seconds):.3g}"),
        steps=steps,
        undecided=[step.factor for step in undecided],
        attempts=len(verdicts),
    )
    return Race(speedup, points, bool(undecided))


def _quartiles(values: list[float]) -> tuple[float, float, float]:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def _pressure() -> float | None:
    """Seconds, so far, during which some process of this machine waited for a CPU; None where the kernel does not say."""
    try:
        with open("/proc/pressure/cpu", encoding="ascii") as file:
            return int(file.readline().rsplit("total=", 1)[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return None
