"""What one sample of a race took, by each clock, and what held it up; pairs of samples, as rounds for `decision.py`."""

import dataclasses
import math
import statistics
from dataclasses import dataclass
from typing import Any, Literal

from graders.judge import decision
from graders.judge.decision import Round
from graders.worker.launch import usable
from graders.worker.process import SETTLING
from graders.worker.tree import Account

UNSEEN = 0.02
"""Threads that have ended are not in the kernel's accounts any more. When they computed for more than this part of a sample,
how long they waited is taken from the pressure on the whole machine."""
WAITING = 1.5
"""Whose wall time exceeds the CPU time by this factor more than the yardstick's lets somebody else do the work."""

Clock = Literal["cpu", "wall", "gpu"]


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
        self._worker.freeze_and_wait(SETTLING)
        after, total = self._worker.accounts(), _total(taken, overhead)
        wall = sum(sample.wall for sample in taken)
        if self._accounts is None or after is None or total.cpu is None:
            return dataclasses.replace(total, held_up=pressed / wall)
        before = {thread: self._accounts.get(thread, Account(0.0, 0.0)) for thread in after}
        computed = [account.computed - before[thread].computed for thread, account in after.items()]
        waited = sum(account.waited - before[thread].waited for thread, account in after.items())
        cpu = sum(sample.cpu or 0.0 for sample in taken)
        if cpu - sum(computed) > UNSEEN * wall:
            waited += pressed
        # In real time by nobody but its own threads; what else runs in real time shows in the capacity.
        held_up = 0.0 if in_real_time else decision.held_up(waited, cpu, wall, len(usable()))
        longest = max(max(computed, default=0.0) - len(taken) * (overhead.cpu or 0.0), 0.0)
        return dataclasses.replace(total, held_up=held_up, longest=longest)


def rounds(pairs: list[Pair], clock: Clock, cores: int = 1) -> list[Round]:
    """What these pairs say, by that clock, on that many cores."""
    several = clock == "wall" and cores > 1
    most = max((pair.capacity or 0.0 for pair in pairs), default=0.0) if several else None
    # Cores that never give enough, such as two halves of one, say nothing about what a program could do that uses them.
    enough = most is None or decision.is_enough_capacity(most, cores)
    could = decision.undisturbed([pair.yardstick.wall for pair in pairs], [pair.yardstick.longest for pair in pairs])
    results = []
    for pair, yardstick in zip(pairs, could, strict=True):
        ratio, student = pair.yardstick.by(clock) / pair.student.by(clock), pair.student.by(clock)
        capacity = pair.capacity if several else None
        # No sample takes less time than its longest thread computes, nor less than an equal share of all cores takes.
        least = min(max(pair.student.longest, (pair.student.cpu or 0.0) / len(usable())), student)
        at_most = yardstick / least if clock == "wall" and least > 0 else math.inf
        if not enough and (at_most > 1 or len(usable()) < cores):
            at_most = math.inf
        results.append(
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
    return results


def waits(pairs: list[Pair]) -> bool:
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
