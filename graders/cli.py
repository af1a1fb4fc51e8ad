"""`python -m graders …`: a thin layer over the rooms below it.

Exit codes: 0 did its work (also when every student scored 0), 1 found a problem in what it was asked to look at,
2 usage, 70 something this machine lacks.
"""

import argparse
import contextlib
import getpass
import importlib
import sys
import textwrap
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graders import course
from graders.batch import handin, override, store
from graders.batch.check import Verdict
from graders.batch.handin import HandIn, HandInError
from graders.batch.override import Override, OverrideError, applied
from graders.batch.store import StoreError
from graders.course import CourseError, Exercise, Module
from graders.result import Result, load, load_history, write_atomically
from graders.worker import sandbox

if TYPE_CHECKING:
    from graders.batch.night import Night, Progress

OK, PROBLEM, USAGE, LACKING = 0, 1, 2, 70


class Lacking(Exception):
    """This machine lacks something that was asked for, in one sentence."""


class Problem(Exception):
    """Something is wrong with what a command was asked to work on, in one sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; errors of the user's become one sentence on stderr."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except (CourseError, HandInError, OverrideError, StoreError) as error:
        print(f"graders: {error}", file=sys.stderr)
        return USAGE
    except Lacking as error:
        print(f"graders: {error}", file=sys.stderr)
        return LACKING
    except Problem as error:
        print(f"graders: {error}", file=sys.stderr)
        return PROBLEM
    except ModuleNotFoundError as error:
        extra = "plot" if error.name == "matplotlib" else "grade"
        print(f"graders: {error.name} is not installed: pip install -e '.[{extra}]'", file=sys.stderr)
        return LACKING
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graders", description="Numbers Go Brrr: grading and reports")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    grading = commands.add_parser("grade", help="grade a folder of hand-ins, write feedback pages and the gradebook")
    grading.add_argument("module", help="for example m2")
    grading.add_argument("folder", type=Path, help="one folder per student inside, holding the exercise files")
    _add_night(grading)
    grading.set_defaults(run=_grade)
    regrading = commands.add_parser("regrade", help="judge some rubric lines of everybody again, and say who moves")
    regrading.add_argument("module", help="for example m2")
    regrading.add_argument("--only", default="", metavar="LINE", help="for example m2.e1.hidden, or m2.e1 (default: all)")
    regrading.add_argument("--reason", required=True, help="for the log: what was wrong")
    regrading.add_argument("--handins", type=Path, metavar="DIR", help="where the hand-ins are (default: as last graded)")
    regrading.add_argument("--allow-decrease", action="store_true", help="also when somebody loses points")
    _add_night(regrading)
    regrading.set_defaults(run=_regrade)
    overriding = commands.add_parser("override", help="decide a rubric line of one student by hand")
    overriding.add_argument("module", help="for example m2")
    overriding.add_argument("student")
    overriding.add_argument("line", help="for example m2.e3.speed")
    overriding.add_argument("points", type=int, nargs="?")
    overriding.add_argument("--drop", action="store_true", help="let the grader's points count again")
    overriding.add_argument("--by", required=True, help="who decides")
    overriding.add_argument("--why", required=True, help="the student will read it")
    _add_store(overriding)
    overriding.set_defaults(run=_override)
    paging = commands.add_parser("feedback", help="write everybody's feedback page again")
    paging.add_argument("module", help="for example m2")
    paging.add_argument("--handins", type=Path, metavar="DIR", help="where the hand-ins are (default: as last graded)")
    paging.add_argument("--reveal", action="store_true", help="show hidden checks: the key is published")
    _add_store(paging)
    paging.set_defaults(run=_feedback)
    checking = commands.add_parser("check", help="grade the graders: starters, solutions and wrong solutions of a module")
    checking.add_argument("module", help="for example m2, or m2.e3 for one exercise")
    checking.set_defaults(run=_check)
    plotting = commands.add_parser("plot", help="draw what the last runs measured: rounds, growth, threads, roofline")
    plotting.add_argument("module", help="for example m2, or m2.e3 for one exercise")
    plotting.add_argument("--result", type=Path, help="draw that result instead of your own runs")
    plotting.add_argument("--out", type=Path, default=Path("results/plots"), help="where to (default: results/plots)")
    plotting.set_defaults(run=_plot)
    doctor = commands.add_parser("doctor", help="look at this machine: what it has, how fast it is, how quiet")
    doctor.set_defaults(run=_doctor)
    return parser


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("results"), help="where results are (default: results)")
    parser.add_argument("--overrides", type=Path, default=Path("overrides.csv"), help="decisions by hand, to be kept in git")


def _add_night(parser: argparse.ArgumentParser) -> None:
    _add_store(parser)
    parser.add_argument("--jobs", type=int, default=0, help="hand-ins at a time for correctness (default: one per core)")
    parser.add_argument("--gpu", choices=("auto", "on", "off"), default="auto", help="run checks that need a GPU")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, for example tcp://host:8786")
    parser.add_argument("--course-folder", default="", metavar="DIR", help="where its workers have this course")
    boxing = parser.add_mutually_exclusive_group()
    boxing.add_argument("--no-sandbox", action="store_true", help="run student code without bubblewrap; every page says so")
    boxing.add_argument("--sandbox-if-possible", action="store_true", help="the same, but only where bubblewrap is missing")


def _grade(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    handins = handin.find_handins(options.folder, module)
    with _night(options, module, options.folder) as (night, progress):
        from graders.batch.night import grade

        outcome = grade(night, handins, progress)
    from graders.report import table

    results = applied(outcome.results, override.read(options.overrides))
    table.show(module, results, {each.student: list(each.refused.values()) for each in handins})
    changed = _publish(module, handins, results, options)
    skipped = f", {outcome.skipped} already graded with this grader and hand-in" if outcome.skipped else ""
    nothing = ": nothing changed" if not outcome.graded and not changed else ""
    print(f"{outcome.graded} graded{skipped}{nothing}")
    _show_disagreements(outcome.results, options)
    print(f"results, pages, CSV  {_shown(night.out / module.id)}")
    print(f"gradebook            {_shown(night.out / 'nbgrader' / 'gradebook.db')}")
    return OK


@contextlib.contextmanager
def _night(options: argparse.Namespace, module: Module, folder: Path) -> Iterator[tuple["Night", "Progress"]]:
    """A night with these options and its progress on the screen. Raises Lacking where there is no sandbox or cluster."""
    missing = "" if options.no_sandbox else sandbox.trouble()
    if missing:
        if not options.sandbox_if_possible:
            raise Lacking(f"no sandbox for student code: {missing}; or add --no-sandbox")
        print(f"{missing}: grading without a sandbox, and every page says so")
    # Imported here: the student's side has neither Dask, rich nor nbgrader. Importing nbgrader takes two seconds, which
    # are spent while the judges, processes of their own, are at work.
    from graders.batch.engine import EngineError
    from graders.batch.night import Night
    from graders.report import table

    threading.Thread(target=_import_nbgrader, daemon=True).start()
    boxed = not (options.no_sandbox or missing)
    where = (options.jobs, options.scheduler, options.course_folder)
    night = Night(module, folder, options.out.resolve(), boxed, options.gpu, *where)
    try:
        with table.progress() as progress:
            yield night, progress
    except EngineError as error:
        raise Lacking(str(error)) from None


def _publish(module: Module, handins: Sequence[HandIn], results: Sequence[Result], options: argparse.Namespace) -> int:
    """Pages, CSV files and gradebook from the results; returns how many of them are new or different."""
    sources = {each.student: each.sources() for each in handins}
    return _write_pages(results, sources, options) + _write_books(module, sources, results, options.out)


def _override(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    results = store.results(options.out, module.id)
    points = None if options.drop else options.points
    if points is None and not options.drop:
        raise CourseError("give the points, or --drop to let the grader's count again")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    wanted = Override(now, module.id, options.student, options.line, points, 0, options.by, options.why)
    line, entry = override.new(results, wanted)
    before = override.read(options.overrides)
    override.append(options.overrides, entry)
    old, new = (next(r for r in applied(results, each) if r.student == options.student) for each in (before, [*before, entry]))
    was, now_ = (next(one.points for e in r.exercises for one in e.rubric if one.id == line.id) for r in (old, new))
    print(f"{options.student} {line.id}: {was} -> {now_} of {line.max}; total {old.points} -> {new.points} of {new.max}")
    print(f"added to {options.overrides}; pages and exports follow with the next grade, feedback or export")
    return OK


def _regrade(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    exercises = [each for each in module.exercises if _is_meant(each, options.only)]
    lines = {line.id for each in exercises for line in each.rubric if options.only in ("", module.id, each.id, line.id)}
    if not lines:
        raise CourseError(f"there is no exercise or rubric line {options.only!r} in {module.folder / 'module.toml'}")
    folder = options.handins or Path(store.record(options.out, module.id).handins)
    handins, results = handin.find_handins(folder, module), store.results(options.out, module.id)
    with _night(options, module, folder) as (night, progress):
        from graders.batch.regrade import regrade

        found = regrade(night, results, handins, exercises, lines, progress)
    maximum = sum(line.max for each in exercises for line in each.rubric if line.id in lines)
    for move in [*found.up, *found.down]:
        print(f"  {move.student:22.22} {move.line}  {move.before} -> {move.after}")
    for student, why in found.trouble.items():
        print(textwrap.fill(f"  {student}: not judged again, its result stays: {why}", 80, subsequent_indent="    "))
    equal = len(found.moves) - len(found.up) - len(found.down)
    print(f"{len(found.up)} up, {len(found.down)} down, {equal} equal; maximum still {maximum}")
    if found.down and not options.allow_decrease:
        raise Problem("somebody would lose points, so nothing was written; add --allow-decrease if that is right")
    for result in found.results:
        store.replace(night.path(result.student), result)
    moved = [f"{move.student} {move.line} {move.before} -> {move.after}" for move in (*found.up, *found.down)]
    when = datetime.now(UTC).isoformat(timespec="seconds")
    entry = {"when": when, "by": getpass.getuser(), "lines": sorted(lines), "reason": options.reason, "moved": moved}
    store.add_to_log(options.out, module.id, entry)
    overrides = override.read(options.overrides)
    _publish(module, handins, store.results(options.out, module.id, overrides), options)
    _show_disagreements(store.results(options.out, module.id), options)
    return PROBLEM if found.trouble else OK


def _is_meant(exercise: Exercise, only: str) -> bool:
    return only in ("", exercise.id.partition(".")[0], exercise.id) or only in {line.id for line in exercise.rubric}


def _show_disagreements(results: Sequence[Result], options: argparse.Namespace) -> None:
    for each, now in override.disagreeing(results, override.read(options.overrides)):
        sentence = (
            f"{each.student} {each.line}: by hand {each.points} (by {each.by}), when the grader said {each.judged}; "
            f"it says {now} now. To drop it: python -m graders override {each.module} {each.student} {each.line} --drop"
        )
        print(textwrap.fill(sentence, 80, subsequent_indent="  "))


def _feedback(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    results = store.results(options.out, module.id, override.read(options.overrides))
    handins = handin.find_handins(options.handins or Path(store.record(options.out, module.id).handins), module)
    changed = _write_pages(results, {each.student: each.sources() for each in handins}, options)
    shown = "hidden checks shown" if options.reveal else "of hidden checks titles and points only"
    print(f"{len(results)} pages in {_shown(options.out / module.id)}, {changed} new or different; {shown}")
    return OK


def _check(options: argparse.Namespace) -> int:
    from graders.batch import check

    module, number = _module_and_number(options.module)
    total = 0
    for exercise, verdicts, findings in check.check(module, number):
        total += len(findings)
        print(f"{exercise.id} {exercise.title}")
        print(textwrap.indent("\n".join(_checked(exercise, verdicts)), "  "))
        for finding in findings:
            sentence = f"✗ {finding.code}: {finding.where}: {finding.sentence}"
            print(textwrap.fill(sentence, 80, initial_indent="  ", subsequent_indent="      "), flush=True)
    print(f"{total} finding{'' if total == 1 else 's'}" if total else "everything holds")
    return PROBLEM if total else OK


def _module_and_number(wanted: str) -> tuple[Module, str]:
    """m2.e3 as its module and "e3"; the second is empty for a whole module. Raises CourseError where there is none."""
    name, _, number = wanted.partition(".")
    module = course.find_module(name)
    if number and module.exercise(wanted) is None:
        raise CourseError(f"there is no exercise {wanted!r} in {module.folder / 'module.toml'}")
    return module, number


def _plot(options: argparse.Namespace) -> int:
    from graders.report import plots

    module, number = _module_and_number(options.module)
    try:
        runs = [load(options.result)] if options.result else load_history(Path("results/history.jsonl"))
    except (OSError, ValueError) as error:
        raise Problem(str(error)) from None
    wanted = [each.id for each in module.exercises if number in ("", each.id.partition(".")[2])]
    drawn = 0
    for exercise in wanted:
        for name, plot in plots.of_runs(runs, exercise):
            path = options.out / f"{name}.svg"
            write_atomically(path, plots.standalone(plot).encode("utf-8"))
            print(f"{path}\n{textwrap.fill(plot.words, 80, initial_indent='  ', subsequent_indent='  ')}")
            drawn += 1
    if not drawn:
        again = f"pytest assignments/{module.id}" + (f" -k {number}" if number else "")
        raise Problem(f"nothing was measured of {options.module} yet: run {again} first")
    return OK


def _checked(exercise: Exercise, verdicts: list[Verdict]) -> Iterator[str]:
    """What was judged, in words: the solution's points and speeds, how many wrong solutions were caught."""
    wrong = [each for each in verdicts if each.file.parent.name == "wrong"]
    solution = next(
        (each for each in verdicts if each.file.parent.name == exercise.path.parent.name and each.file != exercise.path), None
    )
    if solution is not None:
        yield f"solution {sum(line.points for line in solution.lines)}/{exercise.points}"
        for speed in solution.speeds:
            steps = ", ".join(f"{step.factor:g}x" for step in speed.steps)
            margin = speed.low / speed.steps[-1].factor
            yield f"  {speed.ratio:g}x ({speed.low:g}–{speed.high:g}) against {steps}: margin {margin:.2g}x"
    yield f"{len(wrong)} wrong solution{'' if len(wrong) == 1 else 's'} judged"
    for each in verdicts:
        if each.noisy:
            yield f"too noisy here: {each.file.name}: {', '.join(sorted(each.noisy))}"


def _doctor(options: argparse.Namespace) -> int:
    from graders import doctor

    serious = False
    for finding in doctor.findings():
        print(textwrap.fill(f"{finding.name:13} {finding.found}", 80, subsequent_indent=" " * 14), flush=True)
        if finding.remedy:
            print(textwrap.fill(f"{'':13} → {finding.remedy}", 80, subsequent_indent=" " * 16), flush=True)
        serious |= finding.serious
    print(f"next          {doctor.next_command()}" if not serious else "next          mend what is marked with →")
    return PROBLEM if serious else OK


def _import_nbgrader() -> None:
    with contextlib.suppress(ImportError):
        importlib.import_module("nbgrader.api")


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


def _write_books(module: Module, sources: Mapping[str, dict[str, str]], results: Sequence[Result], out: Path) -> int:
    """The CSV files and nbgrader's gradebook; returns how much of them changed."""
    from graders.export import csv, nbgrader

    changed: int = _write_if_new(out / module.id / "points.csv", csv.text(results).encode("utf-8-sig"))
    changed += _write_if_new(out / module.id / "totals.csv", csv.totals_text(results).encode("utf-8-sig"))
    try:
        report = nbgrader.export(module, list(results), dict(sources), out / "nbgrader")
    except nbgrader.ExportError as error:
        raise Problem(f"{error} (results, pages and CSV are written)") from None
    print(textwrap.fill(str(report), 80))
    for student, why in report.refused.items():
        print(f"  {student!r}: {why}; not in the gradebook, but in the CSV")
    return changed + len(report.new) + len(report.changed) + report.files


def _write_if_new(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    write_atomically(path, content)
    return True


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
