"""The whole portrait: everything measured one after the other, and how quiet it was before and after."""

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import psutil

from graders.judge import machine, roofline
from graders.machine_report import memory
from graders.machine_report.costs import Cost, costs
from graders.machine_report.kernels import Kernel, kernels
from graders.quantities import quantity
from graders.worker.launch import cores


@dataclass(frozen=True)
class Level:
    """A cache, or what is none (size 0), such as memory, and what one thread gets from it."""

    name: str
    size: int
    at: memory.Point


@dataclass(frozen=True)
class Portrait:
    """What was measured. Rates are per second; `moving` and `computing` are in bytes and operations, by number of threads."""

    card: Mapping[str, str | int | float | bool]
    moving: Mapping[int, float]
    computing: Mapping[int, float]
    levels: tuple[Level, ...]
    curve: tuple[memory.Point, ...]
    kernels: tuple[Kernel, ...]
    costs: tuple[Cost, ...]
    capacity: float
    """How much work two threads get done in the time that one needs for half of it."""
    noise: float
    """The larger timing noise of before and after."""
    others: float
    """Which part of all processors somebody else used meanwhile."""
    seconds: float
    """How long all of it took."""
    quick: bool = False
    """Measured on small sizes, only to see that it works."""

    @property
    def cores(self) -> int:
        return max(self.moving)

    @property
    def signs(self) -> tuple[str, ...]:
        """What tells that somebody else was at work, so that everything was slower than it need be: the names of fields."""
        told = {"noise": self.noise >= 0.1, "others": self.others >= 0.1, "capacity": self.cores > 1 and self.capacity < 1.6}
        return tuple(name for name, bad in told.items() if bad)


def measure(quick: bool = False, tell: Callable[[str], None] = lambda what: None) -> Portrait:
    """Measure it all, in about twenty seconds; `tell` hears what comes next. Quickly: on small sizes, in three."""
    begin, used_before, ours_before = time.perf_counter(), _used(), _ours()
    each, n, rounds = (0.02, 200_000, 3) if quick else (0.3, 8_000_000, 7)
    tell("noise")
    before = machine.timing_noise(0.1 if quick else 1.0)
    capacities = [machine.capacity(2)]
    caches = machine.caches()
    tell("caches and memory")
    most = 1 << 20 if quick else memory.largest(caches, psutil.virtual_memory().available)
    points = tuple(memory.curve(most, each / 6))
    levels = levels_of(caches, points, each / 3)
    tell("what one core can do, and all of them")
    counts = dict.fromkeys((1, cores()))
    # What one core can do, all of them can; on a busy machine not every attempt shows it.
    moving = {1: max(roofline.triad_bandwidth(each), points[-1].bandwidth)}
    moving = {count: max(roofline.triad_bandwidth(each, count), moving[1]) if count > 1 else moving[1] for count in counts}
    levels.append(Level("memory", 0, replace(points[-1], bandwidth=moving[1])))
    capacities.append(machine.capacity(2))
    computing = {1: roofline.matmul_rate(each)}
    computing = {count: max(roofline.matmul_rate(each, count), computing[1]) if count > 1 else computing[1] for count in counts}
    tell("well-known kernels")
    found = tuple(kernels(each, n))
    tell("calls, locks, threads, processes")
    small = tuple(costs(rounds))
    capacities.append(machine.capacity(2))
    card = machine.machine_card(sandboxed=False, timed=False)
    card["noise"] = noise = max(before, machine.timing_noise(0.1 if quick else 0.5))
    seconds = time.perf_counter() - begin
    others = max(0.0, _used() - used_before - (_ours() - ours_before)) / (seconds * (psutil.cpu_count() or 1))
    return Portrait(
        card,
        moving,
        computing,
        tuple(levels),
        points,
        found,
        small,
        statistics.median(capacities),
        noise,
        others,
        seconds,
        quick,
    )


def levels_of(caches: Mapping[str, int], points: Sequence[memory.Point], seconds: float) -> list[Level]:
    """The caches, as far as points were measured; where the system does not tell of any, three sizes that most can cache."""
    sizes = memory.within(caches)
    if not sizes:
        usual = (16 << 10, 256 << 10, 4 << 20)
        return [Level(quantity(each.size, "B"), 0, each) for each in points if each.size in usual]
    return [Level(name, caches[name], memory.point(size, seconds)) for name, size in sizes.items() if size < points[-1].size]


def _used() -> float:
    """Seconds that all processors have worked since the system started, or were lent to another machine."""
    times = psutil.cpu_times()._asdict()
    idle = ("idle", "iowait", "guest", "guest_nice")  # guests are counted as users, too
    return sum(float(value) for name, value in times.items() if name not in idle)


def _ours() -> float:
    """Seconds that this process and those it waited for have worked."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
