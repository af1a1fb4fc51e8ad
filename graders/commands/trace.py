"""For students: `trace`."""

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from graders import course
from graders.commands.common import OK, Lacking, Problem, columns, exercise_named, say, shown
from graders.course import Exercise
from graders.quantities import seconds
from graders.result import write_atomically
from graders.tracing import MOST_CALLS, Found, flame, messages, read, recordings, timeline
from graders.tracing.recordings import Raw

SHORTEST = (0.0, 10.0, 100.0, 1000.0)
"""Microseconds that a call has to take to be recorded: more, where there are too many."""
LINES = 10


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    tracing = commands.add_parser("trace", help="record one run of your own code: a timeline for Perfetto and a flame graph")
    tracing.add_argument("exercise", help="for example m2.e3 or m2/e3_histogram")
    tracing.add_argument("--yardstick", action="store_true", help="trace the function that you race against instead")
    tracing.add_argument("--out", type=Path, help="the folder to write to (default: results/traces)")
    tracing.add_argument("--seed", type=int, default=1, help="other inputs (default: 1, the same in every run)")
    tracing.set_defaults(run=_trace)


def _trace(options: argparse.Namespace) -> int:
    _, exercise = exercise_named(options.exercise)
    out = options.out or course.ROOT / "results" / "traces"
    if importlib.util.find_spec("viztracer") is None:
        raise Lacking(messages.NO_VIZTRACER)
    out.mkdir(parents=True, exist_ok=True)  # where that fails, somebody is told before anything runs
    for shortest in SHORTEST:
        with tempfile.TemporaryDirectory(prefix="trace-") as folder:
            found = _recorded(exercise, Path(folder), shortest, options)
            if not found.recordings or found.not_started == sum(len(each.rounds) for each in found.recordings):
                raise Problem(_why_nothing(exercise, found, options.yardstick))
            raw = recordings.read(found.recordings, str(exercise.path), found.given)
        if not raw.overflowed:
            break
    if not any(thread.calls for process in raw.processes for thread in process.threads):
        raise Problem(messages.stopped(exercise.id, "; ".join(dict.fromkeys(found.notes)) or messages.NOTHING))
    _show(exercise, found, raw, shortest, out, options.yardstick)
    return OK


def _recorded(exercise: Exercise, folder: Path, shortest: float, options: argparse.Namespace) -> Found:
    """Run the tests of the exercise in a process of their own, which writes what it finds into the folder."""
    command = [sys.executable, "-m", "pytest", str(exercise.tests), "-q", "-p", "no:cacheprovider", f"--seed={options.seed}"]
    command += [f"--trace-into={folder}", f"--trace-shortest={shortest}", *(["--trace-yardstick"] if options.yardstick else [])]
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
    done = subprocess.run(command, cwd=course.ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    found = read(folder)
    if found is None:
        last = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise Problem(messages.stopped(exercise.id, last[-1].strip() if last else f"pytest ended with {done.returncode}"))
    return found


def _why_nothing(exercise: Exercise, found: Found, of_yardstick: bool) -> str:
    if of_yardstick and not found.notes:
        return messages.no_yardstick(exercise.id)
    if found.not_started:
        return messages.not_started(exercise.id, shown(exercise.path), found.raced)
    return messages.stopped(exercise.id, "; ".join(dict.fromkeys(found.notes)) or messages.NOTHING)


def _show(exercise: Exercise, found: Found, raw: Raw, shortest: float, out: Path, of_yardstick: bool) -> None:
    """Write both files, and say what is in them."""
    drawn = timeline.timeline(exercise.id, found.recordings, raw.processes, of_yardstick)
    roots = flame.tree(raw.processes)
    what = list(dict.fromkeys(each.what for each in found.recordings))
    threads = sum(len(process.threads) for process in raw.processes)
    rounds = max(len(each.rounds) for each in found.recordings)
    if not any(what):
        rounds = sum(len(each.rounds) for each in found.recordings)
    told = [f"{messages.recorded(exercise.id, what, rounds, len(raw.processes), threads, of_yardstick)}."]
    told += [f"{line}." for line in _slower(found)]
    svg, narrow = flame.picture(f"{exercise.id} {exercise.title}: where the time went", told, roots)
    name = f"{exercise.id}-yardstick" if of_yardstick else exercise.id
    trace_file, picture_file = out / f"{name}.json", out / f"{name}.svg"
    write_atomically(trace_file, drawn.content)
    write_atomically(picture_file, svg.encode("utf-8"))
    say("", told)
    print()
    for line in _table(flame.table(roots), sum(root.total for root in roots)):
        print(line)
    print()
    say("", [messages.INFLATED])
    for note in dict.fromkeys([*found.notes, *([messages.PARTLY] if found.not_started else [])]):
        say("! ", [note])
    left_out = []
    if shortest:
        left_out.append(messages.not_recorded(shortest))
    if raw.overflowed:
        left_out.append(messages.only_the_last(MOST_CALLS))
    if drawn.left_out:
        left_out.append(messages.left_out_short(drawn.left_out, drawn.shortest))
    if narrow:
        left_out.append(messages.left_out_narrow(narrow))
    say("", left_out)
    print()
    say(f"{shown(trace_file)}  ", [messages.PERFETTO])
    say(f"{shown(picture_file)}   ", [messages.PICTURE])


def _slower(found: Found) -> list[str]:
    """Of every race what a call took while it was recorded, where it is known what it takes otherwise."""
    lines = []
    for each in found.recordings:
        if each.without and each.rounds:
            took = sorted(one.yours.end - one.yours.begin for one in each.rounds)
            lines.append(messages.slower(each.what, seconds(took[len(took) // 2]), seconds(each.without)))
    return lines


def _table(lines: Sequence[flame.Line], whole: float) -> list[str]:
    rows = [("own time", "", "with calls", "calls", "function")]
    for line in lines[:LINES]:
        rows.append(
            (
                f"{100 * line.own / whole:.0f} %",
                seconds(line.own / 1e6),
                f"{100 * line.total / whole:.0f} %",
                f"{line.calls:,}",
                f"{line.name}  {line.where}",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    text = ["  ".join([*(part.rjust(width) for part, width in zip(row, widths, strict=False)), row[4]]) for row in rows]
    return [line if len(line) <= columns() else f"{line[: columns() - 1]}…" for line in text]
