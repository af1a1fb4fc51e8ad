"""Speed: student and yardstick run in turn, each in a worker of its own, timed by the judge's clock.

One round is one pair: the same fresh inputs for both, in random order, the other worker stopped meanwhile. Every
output of a timed call is verified. What the rounds prove is worked out in `decision.py`; sampling ends as soon as all
published steps are decided.

The clock is the kernel's account of the worker's CPU time, read from outside: it does not count the time in which
somebody else had the CPU, and it counts every thread. Where several threads or processes are the point, or waiting is,
the test says `clock="wall"`.

By CPU time both run on one core in each round, drawn anew. On two cores each worker stays on its own for hundreds of rounds,
and a core with a busy neighbour is up to 1.9 times slower: beside one busy process, the ratio of two equal strided copies was
wrong by more than a tenth throughout one block of 36 rounds in five. On one core it was in none.

On a GPU (`clock="gpu"`) inputs are there before the clock starts, a call ends when all it launched has ended, and its
output is fetched after the clock has stopped. What counts is the judge's clock; what the events around the call say is
reported beside it, for they are the worker's.

Source: interleaving (Bulej et al., Duet benchmarking, 2020).
"""

import dataclasses
import math
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unittest import SkipTest

import numpy as np
from msgspec.structs import replace

from graders.judge import check, decision, machine, messages, tolerance
from graders.judge.decision import Attempt, Round
from graders.judge.failure import Killed, MachineBusy, Stopped
from graders.judge.show import kind_of
from graders.result import Speedup, Step
from graders.worker import priority
from graders.worker.codec import Reference
from graders.worker.launch import usable
from graders.worker.process import SETTLING, Ended, Reply, WorkerFailure
from graders.worker.tree import Account

if TYPE_CHECKING:
    from graders.judge.student import Student

BUDGET = 6.0
"""Seconds for one attempt at all steps of a race; where inputs take long to make, twice as many for `ENOUGH` rounds."""
ENOUGH = 13
"""Rounds that can decide a step."""
ATTEMPTS = 3
SHORTEST = 6e-3
"""Seconds of work in one sample; shorter calls are timed in batches. Samples of 2 ms leave one race in three undecided where
memory is the bottleneck, samples of 6 ms none (benchmarks/decision_quality.py)."""
MAX_BATCH = 64
UNSEEN = 0.02
"""Threads that have ended are not in the kernel's accounts any more. When they computed for more than this part of a sample,
how long they waited is taken from the pressure on the whole machine."""
WAITING = 1.5
"""Whose wall time exceeds the CPU time by this factor more than the yardstick's lets somebody else do the work."""
IDLE = 1e-4
"""Seconds of CPU time that a worker may seem to use while it is stopped."""
CAUGHT = 3
"""Rounds in which it used more: fewer may be the machine's doing, which paused it on its way to a stop. None of them counts."""

YARDSTICK_LIMIT = 120.0
"""Seconds for one call of the yardstick; only a mistake of ours takes that long."""

Clock = Literal["cpu", "wall", "gpu"]


@dataclass
class Race:
    """The verdict on one race: the points earned, and what was measured."""

    speedup: Speedup
    points: int
    noisy: bool


@dataclass(frozen=True)
class Sample:
    """Seconds that one lane took for a batch of calls, by both clocks, the cost of the calls themselves subtracted."""

    wall: float
    cpu: float | None
    device: float = 0.0
    """Between the events around the calls, as the worker reports it."""
    held_up: float = 0.0
    """The part of its time that others took from it; see `decision.held_up`."""
    longest: float = 0.0
    """CPU seconds of the one thread that computed longest, of those that still live."""

    def by(self, clock: Clock) -> float:
        return self.wall if clock != "cpu" or self.cpu is None else self.cpu


@dataclass(frozen=True)
class Pair:
    student: Sample
    yardstick: Sample
    batch: int
    capacity: float | None = None
    """What independent threads got done right after it, on several cores."""


def race(
    student: "Student",
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    against: str,
    through: str = "",
    steps: list[Step],
    clock: Clock = "cpu",
    cores: int = 1,
    expect: Callable[..., Any] | None = None,
    verify: Callable[..., None] | None = None,
    rtol: float = 1e-9,
    atol: float = 0.0,
) -> Race:
    """Race the student's `name` against `against` of the exercise's given file.

    What cannot be called with data alone (a class, a coroutine function), or needs something that is there before the
    clock starts (a pool of processes), is timed `through` a function of the given file, which gets the student's `name`
    as its first argument and then the inputs. The yardstick gets the inputs alone.
    `clock` is "wall" where more than one core or waiting is the point; exercises with processes always use it. It is
    "gpu" where both run on one: arrays of `make()` come as arrays of numba.cuda, and such arrays, or torch's, are returned.
    `cores` is on how many of them the student is asked to compute, where the yardstick uses one. The steps are for cores
    that give as many times as much, and count for what they really give in the same rounds; see `decision.counted`.
    `make()` returns fresh positional arguments. An output is right when `verify(output, *args)` does not raise, or
    when it is close to `expect(*args)`, or else to the yardstick's output on the same inputs. `steps` are the
    published (speed-up, points). Raises StudentFailure when an output is wrong or the student's code fails, SkipTest when
    the yardstick needs torch and it is not installed.
    """
    if not steps:
        raise ValueError("a race needs published steps: mark the test with perf(steps={...})")
    if clock == "gpu":
        student.use_gpu()
    lane = _Lane(student, None, name, through, on_gpu=clock == "gpu")
    yardstick = _Lane(student, student.exercise.given, against, on_gpu=clock == "gpu")
    try:

        def judge(output: Any, args: tuple[Any, ...], reference: Any) -> None:
            if verify is not None:
                verify(output, *args)
                if tolerance.active is not None:
                    tolerance.active.verified(lambda wrong: verify(wrong, *args), output)
            else:
                check.close(output, expect(*args) if expect is not None else reference, rtol=rtol, atol=atol)

        if clock == "cpu" and (student.exercise.processes or lane.worker.cpu_seconds() is None):
            clock = "wall"
        batch = _warm_up(lane, yardstick, make, judge)
        if tolerance.active is not None and verify is None:
            _try_a_better_one(tolerance.active, yardstick, make(), expect, rtol, atol)
        ordered = sorted(steps, key=lambda step: step.factor)
        attempts: list[Attempt] = []
        on_device: list[float] = []
        for _ in range(ATTEMPTS):
            pairs = _attempt(lane, yardstick, make, judge, batch, ordered, clock, cores)
            if clock == "cpu" and _waits(pairs):
                clock = "wall"
            attempts.append(decision.attempt(rounds(pairs, clock, cores), ordered, by_wall_clock=clock != "cpu"))
            on_device += [pair.student.device / pair.batch for pair in pairs]
            if decision.is_enough(attempts, ordered):
                break
        speedup, points = decision.conclude(attempts, ordered)
        speedup = replace(speedup, cores=cores, real_time=priority.allowed() and lane.in_real_time)
        if clock == "gpu":
            speedup = replace(speedup, clock="gpu", device_seconds=float(f"{statistics.median(on_device):.3g}"))
        return Race(speedup, points, bool(speedup.undecided))
    finally:
        lane.worker.stay_on(usable())
        yardstick.close()


class _Lane:
    """One of the two runners: a worker and the function to call in it."""

    def __init__(self, student: "Student", given: Path | None, name: str, through: str = "", on_gpu: bool = False) -> None:
        self.student, self.on_gpu = student, on_gpu
        self.worker = student.worker() if given is None else student.open_worker(given)
        self.own = given is None
        racer = Reference("student" if self.own else "given", name)
        self.target = Reference("given", through) if through else racer
        self.first: tuple[Reference, ...] = (racer,) if through else ()
        self.name = name
        self.caught = 0
        self.in_real_time = False
        if not self.own:
            self.worker.loaded(30.0)

    def sample(self, inputs: list[tuple[Any, ...]], overhead: Sample) -> tuple[Sample, list[Any]]:
        """Seconds for all these calls together, less what calling costs, and the outputs."""
        try:
            with self.worker.at_once() as self.in_real_time:
                watch = Watch(self.worker)
                timed = [self.run(args) for args in inputs]
                found = watch.total([sample for sample, _ in timed], overhead, self.in_real_time)
        except WorkerFailure as failure:
            raise self._broken(failure) from None
        return found, [output for _, output in timed]

    def run(self, args: tuple[Any, ...]) -> tuple[Sample, Any]:
        """(seconds by the judge's clocks, output). Raises StudentFailure for the student's, RuntimeError for ours."""
        if self.own:
            self.student.calls = f"{self.name} on the inputs of the race"
        if not self.on_gpu:
            reply = self._ask("call", self.first + args, timed=True)
            self.student.got = kind_of(reply.value) if self.own else self.student.got
            return Sample(reply.seconds, reply.cpu), reply.value
        placed = self._ask("put", args)
        reply = self._ask("launch", (*self.first, *placed.value), timed=True)
        if type(reply.value) is not tuple or [type(each) for each in reply.value[1:]] != [float]:
            raise Stopped(messages.tampered("a malformed reply"))
        value, device = reply.value
        return Sample(reply.seconds, reply.cpu, device), self._ask("fetch", (value,)).value

    def _ask(self, operation: str, args: tuple[Any, ...], *, timed: bool = False) -> Reply:
        limit = self.student._time_left(None, racing=True) if self.own else YARDSTICK_LIMIT
        try:
            reply: Reply = self.worker.call(operation, self.target, args, {}, limit=limit, timed=timed)
        except WorkerFailure as failure:
            raise self._broken(failure) from None
        if reply.raised:
            if self.own:
                raise self.student.raised(reply.value)
            if (reply.value["type"], reply.value["message"]) == ("ModuleNotFoundError", "No module named 'torch'"):
                raise SkipTest(messages.NO_TORCH)
            raise RuntimeError(f"the yardstick {self.name} raised {reply.value['type']}: {reply.value['message']}")
        return reply

    def _broken(self, failure: WorkerFailure) -> BaseException:
        """What to raise when the worker is of no use any more."""
        told = self.student._stopped(failure)
        if not self.own and isinstance(failure, Ended) and failure.unexplained:
            told = Killed(messages.KILLED_FROM_OUTSIDE)
        if self.own or isinstance(told, MachineBusy):
            self.student.close()
            return told
        return RuntimeError(f"the yardstick {self.name} {failure}")

    def overhead(self) -> Sample:
        """Median seconds of a question that does nothing, to be subtracted from every call."""
        empty = Reference("given", "__name__")
        replies = [self.worker.call("get", empty, (), {}, limit=10.0, timed=True) for _ in range(15)]
        wall, cpu = ([reply.seconds for reply in replies], [reply.cpu or 0.0 for reply in replies])
        return Sample(statistics.median(wall), statistics.median(cpu))

    def stood_still(self, spent: float | None) -> bool:
        """Whether the stopped worker has used no CPU time beyond `spent`. Raises when that happens again and again."""
        if spent is None or self.worker.cpu_seconds() - spent <= IDLE:
            return True
        self.caught += 1
        if self.caught < CAUGHT:
            return False
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
        sample, output = lane.run(args)
        judge(output, args, reference)
        fastest = min(fastest, sample.wall)
    return max(1, min(MAX_BATCH, math.ceil(SHORTEST / max(fastest, 1e-6))))


def _try_a_better_one(audit: tolerance.Audit, yardstick: _Lane, args: Any, expect: Any, rtol: float, atol: float) -> None:
    """Whether the yardstick's own answer in double precision would pass; nothing is known where it computes in none."""
    double = tuple(arg.astype("f8") if type(arg) is np.ndarray and arg.dtype == np.float32 else arg for arg in args)
    try:
        want = expect(*args) if expect is not None else yardstick.run(args)[1]
        exact = expect(*double) if expect is not None else yardstick.run(double)[1]
    except Exception:
        return
    audit.better(exact, want, rtol, atol)


def _attempt(
    lane: _Lane, yardstick: _Lane, make: Any, judge: Any, batch: int, steps: list[Step], clock: Clock, cores: int = 1
) -> list[Pair]:
    pairs: list[Pair] = []
    # Asked of the yardstick alone: a student who answers empty questions slowly would have more subtracted than was spent.
    overhead = yardstick.overhead()
    begin = time.monotonic()
    while len(pairs) < decision.MAX_ROUNDS["cpu" if clock == "cpu" else "wall"] and (
        (taken := time.monotonic() - begin) < BUDGET or (taken < 2 * BUDGET and len(pairs) < ENOUGH) or len(pairs) < 3
    ):
        inputs = [make() for _ in range(batch)]
        order = [lane, yardstick] if random.random() < 0.5 else [yardstick, lane]
        place = [random.choice(usable())] if clock == "cpu" else usable()
        for runner in order:
            runner.worker.stay_on(place)
        samples, outputs, fair = {}, {}, True
        for runner, other in (order, order[::-1]):
            spent = other.worker.stand_still(SETTLING)
            samples[runner], outputs[runner] = runner.sample(inputs, overhead)
            fair &= other.stood_still(spent)
        capacity = machine.capacity(cores, in_real_time=lane.in_real_time) if cores > 1 else None
        for output, args, reference in zip(outputs[lane], inputs, outputs[yardstick], strict=True):
            judge(output, args, reference)
        if not fair:
            continue
        pairs.append(Pair(samples[lane], samples[yardstick], batch, capacity))
        if decision.is_settled(rounds(pairs, clock, cores), steps, by_wall_clock=clock != "cpu"):
            break
    return pairs


def _total(samples: list[Sample], overhead: Sample) -> Sample:
    """Together, without what the calls themselves cost; that is never more than nine tenths."""
    wall = sum(sample.wall for sample in samples)
    wall = max(wall - len(samples) * overhead.wall, wall / 10)
    device = sum(sample.device for sample in samples)
    if any(sample.cpu is None for sample in samples):
        return Sample(wall, None, device)
    cpu = sum(sample.cpu or 0.0 for sample in samples)
    return Sample(wall, max(cpu - len(samples) * (overhead.cpu or 0.0), cpu / 10, 1e-9), device)


class Watch:
    """What a worker's threads do from now on, by the kernel's accounts of them."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker
        self._accounts, self._pressure = worker.accounts(), _pressure()

    def total(self, taken: list[Sample], overhead: Sample, in_real_time: bool) -> Sample:
        """These calls together, less what calling costs; with what held them up, and how long the longest thread computed."""
        pressed = 0.0 if self._pressure is None else (_pressure() or 0.0) - self._pressure
        self._worker.stand_still(SETTLING)
        after, found = self._worker.accounts(), _total(taken, overhead)
        wall = sum(sample.wall for sample in taken)
        if self._accounts is None or after is None or found.cpu is None:
            return dataclasses.replace(found, held_up=pressed / wall)
        before = {thread: self._accounts.get(thread, Account(0.0, 0.0)) for thread in after}
        computed = [account.computed - before[thread].computed for thread, account in after.items()]
        waited = sum(account.waited - before[thread].waited for thread, account in after.items())
        cpu = sum(sample.cpu or 0.0 for sample in taken)
        if cpu - sum(computed) > UNSEEN * wall:
            waited += pressed
        # In real time by nobody but its own threads; what else runs in real time shows in the capacity.
        held_up = 0.0 if in_real_time else decision.held_up(waited, cpu, wall, len(usable()))
        longest = max(max(computed, default=0.0) - len(taken) * (overhead.cpu or 0.0), 0.0)
        return dataclasses.replace(found, held_up=held_up, longest=longest)


def rounds(pairs: list[Pair], clock: Clock, cores: int = 1) -> list[Round]:
    """What these pairs say, by that clock, on that many cores."""
    several = clock == "wall" and cores > 1
    most = max((pair.capacity or 0.0 for pair in pairs), default=0.0) if several else None
    # Cores that never give enough, such as two halves of one, say nothing about what a program could do that uses them.
    enough = most is None or decision.is_enough_capacity(most, cores)
    could = decision.undisturbed([pair.yardstick.wall for pair in pairs], [pair.yardstick.longest for pair in pairs])
    found = []
    for pair, yardstick in zip(pairs, could, strict=True):
        ratio, student = pair.yardstick.by(clock) / pair.student.by(clock), pair.student.by(clock)
        capacity = pair.capacity if several else None
        # No sample takes less time than its longest thread computes, nor less than an equal share of all cores takes.
        least = min(max(pair.student.longest, (pair.student.cpu or 0.0) / len(usable())), student)
        at_most = yardstick / least if clock == "wall" and least > 0 else math.inf
        if not enough and (at_most > 1 or len(usable()) < cores):
            at_most = math.inf
        found.append(
            Round(
                ratio=decision.counted(ratio, capacity, cores),
                seconds=student / pair.batch,
                clean=max(pair.student.held_up, pair.yardstick.held_up) <= decision.HELD_UP
                and (capacity is None or decision.is_enough_capacity(capacity, cores)),
                # What others took from the cores is in it already; what the cores cannot do at their best is not.
                at_most=decision.counted(at_most, most, cores),
                measured=None if capacity is None else ratio,
                capacity=capacity,
            )
        )
    return found


def _waits(pairs: list[Pair]) -> bool:
    """Whether the student's calls take time in which their worker does not compute, and the yardstick's do not."""
    waiting = [
        (pair.student.wall / (pair.student.cpu or 1e-9)) / (pair.yardstick.wall / (pair.yardstick.cpu or 1e-9))
        for pair in pairs
    ]
    return statistics.median(waiting) > WAITING


def _pressure() -> float | None:
    """Seconds, so far, during which some process of this machine waited for a CPU; None where the kernel does not say."""
    try:
        with open("/proc/pressure/cpu", encoding="ascii") as file:
            return int(file.readline().rsplit("total=", 1)[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return None
