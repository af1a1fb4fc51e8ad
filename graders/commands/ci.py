"""For CI on a student's copy: `ci` runs what a push changed, and says it where GitHub and GitLab look."""

import argparse
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from graders import course
from graders.authoring import changed
from graders.commands import messages
from graders.commands.common import LACKING, OK, PROBLEM, Problem, say
from graders.course import Module
from graders.report import annotations, summary
from graders.report.annotations import Annotation
from graders.result import Result, load, write_atomically

LIMIT = 1800.0
"""Seconds for one module: its tests have limits of their own, this one is for a broken grader."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    running = commands.add_parser("ci", help="what CI runs: the public checks of the modules that a push changed")
    running.add_argument("modules", nargs="*", metavar="MODULE", help="these modules, changed or not")
    running.add_argument("--since", metavar="COMMIT", help="what changed since then (default: what GitHub or GitLab says)")
    running.add_argument("--out", type=Path, default=Path("results/ci"), help="where to (default: results/ci)")
    running.set_defaults(run=_ci)


def _ci(options: argparse.Namespace) -> int:
    modules, note = _modules(options.modules, options.since)
    for left in (*options.out.glob("m*/last.json"), *options.out.glob("m*/junit.xml")):
        left.unlink()  # an earlier run's must not pass for this one's
    # If nothing can be written there, this is told now and not after all has run; and a run that is killed leaves this.
    write_atomically(options.out / "summary.md", f"{messages.NOT_FINISHED}\n".encode())
    results, found, troubles = dict[str, Result](), list[Annotation](), list[str]()
    for module in modules:
        try:
            result = _judged(module, options.out.resolve() / module.id)
        except _Trouble as trouble:
            troubles.append(str(trouble))
            continue
        results[f"{module.id} {module.title}"] = result
        found += annotations.annotations(result, _sources(module))
        checks = [check for exercise in result.exercises for line in exercise.rubric for check in line.checks]
        troubles += sorted({f"{module.id}: {check.why}" for check in checks if check.state == "error"})
    _tell(options.out, summary.markdown(results, troubles, note), found)
    say("", [f"{result.module}: {summary.started(result)}" for result in results.values()] + ([note] if note else []))
    say("graders: ", troubles)
    if troubles:
        return LACKING
    return PROBLEM if any(not each.advice for each in found) else OK


def _modules(named: Sequence[str], since: str | None) -> tuple[list[Module], str]:
    """What to run, and a sentence where that is nothing. Whoever cannot tell what changed runs everything."""
    if named:
        return [course.find_module(name) for name in named], ""
    everything = course.module_ids()
    if not everything:
        raise Problem(f"there is no module in {course.ASSIGNMENTS}: nothing was run")
    commit = since or changed.commit_before()
    try:
        wanted = changed.modules_of(changed.changed_since(commit), everything) if commit else everything
    except changed.NoSuchCommit as unknown:
        say("", [f"{unknown}; so every module is run"])
        wanted = everything
    return [course.find_module(each) for each in wanted], "" if wanted else messages.NOTHING_CHANGED


class _Trouble(Exception):
    """A module could not be judged, in one sentence. Never a pass."""


def _judged(module: Module, folder: Path) -> Result:
    """One module by pytest, exactly as the student runs it, shown as it runs; the result and junit.xml go to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    last = folder / "last.json"
    tests = module.folder.relative_to(course.ROOT).as_posix()
    command = [sys.executable, "-m", "pytest", tests, "--todo-ok", "--junitxml", str(folder / "junit.xml")]
    command += ["--result", str(last), "-p", "no:cacheprovider"]
    # What student code prints must not be taken for a command to GitHub's runner.
    token = secrets.token_hex(16)
    on_github = "GITHUB_ACTIONS" in os.environ
    if on_github:
        print(f"::stop-commands::{token}", flush=True)
    try:
        code = subprocess.run(command, cwd=course.ROOT, timeout=LIMIT).returncode
    except subprocess.TimeoutExpired:
        raise _Trouble(f"{module.id} took more than {LIMIT:g} s") from None
    finally:
        if on_github:
            print(f"::{token}::", flush=True)
    if code not in (0, 1) or not last.is_file():
        raise _Trouble(f"{module.id} could not be judged: pytest ended with exit {code}; its last lines say why")
    try:
        return load(last)
    except ValueError as error:
        raise _Trouble(str(error)) from None


def _sources(module: Module) -> dict[str, str]:
    files = [exercise.path for exercise in module.exercises]
    return {path.name: path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file()}


def _tell(out: Path, page: str, found: list[Annotation]) -> None:
    """Write the page and the annotations where somebody looks: files always, GitHub's places where they are."""
    write_atomically(out / "summary.md", page.encode("utf-8"))
    write_atomically(out / "codequality.json", annotations.gitlab(found[: annotations.MOST]))
    if place := os.environ.get("GITHUB_STEP_SUMMARY"):
        with open(place, "a", encoding="utf-8") as file:
            file.write(page)
    if "GITHUB_ACTIONS" in os.environ:
        for each in found[: annotations.MOST]:
            print(annotations.github(each))
    if len(found) > annotations.MOST:
        say("", [f"{len(found) - annotations.MOST} more are in the summary"])
