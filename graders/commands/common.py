"""Exit codes, the errors of all commands, and what several of them share."""

import argparse
import contextlib
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graders import course, roster, sections
from graders.commands import messages
from graders.course import CourseError, Exercise, Module
from graders.messages import no_exercise
from graders.result import Result
from graders.roster import Person, RosterError
from graders.sections import EVERYBODY, Chosen
from graders.text import WIDEST, some_of

if TYPE_CHECKING:
    from graders.export.nbgrader.typed import Typed

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


def add_section(parser: argparse.ArgumentParser, roster_for: str = "who is in which section") -> None:
    """The option to work on a part of the class; with the class list where the command has not asked for it itself."""
    if roster_for:
        parser.add_argument("--roster", type=Path, help=f"the class list, a CSV file: {roster_for}")
    parser.add_argument(
        "--section",
        action="append",
        default=[],
        metavar="NAME",
        help=f"only that section of the class list; may be repeated; {sections.NONE}: who is in no section",
    )


def chosen(options: argparse.Namespace) -> Chosen:
    """Whom the command is about: the sections named, else everybody. Raises RosterError for one that is not there."""
    if not options.section:
        return EVERYBODY
    if not options.roster:
        raise RosterError("--section needs the class list, which says who is in it: add --roster FILE")
    return sections.chosen(options.section, roster.read(options.roster), str(options.roster))


def class_of(options: argparse.Namespace, whose: Chosen = EVERYBODY) -> dict[str, Person]:
    """Those of the class list whom the command is about; nobody where there is none."""
    return whose.among(roster.read(options.roster)) if options.roster else {}


def results_of(module: Module, options: argparse.Namespace, whose: Chosen, *, by_hand: bool = True) -> list[Result]:
    """The results of whom the command is about, with what people decided unless told otherwise.

    Raises Problem where there is none, or one of them cannot be read.
    """
    # Imported here: the student's side has neither.
    from graders.grading import override, store

    try:
        found = store.results(options.out, module.id, override.read(options.overrides) if by_hand else (), whose.has)
    except ValueError as error:
        raise Problem(str(error)) from None
    if not found:
        raise Problem(f"nobody of {whose.name} is graded in {module.id} yet")
    return found


def say_section(whose: Chosen, students: Sequence[str], people: Mapping[str, Person]) -> None:
    """How many of the submissions are the section's, who has none, and who is unknown.

    Raises Problem where there is nothing to be done.
    """
    if not whose:
        return
    mine = [student for student in students if whose.has(student)]
    print(f"{whose.name}: {len(mine)} of {len(students)} submissions")
    if absent := [student for student in whose.among(people) if student not in students]:
        say("! ", [f"of {whose.name}, and without a submission: {some_of(absent)}"])
    if unknown := [student for student in students if student not in people]:
        say("! ", [f"not on the class list, so in no section: {some_of(unknown)}"])
    if not mine:
        raise Problem(f"none of the {len(students)} submissions is of {whose.name}")


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


def typed_in(module: Module, out: Path) -> Mapping[str, "Typed"]:
    """What people typed in formgrader, by student. Raises Problem where its gradebook cannot be read."""
    # Imported here: the student's side has no nbgrader.
    from graders.export.grades import ExportError
    from graders.export.nbgrader import typed

    try:
        return typed.read(module, out / "nbgrader")
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
