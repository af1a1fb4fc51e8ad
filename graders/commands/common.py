"""Exit codes, the errors of all commands, and what several of them share."""

import argparse
import contextlib
import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from graders import course, roster
from graders.commands import messages
from graders.course import CourseError, Exercise, Module
from graders.messages import no_exercise
from graders.result import Result
from graders.text import WIDEST

OK, PROBLEM, USAGE, LACKING = 0, 1, 2, 70


class Lacking(Exception):
    """This machine lacks something that was asked for, in one sentence."""


class Problem(Exception):
    """Something is wrong with what a command was asked to work on, in one sentence."""


def add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("results"), help="where results are (default: results)")
    parser.add_argument("--overrides", type=Path, default=Path("overrides.csv"), help="decisions by hand, to be kept in git")


def add_roster(parser: argparse.ArgumentParser, what_for: str) -> None:
    parser.add_argument("--roster", type=Path, help=f"the class list, a CSV file: {what_for}")
    parser.add_argument("--deadline", type=_moment, help="such as 2026-11-20T23:59+01:00; the class list's come first")


def _moment(text: str) -> datetime:
    try:
        return roster.moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def module_and_number(wanted: str) -> tuple[Module, str]:
    """An exercise, named in any way, as its module and "e3"; the second is empty for a whole module.

    Raises CourseError where there is none.
    """
    try:
        return course.find_module(wanted), ""
    except CourseError:
        if not re.search(r"[./\\_]", wanted):
            raise
    module, exercise = exercise_named(wanted)
    return module, exercise.number


def exercise_named(wanted: str) -> tuple[Module, Exercise]:
    """An exercise as a student may name it: m2/e1_amdahl, m2/e1, m2.e1 or assignments/m2/e1_amdahl.py.

    Raises CourseError where there is none.
    """
    name = wanted.replace("\\", "/").removeprefix("./").removeprefix("assignments/").removesuffix(".py")
    modules = [course.find_module(each) for each in course.module_ids()]
    alone = [(module, each) for module in modules for each in module.exercises if each.path.stem == name]
    if len(alone) == 1:
        return alone[0]
    module_id, _, rest = name.partition("/" if "/" in name else ".")
    module = course.find_module(module_id)
    if not rest:
        raise CourseError(messages.which_exercise(module_id, module.exercises[0].path.stem))
    for exercise in module.exercises:
        if rest in (exercise.number, exercise.path.stem):
            return module, exercise
    raise CourseError(no_exercise(rest, module_id, [each.path.stem for each in module.exercises]))


def ask(question: str) -> str:
    """What the user types; nothing where nobody can."""
    try:
        return input(f"{question} ").strip()
    except EOFError:
        print()
        return ""


def confirmed(question: str) -> bool:
    return ask(question).lower() in ("y", "yes")


def columns() -> int:
    """How wide text is: as the terminal, between 40 and 80 columns."""
    return max(40, min(shutil.get_terminal_size().columns, WIDEST))


def say(start: str, sentences: Sequence[str]) -> None:
    """Sentences on as many lines as they take, each after `start`."""
    wrapper = textwrap.TextWrapper(columns(), start, " " * len(start), break_long_words=False, break_on_hyphens=False)
    for sentence in sentences:
        print(wrapper.fill(sentence))


def stood(module: Module, judged: Sequence[Result], out: Path) -> list[Result]:
    """What everybody has, with all that people typed in formgrader. Raises Problem where its gradebook cannot be read."""
    # Imported here: the student's side has no nbgrader.
    from graders.export.grades import ExportError
    from graders.export.standing import standing

    try:
        return standing(module, judged, out / "nbgrader")
    except ExportError as error:
        raise Problem(str(error)) from None


@contextlib.contextmanager
def alone(folder: Path, wait: bool) -> Iterator[None]:
    """With a folder for this run alone, which writes to it. Raises Problem where another one is at work there."""
    # Imported here: the student's side has neither.
    from graders.grading import store
    from graders.lock import Locked, locked

    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locked(folder.resolve(), store.user(), wait))
        except Locked as error:
            raise Problem(str(error)) from None
        yield


def shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
