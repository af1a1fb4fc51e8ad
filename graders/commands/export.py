"""For passing results on: `export`."""

import argparse
import os
import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from graders import course, roster, submission
from graders.commands.common import (
    OK,
    Problem,
    add_roster,
    add_section,
    add_store,
    chosen,
    class_of,
    results_of,
    say,
    shown,
    stood,
)
from graders.course import Module
from graders.export import formats
from graders.export.grades import ExportError, Grades, check_results
from graders.export.nbgrader.class_list import ClassList, Entered
from graders.grading import store
from graders.result import Result, write_if_changed
from graders.submission import Submission
from graders.text import count, count_points, some_of


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    exporting = commands.add_parser("export", help="write the results of a grading for gradebooks and other programs")
    exporting.add_argument("module", help="for example m2")
    exporting.add_argument(
        "--to", type=_formats, action="extend", required=True, metavar="FORMAT,…", help=f"any of {', '.join(formats.NAMES)}"
    )
    add_store(exporting)
    add_roster(exporting, "names, addresses and ids in other systems; nbgrader also gets the deadlines")
    add_section(exporting, "")
    exporting.add_argument("--assignment", type=_number, default="", help="the assignment's number in its address in Canvas")
    exporting.add_argument("--folder", type=Path, help="the submissions, where nbgrader has not seen their code yet")
    exporting.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    module, whose = course.find_module(options.module), chosen(options)
    found = submission.find_submissions(options.folder, module) if options.folder else []
    submissions = [each for each in found if whose.has(each.student)]
    folder = whose.inside(options.out / module.id) / "export"
    wanted = dict.fromkeys(options.to)
    judged = results_of(module, options, whose)
    try:
        check_results(module, judged)
    except ExportError as error:
        raise Problem(str(error)) from None
    grades = Grades(module, judged, class_of(options, whose), _times(submissions or _graded(options.out, module)))
    of = f" of {whose.name}" if whose else ""
    print(f"{module.id}: {count(len(judged), 'student')}{of}, {count_points(grades.most)}")
    # First, for it is the gradebook that knows who was late.
    if formats.NBGRADER in wanted:
        _export_gradebook(module, submissions, judged, options)
    grades = replace(grades, results=stood(module, judged, options.out))
    makers = formats.formats(options.assignment, os.environ)
    say("! ", formats.notes(grades))
    for name in (name for name in wanted if name in makers):
        made = makers[name](grades)
        changed = sum(write_if_changed(folder / path, text) for path, text in made.files.items())
        print(f"{name}: {count(len(made.files), 'file')}, {changed} new or changed")
        say("  ", [shown(folder / path) for path in dict.fromkeys(path.split("/")[0] for path in made.files)])
        say("  ! ", made.notes)
    return OK


def _export_gradebook(
    module: Module, submissions: Sequence[Submission], judged: Sequence[Result], options: argparse.Namespace
) -> None:
    print("nbgrader:")
    if stale := submission.changed(judged, submissions):
        say("  ! ", [f"other files than were graded, so they are not shown: grade again: {some_of(stale)}"])
    current = [each for each in submissions if each.student not in stale]
    write_gradebook(module, current, judged, options.out, class_list(options))
    say("  ", [shown(options.out / "nbgrader" / "gradebook.db")])


def _graded(out: Path, module: Module) -> list[Submission]:
    """The submissions that were graded last, where they still are."""
    try:
        return submission.find_submissions(Path(store.record(out, module.id).handins), module)
    except (store.StoreError, submission.SubmissionError):
        return []


def _times(submissions: Sequence[Submission]) -> dict[str, datetime]:
    return {each.student: each.time for each in submissions if each.time}


def _formats(text: str) -> list[str]:
    try:
        return formats.names(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _number(text: str) -> str:
    if not re.fullmatch("[0-9]*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return text


def write_gradebook(
    module: Module, submissions: Sequence[Submission], results: Sequence[Result], out: Path, listed: ClassList | None = None
) -> int:
    """nbgrader's gradebook and notebooks; returns how much of them changed."""
    from graders.export.nbgrader import gradebook

    sources, notes = (
        {each.student: each.sources() for each in submissions},
        {each.student: each.notes for each in submissions},
    )
    try:
        report = gradebook.export(module, list(results), sources, out / "nbgrader", notes=notes, listed=listed)
    except ExportError as error:
        raise Problem(f"{error} (all the other files are written)") from None
    print(textwrap.fill(str(report), 80))
    for student, why in report.refused.items():
        print(f"  {student!r}: {why}; not in the gradebook, but in every other file")
    if report.entered:
        say_entered(report.entered)
    return len(report.new) + len(report.changed) + report.files


def class_list(options: argparse.Namespace) -> ClassList | None:
    """What nbgrader's gradebook is to know of the class; None: nothing was given.

    The whole class even where a command is about a section: extensions count from everybody's due date.
    """
    people = roster.read(options.roster) if options.roster else {}
    return ClassList(people, options.deadline) if options.roster or options.deadline else None


def say_entered(entered: Entered) -> None:
    print(entered)
    say("! ", entered.notes)
