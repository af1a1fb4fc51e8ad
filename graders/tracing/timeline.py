"""The recorded calls as a trace for Perfetto, in Chrome's trace-event format: processes and threads as tracks.

The format: "Trace Event Format", Google, https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from graders.tracing import Recording
from graders.tracing.recordings import Process

MOST_EVENTS = 150_000
"""So that the file stays below the 32 MiB that m5.e3 reads, and opens at once."""


@dataclass(frozen=True)
class Timeline:
    """The trace as it is written, and what was left out of it."""

    content: bytes
    left_out: int
    shortest: float
    """Microseconds; shorter calls were left out."""


def timeline(
    exercise: str,
    recordings: Sequence[Recording],
    processes: Sequence[Process],
    of_yardstick: bool = False,
    most: int = MOST_EVENTS,
) -> Timeline:
    """The race (or the checks) first, then every process with its threads; time 0 is where the first round begins."""
    zero = min((each.whole.begin for recording in recordings for each in recording.rounds), default=0.0)
    raced = any(recording.what for recording in recordings)
    events: list[dict[str, Any]] = []
    _name(events, 1, "process_name", "the race, as the judge sees it" if raced else "the checks, as the judge sees them")
    for track, recording in enumerate(recordings, 1):
        _name(events, 1, "thread_name", f"rounds of {recording.what}" if raced else "checks", track)
        for each in recording.rounds:
            for span in (each.whole, *each.parts):
                begin, end = 1e6 * (span.begin - zero), 1e6 * (span.end - zero)
                events.append(_event(span.name, "race" if raced else "check", 1, track, begin, end))
    least = _shortest_kept(processes, most)
    left_out = 0
    for pid, process in enumerate(processes, 2):
        of = f": {process.of.what}" if process.of.what else ""
        whose = f"{'the yardstick' if of_yardstick else 'your code'}{of}"
        _name(events, pid, "process_name", whose if process.is_worker else f"a process of {whose}")
        for tid, thread in enumerate(process.threads, 1):
            _name(events, pid, "thread_name", thread.name, tid)
            for outer in thread.calls:
                for call in outer.walk():
                    if call.end - call.begin < least:
                        left_out += 1
                        continue
                    event = _event(call.name, call.kind, pid, tid, call.begin - 1e6 * zero, call.end - 1e6 * zero)
                    if call.file:
                        event["args"] = {"file": Path(call.file).name, "line": call.line}
                    events.append(event)
    told = {"exercise": exercise, "left_out": left_out, "left_out_below_us": least}
    content = msgspec.json.encode({"traceEvents": events, "displayTimeUnit": "ms", "otherData": told})
    return Timeline(content, left_out, least)


def _shortest_kept(processes: Sequence[Process], most: int) -> float:
    """The least microseconds that a call must have taken, so that at most so many are kept; 0 for all of them.

    What a call is made in takes as long at least, so nothing is kept without it.
    """
    lengths = [
        call.end - call.begin
        for process in processes
        for thread in process.threads
        for outer in thread.calls
        for call in outer.walk()
    ]
    if len(lengths) <= most:
        return 0.0
    lengths.sort()
    return float(f"{lengths[-most]:.3g}") + 1e-3


def _name(events: list[dict[str, Any]], pid: int, what: str, name: str, tid: int = 0) -> None:
    events.append({"ph": "M", "pid": pid, "tid": tid, "name": what, "args": {"name": name}})
    sort = what.replace("name", "sort_index")
    events.append({"ph": "M", "pid": pid, "tid": tid, "name": sort, "args": {"sort_index": tid or pid}})


def _event(name: str, kind: str, pid: int, tid: int, begin: float, end: float) -> dict[str, Any]:
    """Rounded to nanoseconds, begin and end alike: so that what lay inside still does."""
    begin, end = round(begin, 3), round(end, 3)
    return {"ph": "X", "name": name, "cat": kind, "pid": pid, "tid": tid, "ts": begin, "dur": round(end - begin, 3)}
