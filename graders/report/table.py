"""What the instructor sees in the terminal: progress while it grades, then a table, then what deserves a look."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from graders.course import Module
from graders.grading import batch
from graders.report.by_hand import HandCell, open_ones
from graders.result import ExerciseResult, Result
from graders.text import STATES, for_rich, harmless

_KINDS = (
    ("the grader had trouble", r"the grader |^m\d+\.\w+: (judging |no check )"),
    ("tampered with the grading", "tampered|went on computing"),
    ("not read", "not read"),
    ("did not load", r"loading the file|\.py line \d+: |UTF-8|is there a loop outside|cannot import"),
    ("did not finish", "did not finish"),
    ("the machine was busy", "the machine was busy|took too long to be decided|something outside ended"),
    ("used too much", "memory|printed more than"),
    ("ended or crashed", "ended the program|crashed|was killed|sys.exit"),
    ("uses what is forbidden", "this exercise asks you to do without"),
    (STATES["noisy"].word, "too noisy"),
)
"""What may deserve a look, worst first, and how its sentences are told apart."""
_OTHER = "other"


def _kind(case: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, case)), _OTHER)


@contextmanager
def progress() -> Iterator[batch.Progress]:
    """A bar per phase with the time left; into a file or pipe a line per submission with the time of day."""
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        yield _log
        return
    columns = [TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(phase: str, done: int, of: int, said: str = "") -> None:
            if phase == batch.UNCHANGED:
                return  # said when all is done; nothing is being done about them
            if of and phase not in tasks:
                tasks[phase] = bars.add_task(phase, total=of)
            if of:
                bars.update(tasks[phase], completed=done)

        yield advance


def _log(phase: str, done: int, of: int, said: str = "") -> None:
    """One line; nothing for a step that is about nobody, but the first of a phase."""
    if said or (of and done in (0, of)) or phase == batch.UNCHANGED:
        about = f"  {harmless(said, 80)}" if said else ""
        print(f"{datetime.now():%H:%M:%S}  {phase} {done} of {of}{about}", flush=True)


def show(module: Module, results: Sequence[Result], notes: Mapping[str, Sequence[str]]) -> None:
    """The class in one table, then one line per special case: crashes, refused files, what the grader could not decide."""
    console = Console()
    table = Table(
        title=f"{module.id} · {module.title}", title_justify="left", padding=(0, 1, 0, 0), box=None, header_style="bold"
    )
    table.add_column("student", no_wrap=True, overflow="ellipsis", max_width=22)
    columns = list(dict.fromkeys(exercise.id for result in results for exercise in result.exercises))
    for column in columns:
        table.add_column(column.partition(".")[2], justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    for result in results:
        cells = {exercise.id: _cell(exercise) for exercise in result.exercises}
        table.add_row(
            for_rich(result.student, 60), *(cells.get(column, "") for column in columns), f"{result.points}/{result.max}"
        )
    console.print(table)
    cases: dict[str, list[tuple[str, str]]] = {}
    for result in results:
        for case in _special(result, notes.get(result.student, ())):
            cases.setdefault(_kind(case), []).append((result.student, case))
    if cases:
        console.print("\nworth a look", style="bold")
    for kind, _ in (*_KINDS, (_OTHER, "")):
        if kind not in cases:
            continue
        console.print(f" {kind} ({len(cases[kind])})", style="bold")
        special = Table(box=None, padding=(0, 1), show_header=False)
        special.add_column(no_wrap=True, overflow="ellipsis", max_width=22)
        special.add_column(overflow="fold")
        for student, case in cases[kind]:
            special.add_row(f" {for_rich(student, 60)}", for_rich(case, 300))
        console.print(special)


def show_by_hand(groups: Sequence[tuple[str, Sequence[HandCell]]], every: bool) -> None:
    """What is to be graded by hand, in a table per group; what is done only where `every` cell is asked for."""
    console = Console(highlight=False)
    for title, cells in groups:
        left = open_ones(cells)
        console.print(f"{for_rich(title, 200)}: {len(left)} of {len(cells)} to do", style="bold")
        table = Table(padding=(0, 1, 0, 0), box=None, header_style="bold")
        table.add_column(" student", no_wrap=True, overflow="ellipsis", max_width=20)
        table.add_column("cell", no_wrap=True, overflow="ellipsis", max_width=20)
        table.add_column("points", no_wrap=True, justify="right")
        if every:
            table.add_column("done", no_wrap=True)
        table.add_column("why", overflow="fold")
        for each in cells if every else left:
            points = f"{'–' if each.points is None else each.points} of {each.max}"
            done = ["yes" if each.done else "no"] if every else []
            table.add_row(f" {for_rich(each.student, 60)}", for_rich(each.name, 60), points, *done, for_rich(each.why, 200))
        if table.row_count:
            console.print(table)


def _cell(exercise: ExerciseResult) -> str:
    state = exercise.state
    if state in ("pass", "partial", "fail"):
        return str(exercise.points)
    return f"{exercise.points}{STATES[state].glyph}" if state == "noisy" else STATES[state].glyph


def _special(result: Result, notes: Sequence[str]) -> list[str]:
    cases = list(dict.fromkeys(notes))
    for exercise in result.exercises:
        found: dict[str, None] = {}
        for line in exercise.rubric:
            if line.state in ("error", "noisy"):
                found[line.why] = None
            for check in line.checks:
                if check.cause == "Stopped":
                    found[check.why] = None
        cases += [f"{exercise.id}: {why}" for why in found]
    return cases
