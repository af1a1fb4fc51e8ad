"""What can be measured besides a race. A meter is one line in a test, and one line in the student's result:

meters.memory(student, "f", x, verify=v, at_most=10 << 20)                peak growth of the worker during the call
meters.allocations(student, "f", x, verify=v, at_most=100)                how often it asks for memory
meters.instructions(student, "f", x, verify=v, at_most=10**9)             machine instructions, where they can be counted
meters.bandwidth(student, "f", make, verify=v, moved=3 * x.nbytes, at_least=0.4)   against what this machine's triad moves
meters.roofline(student, "f", make, verify=v, moved=m, operations=k, at_least=0.4)   … and computes at that intensity
meters.exponent(student, "f", make, verify=v, sizes=[1000, 4000, 16000], at_most=1.3)   time grows as n to this power
meters.threads(student, "f", make, verify=v, at_least=1.5)                speed-up of f(*args, workers) over 1 … all cores
meters.compile_time(student, "f", *args, verify=v, at_most=5.0)           how much longer the first call takes
meters.latency(student, "f", make, verify=v, deadline=0.01, frames=200)   of single calls: middle, slow and slowest
meters.energy(student, "f", *args, verify=v)                              joules, measured or estimated

Every call that is measured is verified: `v(answer, before, after)` gets what it returned, its arguments, and the arguments as
it left them, and raises a Mismatch, as `check.close` does. An array that is changed in place has to be of 32 KiB or more.

All of them but `allocations` read the judge's clocks and the kernel's account of the worker, never what the worker says. A
limit that is not kept fails the check; without a limit a meter only reports. What cannot be measured here is decided elsewhere
where there is a limit, and said to be missing where there is none. Inputs come from `make()`, or `make(n)` where sizes matter.
"""

import importlib.util
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from unittest import SkipTest

import numpy as np
import psutil
from msgspec.structs import replace

from graders import regression
from graders.judge import instructions as counting
from graders.judge import messages
from graders.judge import roofline as ceilings
from graders.judge.failure import Mismatch
from graders.result import Measure
from graders.worker import tree
from graders.worker.codec import Reference
from graders.worker.launch import cores
from graders.worker.process import Reply, Timing

if TYPE_CHECKING:
    from graders.judge.student import Student

Verify = Callable[[Any, tuple[Any, ...], tuple[Any, ...]], None]
RUNS = 7
WATTS = 10.0
"""Assumed power of one busy core, where the processor does not tell: a laptop's, to one digit."""
_RAPL = Path("/sys/class/powercap/intel-rapl:0/energy_uj")


def memory(
    student: "Student",
    name: str,
    *args: Any,
    verify: Verify,
    warm_up: Sequence[Any] | None = None,
    at_most: float | None = None,
) -> Measure:
    """Peak memory of a call beyond what a fresh worker has, in bytes, without that in which arguments and answer travel.

    Counted is what is private, what is shared, and in the sandbox what lies in files. `warm_up` are small arguments for a call
    before it, so that what a compiler takes is not counted.
    """
    if student.inline:
        return _missing(student, "memory", messages.NOT_INLINE, at_most)
    student.close()
    if warm_up is not None:
        _called(student, name, *warm_up)
    with _peak(student.worker()) as growth:
        timing = _called(student, name, *args)
        found = growth()
    verify(timing.value, args, timing.after)
    return judged(student, Measure("memory", float(found), "B", limit=at_most), over=True)


def allocations(student: "Student", name: str, *args: Any, verify: Verify, at_most: float | None = None) -> Measure:
    """How often a call asks the system, Python or numpy for memory; a call before it is not counted.

    Counted by memray in the worker, so code that digs deep can forge it. Source: https://bloomberg.github.io/memray.
    """
    if importlib.util.find_spec("memray") is None:
        return _missing(student, "allocations", messages.NO_MEMRAY, at_most)
    _verified(student, verify, name, *args)
    count, answer, after = student.counted_allocations(name, *args)
    verify(answer, args, after)
    return judged(student, Measure("allocations", count, "", limit=at_most), over=True)


def instructions(student: "Student", name: str, *args: Any, verify: Verify, at_most: float | None = None) -> Measure:
    """Machine instructions of a call, by the processor's own counter or by callgrind; see `graders.judge.instructions`."""
    if student.inline:
        return _missing(student, "instructions", messages.NOT_INLINE, at_most)
    try:
        counted, by = counting.count(student, lambda: _verified(student, verify, name, *args))
    except SkipTest as skip:
        return _missing(student, "instructions", str(skip), at_most)
    return judged(student, Measure("instructions", counted, "", limit=at_most, note=by), over=True)


def bandwidth(
    student: "Student",
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    verify: Verify,
    moved: int,
    at_least: float | None = None,
) -> Measure:
    """Bytes per second that the call moves, as a fraction of what one thread moves in a = b + c here.

    `moved` is the number of bytes that have to be read and written, which only the author knows.
    """
    rates = [moved / seconds for seconds in _repeated(student, verify, name, make)]
    roof = _measured_machine(student).moving
    found = _spread("bandwidth", [rate / roof for rate in rates], "of the triad", at_least)
    return judged(student, found, over=False)


def roofline(
    student: "Student",
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    verify: Verify,
    moved: int,
    operations: int,
    at_least: float | None = None,
) -> Measure:
    """Operations per second of the call, as a fraction of what one thread can do here at its arithmetic intensity.

    `operations` floating-point operations have to be done on `moved` bytes; their ratio is the arithmetic intensity.
    Source: Williams, Waterman, Patterson, Roofline, Communications of the ACM 52 (4), 2009.
    """
    rates = [operations / seconds for seconds in _repeated(student, verify, name, make)]
    machine, intensity = _measured_machine(student), operations / moved
    roof = min(machine.computing, machine.moving * intensity)
    found = _spread("roofline", [rate / roof for rate in rates], "of the roof", at_least)
    found = replace(found, curve=[(intensity, statistics.median(rates))], roofs=(machine.moving, machine.computing))
    return judged(student, found, over=False)


def exponent(
    student: "Student",
    name: str,
    make: Callable[[int], tuple[Any, ...]],
    *,
    verify: Verify,
    sizes: Sequence[int],
    at_most: float | None = None,
) -> Measure:
    """The power of n with which the CPU time of f(*make(n)) grows: a least-squares line through log n and log time.

    With its 95 % interval; the limit is broken when all of the interval lies above it. The smallest size should take a
    millisecond or more: what a call costs itself flattens the line. Raises ValueError for fewer than three sizes.
    """
    _verified(student, verify, name, *make(min(sizes)))
    curve, footprints = [], []
    for n in sorted(sizes):
        inputs = [make(n) for _ in range(3)]
        curve.append((float(n), min(_timed(student, verify, name, *args).cpu for args in inputs)))
        footprints.append(sum(arg.nbytes for arg in inputs[0] if isinstance(arg, np.ndarray)))
    slope, error = regression.exponent(*zip(*curve, strict=True))
    found = Measure(
        "growth", slope, "n", low=slope - error, high=slope + error, limit=at_most, curve=curve, footprints=footprints
    )
    return judged(student, found, over=True, deciding=slope - error)


def threads(
    student: "Student", name: str, make: Callable[[], tuple[Any, ...]], *, verify: Verify, at_least: float | None = None
) -> Measure:
    """Speed-up of f(*args, workers) with all cores over one worker, by the wall clock, and which part is parallel."""
    counts = _worker_counts(cores())
    if len(counts) == 1:
        return _missing(student, "speed-up", messages.ONE_CORE, at_least)
    _verified(student, verify, name, *make(), counts[-1])
    ratios: dict[int, list[float]] = {count: [] for count in counts}
    for _ in range(RUNS):
        args = make()
        seconds = {}
        for count in random.sample(counts, len(counts)):
            with student.at_once():  # as in a race, whose speed-up stands beside this one
                seconds[count] = _timed(student, verify, name, *args, count).wall
        for count in counts:
            ratios[count].append(seconds[1] / seconds[count])
    curve = [(float(count), statistics.median(ratios[count])) for count in counts]
    found = _spread("speed-up", ratios[counts[-1]], f"x on {counts[-1]} cores", at_least)
    note = messages.parallel(regression.parallel_fraction(*zip(*curve, strict=True)))
    return judged(student, replace(found, curve=curve, note=note), over=False)


def _worker_counts(most: int) -> list[int]:
    """All numbers of workers up to eight, then powers of two, and all cores."""
    counts = {count for count in range(1, most + 1) if count <= 8 or count & (count - 1) == 0}
    return sorted(counts | {most})


def compile_time(student: "Student", name: str, *args: Any, verify: Verify, at_most: float | None = None) -> Measure:
    """Seconds that the first call of a fresh worker takes longer than the calls after it."""
    student.close()
    first = _verified(student, verify, name, *args).wall
    later = min(_verified(student, verify, name, *args).wall for _ in range(3))
    return judged(student, Measure("first call", max(first - later, 0.0), "s", limit=at_most), over=True)


def latency(
    student: "Student",
    name: str,
    make: Callable[[], tuple[Any, ...]],
    *,
    verify: Verify,
    deadline: float,
    frames: int = 200,
    missed: float = 0.01,
) -> Measure:
    """Seconds of single calls, one per frame: the middle one, with the 99th of a hundred and the slowest beside it.

    The check fails when more than the fraction `missed` of the frames took longer than `deadline`.
    """
    _verified(student, verify, name, *make())
    seconds = sorted(_timed(student, verify, name, *make()).wall for _ in range(frames))
    late = sum(each > deadline for each in seconds)
    middle, slow, slowest = (seconds[min(frames - 1, int(frames * part))] for part in (0.5, 0.99, 1.0))
    note = messages.frames(frames, late, deadline, slow, slowest)
    found = Measure("latency", middle, "s", low=seconds[0], high=slow, limit=deadline, note=note)
    student.measures.append(found)
    if late > missed * frames:
        raise Mismatch(note)
    return found


def energy(student: "Student", name: str, *args: Any, verify: Verify) -> Measure:
    """Joules of a call: what the processor counted where it may be read, else CPU seconds times an assumed power."""
    _verified(student, verify, name, *args)
    before = _counted_joules()
    timing = _verified(student, verify, name, *args)
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


def _repeated(student: "Student", verify: Verify, name: str, make: Callable[[], tuple[Any, ...]]) -> list[float]:
    """Wall seconds of some calls, after one that warms up."""
    _verified(student, verify, name, *make())
    return [_timed(student, verify, name, *make()).wall for _ in range(RUNS)]


def _missing(student: "Student", name: str, why: str, limit: float | None) -> Measure:
    """What cannot be measured here: decided elsewhere where points hang on it, else a line that says so."""
    if limit is not None:
        raise SkipTest(why)
    found = Measure(name, None, "", note=why)
    student.measures.append(found)
    return found


def judged(student: "Student", found: Measure, *, over: bool, deciding: float | None = None) -> Measure:
    """Keep it for the result; fail the check when the limit is broken: exceeded (over), or not reached."""
    student.measures.append(found)
    value = found.value if deciding is None else deciding
    if found.limit is not None and value is not None and (value > found.limit if over else value < found.limit):
        raise Mismatch(messages.limit_broken(found, over))
    return found


@dataclass(frozen=True)
class _Machine:
    """What one thread can do at most in a worker like the student's: bytes and operations per second; what a call costs."""

    moving: float
    computing: float
    call: Timing


_machine: list[_Machine] = []


def _measured_machine(student: "Student") -> _Machine:
    """Measured when first asked for, in a worker with code of ours."""
    if not _machine:
        worker = student.open_worker(Path(ceilings.__file__))
        worker.loaded(30.0)

        def ask(operation: str, name: str, *args: float) -> Reply:
            reply: Reply = worker.call(operation, Reference("student", name), args, {}, limit=30.0, timed=True)
            if reply.raised:
                raise RuntimeError(f"this machine could not be measured: {reply.value}")
            return reply

        try:
            empty = [ask("get", "__name__") for _ in range(15)]
            moving, computing = (ask("call", name, 0.3).value for name in ceilings.KERNELS)
        finally:
            worker.close()
        wall, cpu = (statistics.median(each) for each in zip(*[(one.seconds, one.cpu or 0.0) for one in empty], strict=True))
        _machine.append(_Machine(moving, computing, Timing(wall, cpu, None)))
    return _machine[0]


def _called(student: "Student", name: str, *args: Any) -> Timing:
    """A call that its caller verifies, or that is a warm-up and decides nothing."""
    return student.timed(name, *args)


def _verified(student: "Student", verify: Verify, name: str, *args: Any) -> Timing:
    found = student.timed(name, *args)
    verify(found.value, args, found.after)
    return found


def _timed(student: "Student", verify: Verify, name: str, *args: Any) -> Timing:
    """Verified, and less what a call costs that does nothing, but never more than nine tenths less."""
    found, cost = _verified(student, verify, name, *args), _measured_machine(student).call
    return Timing(max(found.wall - cost.wall, found.wall / 10), max(found.cpu - cost.cpu, found.cpu / 10), found.value)


def _counted_joules() -> float | None:
    try:
        return int(_RAPL.read_text()) / 1e6
    except (OSError, ValueError):
        return None


@dataclass
class _Peak:
    value: int = 0


@contextmanager
def _peak(worker: Any) -> Iterator[Callable[[], int]]:
    """How far the worker's memory rose during the block: resident pages by the kernel's high-water mark, else sampled.

    Shared memory that arguments and answer do not need counts like any other, and so do files in the sandbox's memory, which
    are looked at again and again while the block runs.
    """
    pid = worker.pid
    worker.give_back()
    exact = tree.forget_peak(pid)
    before = tree.resident(pid) if exact else psutil.Process(pid).memory_info().rss
    on_the_way = tree.shared(pid)
    seen, aside, done = _Peak(), _Peak(), Event()

    def watch() -> None:
        while not done.wait(0.001):
            aside.value = max(aside.value, worker.set_aside())
            if not exact:
                seen.value = max(seen.value, psutil.Process(pid).memory_info().rss - before)

    def growth() -> int:
        aside.value = max(aside.value, worker.set_aside())
        if not exact:
            return seen.value
        shared = tree.shared(pid) - on_the_way
        travelled = min(shared, worker.on_the_way)
        resident = tree.peak(pid) - before - travelled
        # What was written to the answers' memory without being mapped is not resident.
        unseen = max(aside.value - worker.answered - max(shared - travelled, 0), 0)
        return int(max(resident, 0) + unseen)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield growth
    finally:
        done.set()
        watcher.join()
