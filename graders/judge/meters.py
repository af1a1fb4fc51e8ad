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
meters.energy(student, "f", *args, verify=v)                              joules, measured or modelled

Every call that is measured is verified: `v(answer, before, after)` gets what it returned, its arguments, and the arguments as
it left them, and raises a Mismatch, as `check.close` does. An array that is changed in place has to be of 32 KiB or more.

All of them but `allocations` read the judge's clocks and the kernel's account of the worker, never what the worker says. A
limit that is not kept fails the check; without a limit a meter only reports. What cannot be measured here is decided elsewhere
where there is a limit, and said to be missing where there is none. Inputs come from `make()`, or `make(n)` where sizes matter.
"""

import importlib.util
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import SkipTest

import numpy as np
from msgspec.structs import replace

from graders import regression
from graders.judge import instructions as counting
from graders.judge import joules, messages
from graders.judge import roofline as ceilings
from graders.judge.failure import Mismatch, Stopped
from graders.judge.peak import peak
from graders.judge.session import Session
from graders.judge.show import show_call
from graders.result import Measure
from graders.worker.codec import Reference
from graders.worker.launch import cores
from graders.worker.replies import Reply, Timing

Verify = Callable[[Any, tuple[Any, ...], tuple[Any, ...]], None]
RUNS = 7
WATTS = 10.0
"""Assumed power of one busy core, where the processor does not tell: a laptop's, to one digit."""


def memory(
    session: Session,
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
    if session.inline:
        return _missing(session, "memory", messages.NOT_INLINE, at_most)
    session.close()
    if warm_up is not None:
        session.timed(name, *warm_up)
    with peak(session.own_process()) as growth:
        timing = session.timed(name, *args)
        grown = growth()
    verify(timing.value, args, timing.after)
    return judged(session, Measure("memory", float(grown), "B", limit=at_most), over=True)


def allocations(session: Session, name: str, *args: Any, verify: Verify, at_most: float | None = None) -> Measure:
    """How often a call asks the system, Python or numpy for memory; a call before it is not counted.

    Counted by memray in the worker, so code that digs deep can forge it. Source: https://bloomberg.github.io/memray.
    """
    if importlib.util.find_spec("memray") is None:
        return _missing(session, "allocations", messages.NO_MEMRAY, at_most)
    _verified(session, verify, name, *args)
    shown = show_call(name, args, {})
    reply, after = session.ask_worker("allocations", Reference("student", name), args, {}, shown, inout=True)
    if type(reply) is not tuple or len(reply) != 2:
        raise Stopped(messages.tampered("a malformed reply"))
    count, answer = reply
    if type(count) is not int or not 0 <= count < 1 << 53:
        raise Stopped(messages.tampered("an invalid count"))
    verify(answer, args, after)
    return judged(session, Measure("allocations", count, "", limit=at_most), over=True)


def instructions(session: Session, name: str, *args: Any, verify: Verify, at_most: float | None = None) -> Measure:
    """Machine instructions of a call, by the processor's own counter or by callgrind; see `graders.judge.instructions`."""
    if session.inline:
        return _missing(session, "instructions", messages.NOT_INLINE, at_most)
    try:
        counted, by = counting.count(session, lambda: _verified(session, verify, name, *args))
    except SkipTest as skip:
        return _missing(session, "instructions", str(skip), at_most)
    return judged(session, Measure("instructions", counted, "", limit=at_most, note=by), over=True)


def bandwidth(
    session: Session,
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
    rates = [moved / seconds for seconds in _repeated(session, verify, name, make)]
    roof = _measured_machine(session).moving
    measure = _spread("bandwidth", [rate / roof for rate in rates], "of the triad", at_least)
    return judged(session, measure, over=False)


def roofline(
    session: Session,
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
    rates = [operations / seconds for seconds in _repeated(session, verify, name, make)]
    machine, intensity = _measured_machine(session), operations / moved
    roof = min(machine.computing, machine.moving * intensity)
    measure = _spread("roofline", [rate / roof for rate in rates], "of the roof", at_least)
    measure = replace(measure, curve=[(intensity, statistics.median(rates))], roofs=(machine.moving, machine.computing))
    return judged(session, measure, over=False)


def exponent(
    session: Session,
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
    _verified(session, verify, name, *make(min(sizes)))
    curve, footprints = [], []
    for n in sorted(sizes):
        inputs = [make(n) for _ in range(3)]
        curve.append((float(n), min(_timed(session, verify, name, *args).cpu for args in inputs)))
        footprints.append(sum(arg.nbytes for arg in inputs[0] if isinstance(arg, np.ndarray)))
    slope, error = regression.exponent(*zip(*curve, strict=True))
    measure = Measure(
        "growth", slope, "n", low=slope - error, high=slope + error, limit=at_most, curve=curve, footprints=footprints
    )
    return judged(session, measure, over=True, deciding=slope - error)


def threads(
    session: Session, name: str, make: Callable[[], tuple[Any, ...]], *, verify: Verify, at_least: float | None = None
) -> Measure:
    """Speed-up of f(*args, workers) with all cores over one worker, by the wall clock, and which part is parallel."""
    counts = _worker_counts(cores())
    if len(counts) == 1:
        return _missing(session, "speed-up", messages.ONE_CORE, at_least)
    _verified(session, verify, name, *make(), counts[-1])
    ratios: dict[int, list[float]] = {count: [] for count in counts}
    for _ in range(RUNS):
        args = make()
        seconds = {}
        for count in random.sample(counts, len(counts)):
            with session.at_once():  # as in a race, whose speed-up stands beside this one
                seconds[count] = _timed(session, verify, name, *args, count).wall
        for count in counts:
            ratios[count].append(seconds[1] / seconds[count])
    curve = [(float(count), statistics.median(ratios[count])) for count in counts]
    measure = _spread("speed-up", ratios[counts[-1]], f"x on {counts[-1]} cores", at_least)
    note = messages.parallel(regression.parallel_fraction(*zip(*curve, strict=True)))
    return judged(session, replace(measure, curve=curve, note=note), over=False)


def _worker_counts(most: int) -> list[int]:
    """All numbers of workers up to eight, then powers of two, and all cores."""
    counts = {count for count in range(1, most + 1) if count <= 8 or count & (count - 1) == 0}
    return sorted(counts | {most})


def compile_time(session: Session, name: str, *args: Any, verify: Verify, at_most: float | None = None) -> Measure:
    """Seconds that the first call of a fresh worker takes longer than the calls after it."""
    session.close()
    first = _verified(session, verify, name, *args).wall
    later = min(_verified(session, verify, name, *args).wall for _ in range(3))
    return judged(session, Measure("first call", max(first - later, 0.0), "s", limit=at_most), over=True)


def latency(
    session: Session,
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
    _verified(session, verify, name, *make())
    seconds = sorted(_timed(session, verify, name, *make()).wall for _ in range(frames))
    late = sum(each > deadline for each in seconds)
    middle, slow, slowest = (seconds[min(frames - 1, int(frames * part))] for part in (0.5, 0.99, 1.0))
    note = messages.frames(frames, late, deadline, slow, slowest)
    measure = Measure("latency", middle, "s", low=seconds[0], high=slow, limit=deadline, note=note)
    session.measures.append(measure)
    if late > missed * frames:
        raise Mismatch(note)
    return measure


def energy(session: Session, name: str, *args: Any, verify: Verify) -> Measure:
    """Joules of a call: what the processor counted where it may be read, else modelled as CPU seconds at an assumed power."""
    _verified(session, verify, name, *args)
    before = joules.read()
    timing = _verified(session, verify, name, *args)
    counted = joules.between(before, joules.read())
    if counted is not None:
        measure = Measure("energy", counted, "J", note=messages.JOULES_COUNTED)
    else:
        measure = Measure("energy", timing.cpu * WATTS, "J", note=messages.joules_modelled(WATTS))
    session.measures.append(measure)
    return measure


def _spread(name: str, values: list[float], unit: str, limit: float | None) -> Measure:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Measure(name, middle, unit, low=low, high=high, limit=limit)


def _repeated(session: Session, verify: Verify, name: str, make: Callable[[], tuple[Any, ...]]) -> list[float]:
    """Wall seconds of some calls, after one that warms up."""
    _verified(session, verify, name, *make())
    return [_timed(session, verify, name, *make()).wall for _ in range(RUNS)]


def _missing(session: Session, name: str, why: str, limit: float | None) -> Measure:
    """What cannot be measured here: decided elsewhere where points hang on it, else a line that says so."""
    if limit is not None:
        raise SkipTest(why)
    measure = Measure(name, None, "", note=why)
    session.measures.append(measure)
    return measure


def judged(session: Session, measure: Measure, *, over: bool, deciding: float | None = None) -> Measure:
    """Keep it for the result; fail the check when the limit is broken: exceeded (over), or not reached."""
    session.measures.append(measure)
    value = measure.value if deciding is None else deciding
    if measure.limit is not None and value is not None and (value > measure.limit if over else value < measure.limit):
        raise Mismatch(messages.limit_broken(measure, over))
    return measure


@dataclass(frozen=True)
class _Machine:
    """What one thread can do at most in a worker like the student's: bytes and operations per second; what a call costs."""

    moving: float
    computing: float
    call: Timing


_machine: list[_Machine] = []


def _measured_machine(session: Session) -> _Machine:
    """Measured when first asked for, in a worker with code of ours."""
    if not _machine:
        worker = session.open_worker(Path(ceilings.__file__))
        worker.loaded(30.0)

        def ask(operation: str, name: str, *args: float) -> Reply:
            reply = worker.call(operation, Reference("student", name), args, {}, limit=30.0, timed=True)
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


def _verified(session: Session, verify: Verify, name: str, *args: Any) -> Timing:
    timing = session.timed(name, *args)
    verify(timing.value, args, timing.after)
    return timing


def _timed(session: Session, verify: Verify, name: str, *args: Any) -> Timing:
    """Verified, and less what a call costs that does nothing, but never more than nine tenths less."""
    timing, cost = _verified(session, verify, name, *args), _measured_machine(session).call
    wall, cpu = max(timing.wall - cost.wall, timing.wall / 10), max(timing.cpu - cost.cpu, timing.cpu / 10)
    return Timing(wall, cpu, timing.value)
