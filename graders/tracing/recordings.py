"""Reads what `worker/recorder.py` wrote: of every thread the calls, each inside the one that made it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from graders.tracing import MOST_CALLS, Recording
from graders.worker import child, launch

YOURS, COURSE, LIBRARY, BUILT_IN, WAITING = "yours", "the course", "Python and packages", "built in", "waiting"
_WAITS = re.compile(
    r"_thread\.R?[Ll]ock\.(acquire|__enter__)|_queue\.SimpleQueue\.get|_multiprocessing\.SemLock\.(acquire|__enter__)"
    r"|select\.(\w+\.)?(poll|select|control)|time\.sleep|(posix|nt)\.wait\w*|_winapi\.WaitFor\w+|_socket\.socket\.(accept|recv)\w*"
)
"""Built-in functions that do little else than wait for somebody: for another thread or process, the network, the clock."""
_NAMED = re.compile(r"(.*) \((.*):(\d+)\)", re.DOTALL)
_WORKER = "Host.perform"
_THREADS_OWN = ("Thread._bootstrap", "Thread._bootstrap_inner", "Thread.run")
"""Between the begin of a thread and the function that it is for."""
_COURSES = Path(launch.__file__).parents[1]


class _Event(msgspec.Struct):
    ph: str
    pid: int
    tid: int
    name: str
    ts: float = 0.0
    dur: float = 0.0
    args: dict[str, object] = {}


class _File(msgspec.Struct):
    traceEvents: list[_Event]


@dataclass(slots=True, eq=False)
class Call:
    """One call of a function; times in microseconds by the clock of `Span`."""

    name: str
    kind: str
    file: str
    line: int
    begin: float
    end: float
    inside: list["Call"] = field(default_factory=list)

    def walk(self) -> Iterator["Call"]:
        """This call and all those made in it, the earlier first."""
        waiting = [self]
        while waiting:
            call = waiting.pop()
            yield call
            waiting.extend(reversed(call.inside))


@dataclass
class Thread:
    name: str
    calls: list[Call]
    """The outermost ones."""


@dataclass
class Process:
    threads: list[Thread]
    of: Recording
    is_worker: bool


@dataclass
class Raw:
    """All that was recorded, and whether some of it was lost for lack of room."""

    processes: list[Process]
    overflowed: bool


def read(recordings: Sequence[Recording], student: str, given: str) -> Raw:
    """The calls within the rounds. `student` and `given` are the paths of these files."""
    processes, overflowed = [], False
    for recording in recordings:
        raw = Path(recording.file)
        files = sorted(raw.parent.glob(f"{raw.stem}_*{raw.suffix}"), key=lambda path: int(path.stem.rpartition("_")[2]))
        for path in files:
            try:
                events = msgspec.json.decode(path.read_bytes(), type=_File).traceEvents
            except (OSError, msgspec.MsgspecError):  # a process that was ended while it wrote
                continue
            calls = [event for event in events if event.ph == "X"]
            if len(calls) >= MOST_CALLS:  # what was lost came to its end before all that was kept
                ends = min(each.ts + each.dur for each in calls) - recording.offset
                overflowed |= ends > 1e6 * min((each.yours.begin for each in recording.rounds), default=0.0)
            pid = int(path.stem.rpartition("_")[2])
            threads = _threads(events, calls, recording, student, given)
            if threads:
                processes.append(Process(threads, recording, pid == recording.pid))
    return Raw(processes, overflowed)


def _threads(events: list[_Event], calls: list[_Event], recording: Recording, student: str, given: str) -> list[Thread]:
    names = {each.tid: str(each.args.get("name", "")) for each in events if each.ph == "M" and each.name == "thread_name"}
    begin = 1e6 * min((each.yours.begin for each in recording.rounds), default=0.0)
    end = 1e6 * max((each.yours.end for each in recording.rounds), default=0.0)
    known: dict[str, tuple[str, str, str, int]] = {}
    by_thread: dict[int, list[Call]] = {}
    for event in calls:
        at = event.ts - recording.offset
        if at + event.dur <= begin or at >= end:
            continue
        if (about := known.get(event.name)) is None:
            about = known[event.name] = _about(event.name, student, given)
        by_thread.setdefault(event.tid, []).append(Call(*about, at, at + event.dur))
    threads = []
    for tid, found in by_thread.items():
        outermost = _students_own(_nested(found))
        for call in found:
            call.begin, call.end = max(call.begin, begin), min(call.end, end)
        if outermost:
            name = names.get(tid, "").replace("MainThread", "main thread")
            threads.append(Thread(name or f"thread {tid}", outermost))
    return sorted(threads, key=lambda thread: (thread.name != "main thread", thread.calls[0].begin))


def _about(name: str, student: str, given: str) -> tuple[str, str, str, int]:
    """(name, kind, file, line) of a function, from how viztracer writes it."""
    found = _NAMED.fullmatch(name)
    if found is None:
        return name.removeprefix("builtins."), WAITING if _WAITS.fullmatch(name) else BUILT_IN, "", 0
    short, file, line = found[1], found[2], int(found[3])
    kind = LIBRARY
    if file == student:
        kind = YOURS
    elif file == given or _COURSES in Path(file).parents:
        kind = COURSE
    return short, kind, file, line


def _nested(calls: list[Call]) -> list[Call]:
    """The outermost calls, with the others inside; a call never lasts longer than the one that made it."""
    calls.sort(key=lambda call: (call.begin, -call.end))
    outermost: list[Call] = []
    stack: list[Call] = []
    for call in calls:
        while stack and call.begin >= stack[-1].end:
            stack.pop()
        if stack:
            call.end = min(call.end, stack[-1].end)
        (stack[-1].inside if stack else outermost).append(call)
        stack.append(call)
    return outermost


def _students_own(outermost: list[Call]) -> list[Call]:
    """Without the worker's own: in a thread of the worker's only what it was asked to call."""
    performed = [call for each in outermost for call in _performs(each)]
    if performed:
        return [inner for each in performed for inner in each.inside if inner.name != "time.perf_counter"]
    while any(call.name in _THREADS_OWN for call in outermost):
        outermost = [inner for call in outermost for inner in (call.inside if call.name in _THREADS_OWN else [call])]
    return outermost if any(call.file != child.__file__ for call in outermost) else []


def _performs(call: Call) -> Iterator[Call]:
    if call.name == _WORKER and call.file == child.__file__:
        yield call
    elif call.kind == COURSE or call.name in _THREADS_OWN:
        for inner in call.inside:
            yield from _performs(inner)
