"""The files that an exercise consists of, and the other way round: which exercises a file belongs to."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from graders import course
from graders.course import Exercise, Module, solution_of

_NUMBERED = re.compile(r"(?:test_|given_)?([ex]\d+)(?:_\w+)?\.py")
_NAMED = re.compile(r'"""caught by ((?:m\d+\.[ex]\d+\.\w+ ?)+)(?:, perhaps ((?:m\d+\.[ex]\d+\.\w+ ?)+))?: .+')
SEED = 20_261_120
"""By which the graders are graded: the same inputs each time."""


def wrong_ones(module: Module, exercise: Exercise) -> list[Path]:
    return sorted((course.SOLUTIONS / module.id / "wrong" / exercise.number).glob("*.py"))


def is_wrong(file: Path) -> bool:
    """Whether a file is one of an exercise's wrong solutions, by where it lies."""
    return file.parent.parent.name == "wrong"


def laid_over(solution: Path, file: Path) -> bytes:
    """The solution with what a file gets wrong behind it: of two definitions, the later one counts."""
    return solution.read_bytes() + b"\n\n" + file.read_bytes()


def named_lines(wrong: Path) -> set[str]:
    """The rubric lines that a wrong solution's first line names; empty when it names none."""
    return _named(wrong)[0]


def perhaps_lines(wrong: Path) -> set[str]:
    """The lines that it names behind "perhaps": it loses them when its threads happen to run so, and not otherwise."""
    return _named(wrong)[1]


def _named(wrong: Path) -> tuple[set[str], set[str]]:
    found = _NAMED.match(wrong.read_text(encoding="utf-8").splitlines()[0])
    return (set(found[1].split()), set((found[2] or "").split())) if found else (set(), set())


def files_of(module: Module, exercise: Exercise) -> list[Path]:
    """Everything an author writes for an exercise, besides its row in module.toml; only what is there."""
    own = [exercise.path, exercise.tests, exercise.given, solution_of(module, exercise)]
    own += [*wrong_ones(module, exercise), module.hidden / exercise.tests.name]
    return [path for path in own if path is not None and path.is_file()]


def row_of(module: Module, exercise: Exercise) -> str:
    """The text of an exercise's table in module.toml."""
    text = (module.folder / "module.toml").read_text(encoding="utf-8")
    tables = re.split(r"^(?=[ \t]*\[\[exercise\]\])", text, flags=re.MULTILINE)[1:]
    return next(table for table in tables if tomllib.loads(table)["exercise"][0]["id"] == exercise.id)


def size(module: Module, exercise: Exercise) -> tuple[int, int]:
    """How much an exercise is to write: lines that are not blank, the row in module.toml among them, and files."""
    files = files_of(module, exercise)
    texts = [row_of(module, exercise), *(path.read_text(encoding="utf-8") for path in files)]
    return sum(bool(line.strip()) for text in texts for line in text.splitlines()), len(files)


def exercises_touched(module: Module, changed: set[str], row_changed: set[str]) -> Iterator[Exercise]:
    """The exercises that a change is about.

    `changed` are paths from the course's folder on; `row_changed` the ids whose row in module.toml changed. A given file
    without a number belongs to every exercise that names it.
    """
    ours = [f"assignments/{module.id}/", f"solutions/{module.id}/", f"graders/hidden/{module.id}/"]
    wrong = f"solutions/{module.id}/wrong/"
    numbers = {path.removeprefix(wrong).partition("/")[0] for path in changed if path.startswith(wrong)}
    ours_changed = (path for path in changed if path.startswith(tuple(ours)) and not path.startswith(wrong))
    names = [Path(path).name for path in ours_changed]
    numbers |= {found[1] for name in names if (found := _NUMBERED.fullmatch(name))}
    shared = [name.removesuffix(".py") for name in names if name.endswith(".py") and not _NUMBERED.fullmatch(name)]
    for exercise in module.exercises:
        mentions = shared and any(
            re.search(rf"\b{re.escape(name)}\b", path.read_text(encoding="utf-8"))
            for path in files_of(module, exercise)
            for name in shared
        )
        if exercise.number in numbers or exercise.id in row_changed or mentions:
            yield exercise
