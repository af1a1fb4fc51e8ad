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

import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from unittest import SkipTest

import numpy as np
from msgspec.structs import replace

from graders.judge import check, decision, joules, machine, messages, tolerance
from graders.judge.decision import Attempt
from graders.judge.failure import Killed, MachineBusy, Stopped
from graders.judge.inline import WorkerLike
from graders.judge.samples import Clock, Pair, Sample, Watch, rounds, waits
from graders.judge.session import Session
from graders.judge.show import kind_of
from graders.result import Measure, Speedup, Step
from graders.worker import priority
from graders.worker.codec import Reference
from graders.worker.failures import Ended, WorkerFailure
from graders.worker.launch import usable
from graders.worker.process import SETTLING
from graders.worker.replies import Reply

BUDGET = 6.0
"""Seconds for one attempt at all steps of a race; where inputs take long to make, twice as many for `ENOUGH` rounds."""
ENOUGH = 13
"""Rounds that can decide a step."""
ATTEMPTS = 3
SHORTEST = 6e-3
"""Seconds of work in one sample; shorter calls are timed in batches. Samples of 2 ms leave one race in three undecided where
memory is the bottleneck, samples of 6 ms none (benchmarks/decision_quality.py)."""
MAX_BATCH = 64
IDLE = 1e-4
"""Seconds of CPU time that a worker may seem to use while it is stopped."""
CAUGHT = 3
"""Rounds in which it used more: fewer may be the machine's doing, which paused it on its way to a stop. None of them counts."""

YARDSTICK_LIMIT = 120.0
"""Seconds for one call of the yardstick; only a mistake of ours takes that long."""


@dataclass
class Race:
    """The verdict on one race: the points earned, and what was measured."""

    speedup: Speedup
    points: int
    noisy: bool


def race(
    session: Session,
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    against: str,
    through: str = "",
    steps: Sequence[Step],
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
    if (given := session.exercise.given) is None:
        raise ValueError("a race needs a yardstick, in the given file of the exercise")
    if clock == "gpu":
        session.use_gpu()
    lane = Lane(session, session.worker(), name, through, own=True, on_gpu=clock == "gpu")
    yardstick = Lane(session, session.open_worker(given), against, own=False, on_gpu=clock == "gpu")
    try:

        def judge(output: Any, args: tuple[Any, ...], reference: Any) -> None:
            judge_output(output, args, reference, expect=expect, verify=verify, rtol=rtol, atol=atol)

        if clock == "cpu" and (session.exercise.processes or lane.worker.cpu_seconds() is None):
            clock = "wall"
        batch = _warm_up(lane, yardstick, make, judge)
        if tolerance.active is not None and verify is None:
            _try_a_better_one(tolerance.active, yardstick, make(), expect, rtol, atol)
        ordered = sorted(steps, key=lambda step: step.factor)
        attempts: list[Attempt] = []
        on_device: list[float] = []
        for _ in range(ATTEMPTS):
            pairs = _attempt(lane, yardstick, make, judge, batch, ordered, clock, cores)
            if clock == "cpu" and waits(pairs):
                clock = "wall"
            attempts.append(decision.attempt(rounds(pairs, clock, cores), ordered, by_wall_clock=clock != "cpu"))
            on_device += [pair.student.device / pair.batch for pair in pairs]
            if decision.is_enough(attempts, ordered):
                break
        speedup, points = decision.conclude(attempts, ordered)
        speedup = replace(speedup, cores=cores, real_time=priority.allowed() and lane.in_real_time)
        if clock == "gpu":
            speedup = replace(speedup, clock="gpu", device_seconds=float(f"{statistics.median(on_device):.3g}"))
        if clock != "gpu" and lane.joules and yardstick.joules:
            its_own = yardstick.joules / yardstick.calls
            note = messages.joules_raced(against, its_own)
            session.measures.append(Measure("energy", lane.joules / lane.calls, "J", note=note))
        return Race(speedup, points, bool(speedup.undecided))
    finally:
        lane.worker.stay_on(usable())
        yardstick.close()


def judge_output(
    output: Any,
    args: tuple[Any, ...],
    reference: Any,
    *,
    expect: Callable[..., Any] | None,
    verify: Callable[..., None] | None,
    rtol: float,
    atol: float,
) -> None:
    """Raises StudentFailure where an output of a race is wrong; `reference` is the yardstick's on the same inputs."""
    if verify is not None:
        verify(output, *args)
        if tolerance.active is not None:
            tolerance.active.verified(lambda wrong: verify(wrong, *args), output)
    else:
        check.close(output, expect(*args) if expect is not None else reference, rtol=rtol, atol=atol)


class Lane:
    """One of the two runners: a worker and the function to call in it."""

    def __init__(self, session: Session, worker: WorkerLike, name: str, through: str = "", *, own: bool, on_gpu: bool) -> None:
        self.session, self.worker, self.name, self.own, self.on_gpu = session, worker, name, own, on_gpu
        racer = Reference("student" if own else "given", name)
        self.target = Reference("given", through) if through else racer
        self.first: tuple[Reference, ...] = (racer,) if through else ()
        self.caught = 0
        self.in_real_time = False
        self.joules: float | None = 0.0
        """What the processor counted during its samples; None where it does not say."""
        self.calls = 0
        if not own:
            worker.loaded(30.0)

    def sample(self, inputs: list[tuple[Any, ...]], overhead: Sample) -> tuple[Sample, list[Any]]:
        """Seconds for all these calls together, less what calling costs, and the outputs."""
        try:
            with self.worker.at_once() as self.in_real_time:
                watch, before = Watch(self.worker), joules.read()
                timed = [self.run(args) for args in inputs]
                self._count(joules.between(before, joules.read()), len(inputs))
                total = watch.total([sample for sample, _ in timed], overhead, self.in_real_time)
        except WorkerFailure as failure:
            raise self._broken(failure) from None
        return total, [output for _, output in timed]

    def _count(self, counted: float | None, calls: int) -> None:
        self.joules = None if counted is None or self.joules is None else self.joules + counted
        self.calls += calls

    def run(self, args: tuple[Any, ...]) -> tuple[Sample, Any]:
        """(seconds by the judge's clocks, output). Raises StudentFailure for the student's, RuntimeError for ours."""
        if self.own:
            self.session.calls = f"{self.name} on the inputs of the race"
        if not self.on_gpu:
            reply = self._ask("call", self.first + args, timed=True)
            self.session.got = kind_of(reply.value) if self.own else self.session.got
            return Sample(reply.seconds, reply.cpu), reply.value
        placed = self._ask("put", args)
        reply = self._ask("launch", (*self.first, *placed.value), timed=True)
        if type(reply.value) is not tuple or [type(each) for each in reply.value[1:]] != [float]:
            raise Stopped(messages.tampered("a malformed reply"))
        value, device = reply.value
        return Sample(reply.seconds, reply.cpu, device), self._ask("fetch", (value,)).value

    def lap(self, args: tuple[Any, ...]) -> tuple[float, Any]:
        """(seconds by the worker's own clock, or on the GPU, output), for the laboratory: they count for nobody."""
        if self.own:
            self.session.calls = f"{self.name} on the inputs of the race"
        if self.on_gpu:
            args = self._ask("put", args).value
        value, seconds = self._ask("launch" if self.on_gpu else "lap", self.first + tuple(args)).value
        return float(seconds), self._ask("fetch", (value,)).value if self.on_gpu else value

    def _ask(self, operation: str, args: tuple[Any, ...], *, timed: bool = False) -> Reply:
        limit = self.session.time_left(None, racing=True) if self.own else YARDSTICK_LIMIT
        try:
            reply = self.worker.call(operation, self.target, args, {}, limit=limit, timed=timed)
        except WorkerFailure as failure:
            raise self._broken(failure) from None
        if reply.raised:
            if self.own:
                raise self.session.raised(reply.value)
            if (reply.value["type"], reply.value["message"]) == ("ModuleNotFoundError", "No module named 'torch'"):
                raise SkipTest(messages.NO_TORCH)
            raise RuntimeError(f"the yardstick {self.name} raised {reply.value['type']}: {reply.value['message']}")
        return reply

    def _broken(self, failure: WorkerFailure) -> BaseException:
        """What to raise when the worker is of no use any more."""
        blame = self.session.ended_by(failure)
        if not self.own and isinstance(failure, Ended) and failure.unexplained:
            blame = Killed(messages.KILLED_FROM_OUTSIDE)
        if self.own or isinstance(blame, MachineBusy):
            self.session.close()
            return blame
        return RuntimeError(f"the yardstick {self.name} {failure}")

    def overhead(self) -> Sample:
        """Median seconds of a question that does nothing, to be subtracted from every call."""
        empty = Reference("given", "__name__")
        replies = [self.worker.call("get", empty, (), {}, limit=10.0, timed=True) for _ in range(15)]
        wall, cpu = ([reply.seconds for reply in replies], [reply.cpu or 0.0 for reply in replies])
        return Sample(statistics.median(wall), statistics.median(cpu))

    def stayed_frozen(self, spent: float | None) -> bool:
        """Whether the stopped worker has used no CPU time beyond `spent`. Raises when that happens again and again."""
        if spent is None or (self.worker.cpu_seconds() or 0.0) - spent <= IDLE:
            return True
        self.caught += 1
        if self.caught < CAUGHT:
            return False
        if self.own:
            self.session.close()
            raise Stopped(messages.kept_computing(self.session.path.name))
        raise RuntimeError(f"the yardstick {self.name} went on computing while it was not being called")

    def close(self) -> None:
        if not self.own:
            self.worker.close()


def _warm_up(lane: Lane, yardstick: Lane, make: Any, judge: Any) -> int:
    """JIT compilation and first touch outside the clock, outputs checked; returns how many calls make one sample."""
    fastest = math.inf
    for _ in range(2):
        args = make()
        _, reference = yardstick.run(args)
        sample, output = lane.run(args)
        judge(output, args, reference)
        fastest = min(fastest, sample.wall)
    return max(1, min(MAX_BATCH, math.ceil(SHORTEST / max(fastest, 1e-6))))


def _try_a_better_one(audit: tolerance.Audit, yardstick: Lane, args: Any, expect: Any, rtol: float, atol: float) -> None:
    """Whether the yardstick's own answer in double precision would pass; nothing is known where it computes in none."""
    double = tuple(arg.astype("f8") if type(arg) is np.ndarray and arg.dtype == np.float32 else arg for arg in args)
    try:
        want = expect(*args) if expect is not None else yardstick.run(args)[1]
        exact = expect(*double) if expect is not None else yardstick.run(double)[1]
    except Exception:
        return
    audit.better(exact, want, rtol, atol)


def _attempt(
    lane: Lane, yardstick: Lane, make: Any, judge: Any, batch: int, steps: list[Step], clock: Clock, cores: int = 1
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
            spent = other.worker.freeze_and_wait(SETTLING)
            samples[runner], outputs[runner] = runner.sample(inputs, overhead)
            fair &= other.stayed_frozen(spent)
        capacity = machine.capacity(cores, in_real_time=lane.in_real_time) if cores > 1 else None
        for output, args, reference in zip(outputs[lane], inputs, outputs[yardstick], strict=True):
            judge(output, args, reference)
        if not fair:
            continue
        pairs.append(Pair(samples[lane], samples[yardstick], batch, capacity))
        if decision.is_settled(rounds(pairs, clock, cores), steps, by_wall_clock=clock != "cpu"):
            break
    return pairs
