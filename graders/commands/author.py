"""For whoever writes exercises: `check`."""

import argparse
import textwrap
from collections.abc import Iterable, Iterator

from graders.batch.check import Finding, Verdict
from graders.commands.common import OK, PROBLEM, module_and_number
from graders.course import Exercise
from graders.questions import Questions
from graders.report.text import count, count_points


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    checking = commands.add_parser("check", help="grade the graders: starters, solutions and wrong solutions of a module")
    checking.add_argument("module", help="for example m2, or m2.e3 for one exercise")
    checking.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from graders.batch import check

    module, number = module_and_number(options.module)
    asked, findings = check.written(module) if not number else (Questions(), [])
    if asked.questions or findings:
        points = sum(question.max for question in asked.questions)
        print(f"{module.id} written answers\n  {count(len(asked.questions), 'question')}, {count_points(points)}")
        _show(findings)
    total = len(findings)
    for exercise, verdicts, findings in check.check(module, number):
        total += len(findings)
        print(f"{exercise.id} {exercise.title}")
        print(textwrap.indent("\n".join(_checked(exercise, verdicts)), "  "))
        _show(findings)
    print(count(total, "finding") if total else "everything holds")
    return PROBLEM if total else OK


def _show(findings: Iterable[Finding]) -> None:
    for finding in findings:
        sentence = f"✗ {finding.code}: {finding.where}: {finding.sentence}"
        print(textwrap.fill(sentence, 80, initial_indent="  ", subsequent_indent="      "), flush=True)


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
    yield f"{count(len(wrong), 'wrong solution')} judged"
    for each in verdicts:
        if each.noisy:
            yield f"too noisy here: {each.file.name}: {', '.join(sorted(each.noisy))}"
