"""What CI servers show beside the student's own lines: GitHub's workflow commands, GitLab's code quality report."""

import ast
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from graders.report import messages
from graders.report.summary import account
from graders.result import Check, ExerciseResult, Result
from graders.text import harmless

MOST = 10
"""GitHub shows ten of a kind for each step, and drops the rest in silence."""
_LONGEST = 400


@dataclass(frozen=True)
class Annotation:
    """One sentence at one line of one file; `advice` is not a failure."""

    path: str
    line: int
    title: str
    sentence: str
    advice: bool = False


def annotations(result: Result, sources: Mapping[str, str]) -> list[Annotation]:
    """One for each of the student's lines that a check of theirs failed at. `sources` are the texts of the files by name."""
    found = []
    for exercise in result.exercises:
        at_line: dict[int, list[Check]] = {}
        for check in failed(exercise):
            at_line.setdefault(_line(check, sources.get(exercise.file, "")), []).append(check)
        path, title = f"assignments/{result.module}/{exercise.file}", f"{exercise.id} {exercise.title}"
        for line, checks in sorted(at_line.items()):
            found.append(Annotation(path, line, title, _sentence(exercise, checks), all(map(is_advice, checks))))
    return found


def failed(exercise: ExerciseResult) -> list[Check]:
    return [check for line in exercise.rubric for check in line.checks if check.state == "fail"]


def is_advice(check: Check) -> bool:
    """Right but slow: on a borrowed machine that is no failure."""
    return check.cause == "TooSlow"


def github(each: Annotation) -> str:
    """A workflow command; https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    properties = {"file": each.path, "line": str(each.line), "title": each.title}
    told = ",".join(f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items())
    return f"::{'notice' if each.advice else 'error'} {told}::{_escaped(each.sentence)}"


def gitlab(annotations: Iterable[Annotation]) -> bytes:
    """A code quality report; https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    entries: list[dict[str, Any]] = []
    for each in annotations:
        severity: Literal["info", "major"] = "info" if each.advice else "major"
        place = {"path": each.path, "lines": {"begin": each.line}}
        print_of = hashlib.sha256(f"{each.path}:{each.title}:{each.sentence}".encode()).hexdigest()
        about = {"description": f"{each.title}: {each.sentence}", "check_name": each.title.split()[0]}
        entries.append({**about, "fingerprint": print_of, "severity": severity, "location": place})
    return msgspec.json.format(msgspec.json.encode(entries), indent=1) + b"\n"


def _line(check: Check, source: str) -> int:
    """Where it happened; for a wrong answer, where the function that gave it begins; else the first line."""
    if check.line:
        return check.line
    called = re.match(r"\w+", check.details[0]) if check.details else None
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 1
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return next((node.lineno for node in nodes if isinstance(node, kinds) and called and node.name == called[0]), 1)


def _sentence(exercise: ExerciseResult, checks: list[Check]) -> str:
    words = exercise.trouble or account(checks[0])
    others = [check.title for check in checks[1:]] if not exercise.trouble else []
    words = " ".join(words.split())
    return harmless(words + (f"; {messages.also_fails(others)}" if others else ""), _LONGEST)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
