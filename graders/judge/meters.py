"""What can be measured besides a race. A meter is one line in a test, and one line in the student's result:

meters.memory(student, "f", x, at_most=10 << 20)                          peak growth of the worker during the call
meters.bandwidth(student, "f", make, moved=3 * x.nbytes, at_least=0.4)    against what this machine's triad moves
meters.exponent(student, "f", make, sizes=[1000, 4000, 16000], at_most=1.3)   time grows as n to this power
meters.threads(student, "f", make, at_least=1.5)                          speed-up of f(*args, workers) over 1 … all cores
meters.compile_time(student, "f", *args, at_most=5.0)                     how much longer the first call takes
meters.latency(student, "f", make, deadline=0.01, frames=200)             of single calls: middle, slow and slowest
meters.energy(student, "f", *args)                                        joules, measured or estimated

All of them read the judge's clocks and the kernel's account of the worker, never what the worker says. A limit that is not
kept fails the check; without a limit a meter only reports. Inputs come from `make()`, or `make(n)` where sizes matter.
"""

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from unittest import SkipTest

import psutil

from graders import messages
from graders.judge import machine
from graders.judge.failure import Mismatch
from graders.result import Measure
from graders.worker import tree
from graders.worker.launch import cores

if TYPE_CHECKING:
    from graders.judge.student import Student

RUNS = 7
WATTS = 10.0
"""Assumed power of one busy core, where the processor does not tell: a laptop's, to one digit."""
_RAPL = Path("/sys/class/powercap/intel-rapl:0/energy_uj")
_STUDENT_T = (12.7, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23)
"""Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom."""


def memory(
    student: "Student", name: str, *args: Any, warm_up: Sequence[Any] | None = None, at_most: float | None = None
) -> Measure:
    """Peak resident memory of a call beyond what a fresh worker has, in bytes; arguments and answer are not counted.

    `warm_up` are small arguments for a call before it, so that what a compiler takes is not counted either.
    """
    student.close()
    if warm_up is not None:
        student.timed(name, *warm_up)
    pid = student.worker().pid
    with _peak(pid) as growth:
        student.timed(name, *args)
    return _judged(student, Measure("memory", float(growth()), "B", limit=at_most), over=True)


def bandwidth(
    student: "Student", name: str, make: Callable[[], tuple[Any, ...]], *, moved: int, at_least: float | None = None
) -> Measure:
    """Bytes per second that the call moves, as a fraction of what one thread moves in a = b + c here: its place under the roof.

    `moved` is the number of bytes that have to be read and written, which only the author knows.
    """
    student.timed(name, *make())
    rates = [moved / student.timed(name, *make()).wall for _ in range(RUNS)]
    roof = _triad()
    found = _spread("bandwidth", [rate / roof for rate in rates], "of the triad", at_least)
    return _judged(student, found, over=False)


def exponent(
    student: "Student", name: str, make: Callable[[int], tuple[Any, ...]], *, sizes: Sequence[int], at_most: float | None = None
) -> Measure:
    """The power of n with which the CPU time of f(*make(n)) grows: a least-squares line through log n and log time.

    With its 95 % interval; the limit is broken when all of the interval lies above it. Raises ValueError for fewer than
    three sizes.
    """
    if len(set(sizes)) < 3:
        raise ValueError("a line through fewer than three sizes says nothing")
    student.timed(name, *make(min(sizes)))
    seconds = [min(student.timed(name, *make(n)).cpu for _ in range(3)) for n in sizes]
    slope, error = fitted_exponent(sizes, seconds)
    found = Measure("growth", slope, "n", low=slope - error, high=slope + error, limit=at_most)
    return _judged(student, found, over=True, deciding=slope - error)


def fitted_exponent(sizes: Sequence[float], seconds: Sequence[float]) -> tuple[float, float]:
    """(slope, half the width of its 95 % interval) of log seconds over log size."""
    x, y = [math.log(size) for size in sizes], [math.log(max(each, 1e-9)) for each in seconds]
    slope, intercept = statistics.linear_regression(x, y)
    freedom = len(x) - 2
    residual = sum((b - slope * a - intercept) ** 2 for a, b in zip(x, y, strict=True)) / freedom
    spread = sum((a - statistics.mean(x)) ** 2 for a in x)
    quantile = _STUDENT_T[freedom - 1] if freedom <= len(_STUDENT_T) else 1.96 + 2.4 / freedom
    return slope, quantile * math.sqrt(residual / spread)


def threads(student: "Student", name: str, make: Callable[[], tuple[Any, ...]], *, at_least: float | None = None) -> Measure:
    """Speed-up of f(*args, workers) with all cores over one worker, by the wall clock. Skips where there is one core."""
    most = cores()
    if most == 1:
        raise SkipTest(messages.ONE_CORE)
    student.timed(name, *make(), most)
    ratios = []
    for _ in range(RUNS):
        args = make()
        alone, together = (student.timed(name, *args, workers).wall for workers in (1, most))
        ratios.append(alone / together)
    return _judged(student, _spread("speed-up", ratios, f"x on {most} cores", at_least), over=False)


def compile_time(student: "Student", name: str, *args: Any, at_most: float | None = None) -> Measure:
    """Seconds that the first call of a fresh worker takes longer than the calls after it."""
    student.close()
    first = student.timed(name, *args).wall
    later = min(student.timed(name, *args).wall for _ in range(3))
    return _judged(student, Measure("first call", max(first - later, 0.0), "s", limit=at_most), over=True)


def latency(
    student: "Student",
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    deadline: float,
    frames: int = 200,
    missed: float = 0.01,
) -> Measure:
    """Seconds of single calls, one per frame: the middle one, with the 99th of a hundred and the slowest beside it.

    The check fails when more than the fraction `missed` of the frames took longer than `deadline`.
    """
    student.timed(name, *make())
    seconds = sorted(student.timed(name, *make()).wall for _ in range(frames))
    late = sum(each > deadline for each in seconds)
    middle, slow, slowest = (seconds[min(frames - 1, int(frames * part))] for part in (0.5, 0.99, 1.0))
    note = messages.frames(frames, late, deadline, slow, slowest)
    found = Measure("latency", middle, "s", low=seconds[0], high=slow, limit=deadline, note=note)
    student.measures.append(found)
    if late > missed * frames:
        raise Mismatch(note)
    return found


def energy(student: "Student", name: str, *args: Any) -> Measure:
    """Joules of a call: what the processor counted where it may be read, else CPU seconds times an assumed power."""
    student.timed(name, *args)
    before = _counted_joules()
    timing = student.timed(name, *args)
    after = _counted_joules()
    if before is not None and after is not None and after >= before:
        found = Measure("energy", after - before, "J", note="counted by the processor, all of it")
    else:
        found = Measure("energy", timing.cpu * WATTS, "J", note=f"an estimate: CPU time times {WATTS:g} W")
    student.measures.append(found)
    return found


def _spread(name: str, values: list[float], unit: str, limit: float | None) -> Measure:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Measure(name, middle, unit, low=low, high=high, limit=limit)


def _judged(student: "Student", found: Measure, *, over: bool, deciding: float | None = None) -> Measure:
    """Keep it for the result; fail the check when the limit is broken: exceeded (over), or not reached."""
    student.measures.append(found)
    value = found.value if deciding is None else deciding
    if found.limit is not None and (value > found.limit if over else value < found.limit):
        raise Mismatch(messages.limit_broken(found, over))
    return found


@cache
def _triad() -> float:
    return machine.triad_bandwidth(0.3)


def _counted_joules() -> float | None:
    try:
        return int(_RAPL.read_text()) / 1e6
    except (OSError, ValueError):
        return None


@dataclass
class _Peak:
    value: int = 0


@contextmanager
def _peak(pid: int) -> Iterator[Callable[[], int]]:
    """How far private memory rose during the block above what it is now: by the kernel's high-water mark, else sampled."""
    exact = tree.forget_peak(pid)
    before = tree.resident(pid) if exact else psutil.Process(pid).memory_info().rss
    on_the_way = tree.shared(pid)
    seen, done = _Peak(), Event()

    def watch() -> None:
        while not done.wait(0.001):
            seen.value = max(seen.value, psutil.Process(pid).memory_info().rss - before)

    watcher = Thread(target=watch, daemon=True)
    if not exact:
        watcher.start()
    try:
        yield lambda: max(tree.peak(pid) - before - (tree.shared(pid) - on_the_way), 0) if exact else seen.value
    finally:
        done.set()
        if not exact:
            watcher.join()
