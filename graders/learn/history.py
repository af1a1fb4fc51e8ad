"""A student's own runs as a table: when, what was run, points, speed-ups."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from graders.quantities import times
from graders.result import Result


def rows(runs: Sequence[Result], width: int) -> Iterator[str]:
    """One line per run: time, points of what was judged, then each exercise with its own and its best speed-up."""
    yield f"{'when':16}  {'points':>7}  exercises"
    for run in runs:
        points, worth, entries = _run(run)
        yield from _fitted(f"{_when(run.finished):16}  {f'{points}/{worth}':>7}  ", entries, width)


def _run(run: Result) -> tuple[int, int, list[str]]:
    points = worth = 0
    entries = []
    for exercise in run.exercises:
        checks = [check for line in exercise.rubric for check in line.checks if check.state != "deferred"]
        if not checks:
            continue
        reached, most = sum(check.points for check in checks), sum(check.max for check in checks)
        points, worth = points + reached, worth + most
        speeds = [check.speedup.ratio for check in checks if check.speedup is not None]
        speed = f" {times(max(speeds))}" if speeds else ""
        entries.append(f"{exercise.id.partition('.')[2]} {reached}/{most}{speed}")
    return points, worth, entries


def _fitted(head: str, parts: Sequence[str], width: int) -> Iterator[str]:
    """The parts after the head, on as many lines as it takes."""
    line = head
    for part in parts:
        if len(line) + len(part) > width and line.strip():
            yield line.rstrip()
            line = " " * len(head)
        line += f"{part}   "
    yield line.rstrip()


def _when(moment: str) -> str:
    """A time of the result in this machine's zone."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return moment[:16]
