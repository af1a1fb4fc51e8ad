"""For grading: `grade`, `regrade`, `override`, `feedback`."""

import argparse
import contextlib
import textwrap
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graders import course, submission
from graders.commands.common import (
    OK,
    PROBLEM,
    Lacking,
    Problem,
    add_section,
    add_store,
    alone,
    chosen,
    class_of,
    results_of,
    say,
    say_section,
    shown,
    stood,
)
from graders.commands.export import write_gradebook
from graders.course import CourseError, Exercise, Module
from graders.grading import override, store
from graders.grading.messages import disagreement
from graders.grading.override import Override, applied
from graders.handout import promise
from graders.result import Result, load, write_atomically, write_if_changed
from graders.submission import Submission
from graders.text import count, harmless, some_of
from graders.worker import sandbox

if TYPE_CHECKING:
    from graders.grading.batch import GradingBatch, Progress


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    grading = commands.add_parser("grade", help="grade a folder of submissions, write feedback pages and the gradebook")
    grading.add_argument("module", help="for example m2")
    grading.add_argument("folder", type=Path, help="one folder per student inside, holding the exercise files")
    grading.add_argument(
        "--accept-near", action="store_true", help="take what may be the files, too: of other names, or in zips; see near.csv"
    )
    add_section(grading)
    _add_batch_options(grading)
    grading.set_defaults(run=_grade)
    regrading = commands.add_parser("regrade", help="judge some rubric lines of everybody again, and say who moves")
    regrading.add_argument("module", help="for example m2")
    regrading.add_argument("--only", default="", metavar="LINE", help="for example m2.e1.hidden, or m2.e1 (default: all)")
    regrading.add_argument("--reason", required=True, help="for the log: what was wrong")
    regrading.add_argument("--handins", type=Path, metavar="DIR", help="where the submissions are (default: as last graded)")
    regrading.add_argument("--allow-decrease", action="store_true", help="also when students lose points")
    add_section(regrading)
    _add_batch_options(regrading)
    regrading.set_defaults(run=_regrade)
    overriding = commands.add_parser(
        "override", help="decide a rubric line of one student by hand, or list what was decided so"
    )
    overriding.add_argument("module", help="for example m2; alone: list the decisions that count")
    overriding.add_argument("student", nargs="?", default="")
    overriding.add_argument("line", nargs="?", default="", help="for example m2.e3.speed")
    overriding.add_argument("points", type=int, nargs="?")
    overriding.add_argument("--drop", action="store_true", help="let the grader's points count again")
    overriding.add_argument("--by", default="", help="who decides")
    overriding.add_argument("--why", default="", help="the student will read it")
    add_section(overriding, "for a list of one section's decisions")
    add_store(overriding)
    overriding.set_defaults(run=_override)
    paging = commands.add_parser("feedback", help="write everybody's feedback page again")
    paging.add_argument("module", help="for example m2")
    paging.add_argument("--handins", type=Path, metavar="DIR", help="where the submissions are (default: as last graded)")
    paging.add_argument("--reveal", action="store_true", help="show hidden checks: the key is published")
    add_section(paging)
    add_store(paging)
    paging.set_defaults(run=_feedback)


def _add_batch_options(parser: argparse.ArgumentParser) -> None:
    add_store(parser)
    parser.add_argument(
        "--jobs", type=int, default=0, help="submissions at a time for correctness (default: one more than cores)"
    )
    parser.add_argument("--gpu", choices=("auto", "on", "off"), default="auto", help="run checks that need a GPU")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, for example tcp://host:8786")
    parser.add_argument("--course-folder", default="", metavar="DIR", help="where its workers have this course")
    parser.add_argument("--wait", action="store_true", help="where another grading is at work in --out, wait for its end")
    boxing = parser.add_mutually_exclusive_group()
    boxing.add_argument("--no-sandbox", action="store_true", help="run student code without bubblewrap; every page says so")
    boxing.add_argument("--sandbox-if-possible", action="store_true", help="the same, but only where bubblewrap is missing")


def _grade(options: argparse.Namespace) -> int:
    module, whose = course.find_module(options.module), chosen(options)
    if options.accept_near and (new := submission.accept_near(options.folder, module, whose.has)):
        print(f"{new} accepted: {shown(submission.near_file(options.folder))}, which belongs into git")
    found = submission.find_submissions(options.folder, module)
    say("! ", [f"left out: {why}" for why in submission.unusable(options.folder)])
    say_section(whose, [each.student for each in found], class_of(options))
    submissions = [each for each in found if whose.has(each.student)]
    _show_near(submissions)
    boxed = _boxed(options, options.folder)
    with alone(options.out, options.wait):
        others = [each for each in found if not whose.has(each.student)]
        return _grade_alone(module, submissions, others, options, boxed)


def _show_near(submissions: Sequence[Submission]) -> None:
    """What was read and what was not, where there was a choice; and how to take what looks like it."""
    say("! ", [harmless(f"{each.student}: {told}", 300) for each in submissions for told in each.told])
    near = [f"{each.student}: {found} may be {name}" for each in submissions for name, found in sorted(each.near.items())]
    say("? ", [harmless(each, 300) for each in near])
    if near:
        say("? ", ["not taken; --accept-near takes all of these, now and from now on"])


def _grade_alone(
    module: Module, submissions: Sequence[Submission], others: Sequence[Submission], options: argparse.Namespace, boxed: bool
) -> int:
    with _batch(options, module, options.folder, boxed) as (batch, progress):
        from graders.grading.batch import grade

        outcome = grade(batch, submissions, progress, others)
    from graders.report import table

    results = applied(outcome.results, override.read(options.overrides))
    told, changed, trouble = _publish(module, submissions, results, options)
    table.show(module, told, {each.student: list(each.refused.values()) for each in submissions})
    if trouble:
        raise trouble
    skipped = f", {outcome.skipped} already graded with this grader and submission" if outcome.skipped else ""
    nothing = ": nothing changed" if not outcome.graded and not changed else ""
    alike = f", {outcome.alike} of them with another one, for the files are the very same" if outcome.alike else ""
    say("", [f"{outcome.graded} graded{alike}{skipped}{nothing}"])
    _show_disagreements(outcome.results, options)
    print(f"results, pages, CSV  {shown(batch.out / module.id)}")
    print(f"gradebook            {shown(batch.out / 'nbgrader' / 'gradebook.db')}")
    return OK


def _boxed(options: argparse.Namespace, folder: Path) -> bool:
    """Whether student code runs in a sandbox. Raises Lacking where it should and there is none."""
    # Never graded without a sandbox for that, as where bubblewrap is missing: it can be put right, and has to be.
    if not options.no_sandbox and (found := sandbox.exposed(folder, options.out, options.overrides)):
        raise Lacking(found)
    missing = "" if options.no_sandbox else sandbox.trouble()
    if missing and not options.sandbox_if_possible:
        raise Lacking(f"no sandbox for student code: {missing}; or add --no-sandbox")
    if missing:
        print(f"{missing}: grading without a sandbox, and every page says so")
    return not (options.no_sandbox or missing)


@contextlib.contextmanager
def _batch(
    options: argparse.Namespace, module: Module, folder: Path, boxed: bool
) -> Iterator[tuple["GradingBatch", "Progress"]]:
    """A batch with these options and its progress on the screen. Raises Lacking where there is no cluster."""
    # Imported here: the student's side has neither Dask, rich nor nbgrader. Importing nbgrader takes a second, which
    # is spent while the judges, processes of their own, are at work.
    from graders.grading.batch import GradingBatch
    from graders.grading.engine import EngineError
    from graders.report import table

    importing = threading.Thread(target=_import_nbgrader, daemon=True)
    importing.start()
    where = (options.jobs, options.scheduler, options.course_folder)
    batch = GradingBatch(module, folder, options.out.resolve(), boxed, options.gpu, *where)
    try:
        with table.progress() as progress:
            yield batch, progress
        importing.join()  # what comes next imports a good deal, too, and is not to meet packages that are half there
    except EngineError as error:
        raise Lacking(str(error)) from None


def _publish(
    module: Module, submissions: Sequence[Submission], results: Sequence[Result], options: argparse.Namespace
) -> tuple[list[Result], int, Problem | None]:
    """Gradebook and pages from the results, and CSV files with all others that are there, too.

    Returns what these students have now, how many files and rows are new or different, and what kept the gradebook from being
    written; raises Problem where it cannot even be read.
    """
    from graders.export import csv

    changed, trouble = 0, None
    try:
        changed = write_gradebook(module, submissions, results, options.out)
    except Problem as error:
        trouble = error
    others = _others(module, results, options)
    everybody = stood(module, [*results, *others], options.out)
    told = everybody[: len(results)]
    changed += _write_pages(told, {each.student: each.sources() for each in submissions}, options)
    for name, text in {"points.csv": csv.text(everybody), "totals.csv": csv.totals_text(everybody)}.items():
        changed += write_if_changed(options.out / module.id / name, text.encode("utf-8-sig"))
    return told, changed, trouble


def _others(module: Module, results: Sequence[Result], options: argparse.Namespace) -> list[Result]:
    """The results of those who were not graded this time: their rows stay, too. What cannot be read is said."""
    mine, found, damaged = {result.student for result in results}, [], []
    for path in sorted((options.out / module.id).glob("*.json")):
        if path.stem not in mine:
            try:
                found.append(load(path))
            except ValueError:
                damaged.append(path.stem)
    if damaged:
        say("! ", [f"results that cannot be read, so they are in no table; grade again: {some_of(damaged)}"])
    return applied(found, override.read(options.overrides))


def _override(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    if not options.student:
        return _list_overrides(module, options)
    if options.section:
        raise CourseError("--section goes with the list: a decision is about one student")
    results = store.results(options.out, module.id)
    points = None if options.drop else options.points
    if points is None and not options.drop:
        raise CourseError("give the points, or --drop to let the grader's count again")
    wanted = Override(store.now(), module.id, options.student, options.line, points, 0, options.by, options.why)
    line, entry = override.new(results, wanted)
    before = override.read(options.overrides)
    override.append(options.overrides, entry)
    mine = [result for result in results if result.student == options.student]
    old, new = stood(module, [*applied(mine, before), *applied(mine, [*before, entry])], options.out)
    was, now_ = (next(one.points for e in r.exercises for one in e.rubric if one.id == line.id) for r in (old, new))
    print(f"{options.student} {line.id}: {was} -> {now_} of {line.max}; total {old.points} -> {new.points} of {new.max}")
    if points is not None and now_ != points:
        say("! ", [f"what was typed in formgrader for {line.id} goes on counting: empty that field there"])
    print(f"added to {options.overrides}; pages and exports follow with the next grade, feedback or export")
    return OK


def _list_overrides(module: Module, options: argparse.Namespace) -> int:
    """The decisions by hand that count, a line each."""
    whose = chosen(options)
    there = [
        each for each in override.in_force(override.read(options.overrides), module.id).values() if whose.has(each.student)
    ]
    of = f" of {whose.name}" if whose else ""
    for each in sorted(there, key=lambda each: (each.student, each.line)):
        said = f"{each.points}, the grader said {each.judged}; {each.by}, {each.when[:10]}: {each.why}"
        say("  ", [harmless(f"{each.student} {each.line} {said}", 300)])
    print(f"{count(len(there), 'decision')} by hand{of} in {module.id}: {shown(options.overrides)}")
    return OK


def _regrade(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    folder = options.handins or Path(store.record(options.out, module.id).handins)
    boxed = _boxed(options, folder)
    with alone(options.out, options.wait):
        return _regrade_alone(module, folder, options, boxed)


def _regrade_alone(module: Module, folder: Path, options: argparse.Namespace, boxed: bool) -> int:
    exercises = [each for each in module.exercises if _is_meant(each, options.only)]
    lines = {line.id for each in exercises for line in each.rubric if options.only in ("", module.id, each.id, line.id)}
    if not lines:
        raise CourseError(f"there is no exercise or rubric line {options.only!r} in {module.folder / 'module.toml'}")
    whose = chosen(options)
    results = results_of(module, options, whose, by_hand=False)
    submissions = [each for each in submission.find_submissions(folder, module) if whose.has(each.student)]
    with _batch(options, module, folder, boxed) as (batch, progress):
        from graders.grading.regrade import regrade

        found = regrade(batch, results, submissions, exercises, lines, progress)
    maximum = sum(line.max for each in exercises for line in each.rubric if line.id in lines)
    for move in [*found.up, *found.down]:
        print(f"  {move.student:22.22} {move.line}  {move.before} -> {move.after}")
    for student, why in found.trouble.items():
        print(textwrap.fill(f"  {student}: not judged again, its result stays: {why}", 80, subsequent_indent="    "))
    equal = len(found.moves) - len(found.up) - len(found.down)
    print(f"{len(found.up)} up, {len(found.down)} down, {equal} equal; maximum still {maximum}")
    if found.down and not options.allow_decrease:
        raise Problem("some would lose points, so nothing was written; add --allow-decrease if that is right")
    if amendment := promise.amend(course.ROOT, module.id, options.reason, store.now()):
        said = f"HANDOUT amended: hidden checks of {module.id} were {amendment.old[:12]}…, are {amendment.new[:12]}…"
        say("", [f"{said}; python -m graders release makes it known"])
    for result in found.results:
        store.replace(batch.path(result.student), result)
    moved = [f"{move.student} {move.line} {move.before} -> {move.after}" for move in (*found.up, *found.down)]
    entry = {"when": store.now(), "by": store.user(), "lines": sorted(lines), "reason": options.reason, "moved": moved}
    entry |= {"sections": [section.name for section in whose.sections]} if whose else {}
    store.add_to_log(options.out, module.id, entry)
    judged = results_of(module, options, whose, by_hand=False)
    _, _, problem = _publish(module, submissions, applied(judged, override.read(options.overrides)), options)
    if problem:
        raise problem
    _show_disagreements(judged, options)
    return PROBLEM if found.trouble else OK


def _is_meant(exercise: Exercise, only: str) -> bool:
    return only in ("", exercise.id.partition(".")[0], exercise.id) or only in {line.id for line in exercise.rubric}


def _show_disagreements(results: Sequence[Result], options: argparse.Namespace) -> None:
    for each, now in override.disagreeing(results, override.read(options.overrides)):
        said = disagreement(each.line, each.points, each.by, each.judged, now)
        remedy = f"to drop it: python -m graders override {each.module} {each.student} {each.line} --drop"
        say("", [f"{each.student} {said}; {remedy}"])


def _feedback(options: argparse.Namespace) -> int:
    module, whose = course.find_module(options.module), chosen(options)
    results = stood(module, results_of(module, options, whose), options.out)
    submissions = submission.find_submissions(options.handins or Path(store.record(options.out, module.id).handins), module)
    if stale := submission.changed(results, submissions):
        say("! ", [f"handed in other files than were graded, so their pages stay as they are; grade again: {some_of(stale)}"])
        results = [result for result in results if result.student not in stale]
    changed = _write_pages(results, {each.student: each.sources() for each in submissions}, options)
    told = "hidden checks shown" if options.reveal else "of hidden checks titles and points only"
    print(f"{len(results)} pages in {shown(options.out / module.id)}, {changed} new or different; {told}")
    return OK


def _write_pages(results: Sequence[Result], sources: Mapping[str, dict[str, str]], options: argparse.Namespace) -> int:
    """One feedback page per student; returns how many are new or different."""
    from graders.report import feedback

    changed, reveal = 0, getattr(options, "reveal", False)
    for result in results:
        path, own = options.out / result.module / f"{result.student}.html", sources.get(result.student, {})
        made = feedback.made_from(result, own, reveal).encode()
        if not path.is_file() or made not in path.read_bytes():
            write_atomically(path, feedback.page(result, own, reveal).encode("utf-8"))
            changed += 1
    return changed


def _import_nbgrader() -> None:
    from graders.export.nbgrader.library import load_nbgrader

    with contextlib.suppress(ImportError):
        load_nbgrader()
