"""For authors of exercises: `new` and `check`."""

import argparse
import os
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from graders import course
from graders.authoring import changed, files, guide_blocks, guide_parts, lint, reading
from graders.authoring.findings import LintFinding
from graders.authoring.lint import Verdict, step_advice
from graders.authoring.mutation import figures
from graders.commands.common import OK, PROBLEM, Problem, module_and_number, say, shown
from graders.course import CourseError, Exercise, Module
from graders.report.bars import of_these_cores
from graders.text import count, count_points


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    beginning = commands.add_parser("new", help="begin an exercise: its files with TODO in them, and its row in module.toml")
    beginning.add_argument("name", help="module, number and name, for example m2/e30_blur")
    beginning.set_defaults(run=_new)
    checking = commands.add_parser("check", help="grade the graders: starters, solutions, wrong solutions, hints, guide")
    checking.add_argument(
        "module", nargs="?", default="", help="for example m2, or m2.e3 for one exercise (default: the whole course)"
    )
    checking.add_argument("--changed", action="store_true", help="only exercises that changed")
    checking.add_argument("--since", metavar="COMMIT", help="since then (default: what CI says, else the last commit)")
    checking.add_argument("--no-run", action="store_true", help="only what can be found by reading: seconds, not minutes")
    checking.add_argument("--fix", action="store_true", help="renew what the guide takes from other files: code, marks, lists")
    checking.set_defaults(run=_check)


def _new(options: argparse.Namespace) -> int:
    from graders.authoring import scaffold

    try:
        begun = scaffold.begin(options.name)
    except scaffold.ScaffoldError as error:
        raise Problem(str(error)) from None
    for path in begun.files:
        print(f"new      {shown(path)}")
    rows, *others = begun.changed
    print(f"changed  {shown(rows)} (a row; {begun.after} points in all, were {begun.before})")
    for path in others:
        print(f"changed  {shown(path)} (a row)")
    say("", [f"Fill in what says TODO, then: python -m graders check {begun.id} --fix"])
    return OK


def _check(options: argparse.Namespace) -> int:
    total = 0
    pages = guide_blocks.pages(_wanted(options.module)[0] if options.module else None)
    if options.fix:
        for block in guide_blocks.renew(pages) + guide_parts.renew(pages):
            print(f"renewed {shown(block.file)}:{block.line} from {block.source}")
    chosen = _exercises(options)
    for module in {module.id: module for module, _ in chosen}.values():
        total += _check_questions(module)
        around = list(reading.around(module))
        _complain(around)
        total += len(around)
    for module, exercise in chosen:
        verdicts, findings = list[Verdict](), list[LintFinding]()
        if options.no_run:
            findings += reading.by_reading(module, exercise)
        else:
            verdicts, findings = lint.check(module, exercise)
        total += len(findings)
        print(f"{exercise.id} {exercise.title}")
        print(textwrap.indent("\n".join(_checked(module, exercise, verdicts)), "  "), flush=True)
        _complain(findings)
    stale = [
        LintFinding(code, f"{shown(block.file)}:{block.line}", block.complaint)
        for code, blocks in (("code", guide_blocks.blocks(pages)), ("marks", guide_parts.parts(pages)))
        for block in blocks
        if block.complaint
    ]
    _complain(stale)
    total += len(stale)
    print(count(total, "finding") if total else "everything holds")
    return PROBLEM if total else OK


def _wanted(text: str) -> tuple[Module, str]:
    """m2, m2.e3 or, as `new` has it, m2/e3_histogram."""
    name, _, file = text.partition("/")
    return module_and_number(f"{name}.{Path(file).name.partition('_')[0]}" if file else name)


def _exercises(options: argparse.Namespace) -> list[tuple[Module, Exercise]]:
    """What to check, in the order of the course."""
    module, number = _wanted(options.module) if options.module else (None, "")
    modules = [module] if module else [course.find_module(each) for each in course.module_ids()]
    touched = _touched(modules, options.since) if options.changed or options.since else None
    return [
        (module, exercise)
        for module in modules
        for exercise in module.exercises
        if number in ("", exercise.number) and (touched is None or exercise.id in touched)
    ]


def _touched(modules: list[Module], named: str | None) -> list[str] | None:
    """The exercises that changed since a commit; None for all, where a CI server does not say what was there before."""
    on_server = bool(os.environ.get("CI"))
    since = named or changed.commit_before() or ("" if on_server else "HEAD")
    try:
        if not since:
            raise changed.NoSuchCommit("the commit before this push is not known")
        paths = changed.changed_since(since)
        rows = {module.id: changed.rows_changed(since, module.id) for module in modules}
    except changed.NoSuchCommit as unknown:
        if named or not on_server:
            raise CourseError(f"{unknown}; say another one with --since") from None
        print(f"{unknown}; so every exercise is checked", flush=True)
        return None
    touched = [each.id for module in modules for each in files.exercises_touched(module, paths, rows[module.id])]
    print(f"changed since {since[:12]}: {', '.join(touched) or 'no exercise'}", flush=True)
    return touched


def _check_questions(module: Module) -> int:
    """How many findings there are about the module's written questions."""
    asked, findings = reading.written(module)
    if asked.questions or findings:
        points = sum(question.max for question in asked.questions)
        print(f"{module.id} written answers\n  {count(len(asked.questions), 'question')}, {count_points(points)}")
        _complain(findings)
    return len(findings)


def _complain(findings: Iterable[LintFinding]) -> None:
    say("  ✗ ", [f"{finding.code}: {finding.where}: {finding.sentence}" for finding in findings])


def _checked(module: Module, exercise: Exercise, verdicts: list[Verdict]) -> Iterator[str]:
    """What was judged, in words: starter, the solution's points and speeds, how many wrong solutions were caught."""
    lines, written = files.size(module, exercise)
    hints = count(len(exercise.hints), "hint")
    yield f"{lines} lines that are not blank, in {written} files and module.toml; {hints}"
    wrong = [each for each in verdicts if files.is_wrong(each.file)]
    starter = next((each for each in verdicts if each.file == exercise.path), None)
    if starter is not None and {line.state for line in starter.lines} <= {"todo", "deferred"}:
        yield f"starter ○ 0/{exercise.points}"
    solution = next((each for each in verdicts if each.file == course.solution_of(module, exercise)), None)
    if solution is not None:
        yield f"solution {sum(line.points for line in solution.lines)}/{exercise.points}"
        for speed in solution.speeds:
            steps = ", ".join(f"{step.factor:g}x" for step in speed.steps)
            margin = speed.low / speed.steps[-1].factor
            yield f"  {speed.ratio:g}x ({speed.low:g}–{speed.high:g}) against {steps}: margin {margin:.3g}x"
            if cores := of_these_cores(speed):
                yield f"  {cores}"
            yield f"  {step_advice(speed)}"
    if verdicts:
        yield f"{count(len(wrong), 'wrong solution')} judged"
    for each in wrong:
        yield f"  {each.file.stem}: caught by {', '.join(sorted(each.lost)) or 'nothing'}"
    if (figure := figures.read(module).get(exercise.number)) is not None:
        former = "" if figure.of == figures.digest(module, exercise) else "; solution or tests have changed since"
        yield f"{figures.told(figure)}{former}"
    for each in verdicts:
        if each.noisy:
            yield f"too noisy here: {each.file.name}: {', '.join(sorted(each.noisy))}"
