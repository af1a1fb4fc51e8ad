"""`python -m graders …`: a thin layer over the rooms below it.

Exit codes: 0 did its work (also when every student scored 0), 1 found a problem in what it was asked to look at,
2 usage, 70 something this machine lacks.
"""

import argparse
import contextlib
import importlib
import sys
import textwrap
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graders import course
from graders.batch import handin
from graders.batch.check import Verdict
from graders.batch.handin import HandIn, HandInError
from graders.course import CourseError, Exercise, Module
from graders.result import Result, load, load_history, write_atomically
from graders.worker import sandbox

if TYPE_CHECKING:
    from graders.batch.night import Night, Outcome

OK, PROBLEM, USAGE, LACKING = 0, 1, 2, 70


class Problem(Exception):
    """Something is wrong with what a command was asked to work on, in one sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; errors of the user's become one sentence on stderr."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.run(options)
    except (CourseError, HandInError) as error:
        print(f"graders: {error}", file=sys.stderr)
        return USAGE
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
    grading.add_argument("--out", type=Path, default=Path("results"), help="where results go (default: results)")
    grading.add_argument("--jobs", type=int, default=0, help="hand-ins at a time for correctness (default: one per core)")
    grading.add_argument("--gpu", choices=("auto", "on", "off"), default="auto", help="run checks that need a GPU")
    grading.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, for example tcp://host:8786")
    grading.add_argument("--course-folder", default="", metavar="DIR", help="where its workers have this course")
    boxing = grading.add_mutually_exclusive_group()
    boxing.add_argument("--no-sandbox", action="store_true", help="run student code without bubblewrap; every page says so")
    boxing.add_argument("--sandbox-if-possible", action="store_true", help="the same, but only where bubblewrap is missing")
    grading.set_defaults(run=_grade)
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


def _grade(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    handins = handin.find_handins(options.folder, module)
    missing = "" if options.no_sandbox else sandbox.trouble()
    if missing:
        if not options.sandbox_if_possible:
            print(f"graders: no sandbox for student code: {missing}; or add --no-sandbox", file=sys.stderr)
            return LACKING
        print(f"{missing}: grading without a sandbox, and every page says so")
    # Imported here: the student's side has neither Dask, rich nor nbgrader. Importing nbgrader takes two seconds, which
    # are spent while the judges, processes of their own, are at work.
    from graders.batch.engine import EngineError
    from graders.batch.night import Night, grade
    from graders.report import table

    threading.Thread(target=_import_nbgrader, daemon=True).start()
    night = Night(
        module,
        options.out.resolve(),
        not (options.no_sandbox or missing),
        options.gpu,
        options.jobs,
        options.scheduler,
        options.course_folder,
    )
    with table.progress() as progress:
        try:
            outcome = grade(night, handins, progress)
        except EngineError as error:
            print(f"graders: {error}", file=sys.stderr)
            return LACKING
    table.show(module, outcome.results, {each.student: list(each.refused.values()) for each in handins})
    pages = _write_pages(night, handins, outcome)
    books = _write_books(module, handins, outcome.results, night.out)
    skipped = f", {outcome.skipped} already graded with this grader and hand-in" if outcome.skipped else ""
    nothing = ": nothing changed" if not outcome.graded and not pages and not books else ""
    print(f"{outcome.graded} graded{skipped}{nothing}")
    print(f"results, pages, CSV  {_shown(night.out / module.id)}")
    print(f"gradebook            {_shown(night.out / 'nbgrader' / 'gradebook.db')}")
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


def _write_pages(night: "Night", handins: list[HandIn], outcome: "Outcome") -> int:
    """One feedback page per student; returns how many are new or different."""
    from graders.report import feedback

    changed = 0
    for each, result in zip(handins, outcome.results, strict=True):
        path, sources = night.path(each.student).with_suffix(".html"), each.sources()
        if not path.is_file() or feedback.made_from(result, sources).encode() not in path.read_bytes():
            write_atomically(path, feedback.page(result, sources).encode("utf-8"))
            changed += 1
    return changed


def _write_books(module: Module, handins: list[HandIn], results: list[Result], out: Path) -> int:
    """The CSV files and nbgrader's gradebook; returns how much of them changed."""
    from graders.export import csv, nbgrader

    changed: int = _write_if_new(out / module.id / "points.csv", csv.text(results).encode("utf-8-sig"))
    changed += _write_if_new(out / module.id / "totals.csv", csv.totals_text(results).encode("utf-8-sig"))
    sources = {each.student: each.sources() for each in handins}
    try:
        report = nbgrader.export(module, results, sources, out / "nbgrader")
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
