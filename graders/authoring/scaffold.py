"""A new exercise: its files with TODO in them, and its row in module.toml. Nothing that is there is overwritten."""

import re
from dataclasses import dataclass
from pathlib import Path

from graders import course
from graders.course import CourseError, Module
from graders.result import write_atomically

POINTS = 2
_NAME = re.compile(r"(?P<module>[a-z]\w*)/(?P<file>(?P<number>[ex]\d+)_[a-z0-9_]+)(?:\.py)?")

_ROW = """
[[exercise]]
id = "{id}"
title = "TODO: {title}"
file = "{file}.py"
points = {{ correct = {points} }}
hints = [
    {{ for = "small", hint = "TODO: a question that leads to the idea" }},
    {{ for = "small", hint = "TODO: where to look, without the line itself" }},
]
"""
_STARTER = '''\
"""{id}: TODO: the question that this exercise asks."""


def {function}(a):
    """TODO: what it returns; shapes and dtypes of everything that goes in and comes out."""
    raise NotImplementedError
'''
_TESTS = '''\
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("{id}")


@pytest.mark.points({points})
def test_small(student):
    """TODO: the line that students see"""
    check.equal(student.{function}([1, 2, 3]), "TODO")
'''
_SOLUTION = '''\
"""{id}: TODO: the idea in one sentence."""


def {function}(a):
    """TODO: as in the starter."""
    return "TODO"
'''
_WRONG = '''\
"""caught by {id}.correct: TODO: what is wrong; only that stands here, it is laid over the solution."""


def {function}(a):
    return "TODO: {mistake}"
'''


class ScaffoldError(Exception):
    """The exercise cannot be begun under that name, in one sentence."""


@dataclass(frozen=True)
class Begun:
    """What was written: new files, and the total points of the module before and after."""

    id: str
    files: tuple[Path, ...]
    before: int
    after: int


def begin(name: str) -> Begun:
    """Begin the exercise `m2/e9_blur`. Raises ScaffoldError, and CourseError where there is no such module."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ScaffoldError(f"{name!r} should look like m2/e9_blur: module, number and a name in small letters")
    module = course.find_module(match["module"])
    exercise_id = f"{module.id}.{match['number']}"
    taken = module.exercise(exercise_id)
    if taken is not None:
        raise ScaffoldError(f"{exercise_id} exists already ({taken.path.name}); the next free one is {_next(module)}")
    words = {"id": exercise_id, "file": match["file"], "function": match["file"].split("_", 1)[1], "points": POINTS}
    words["title"] = str(words["function"]).replace("_", " ")
    solutions = course.SOLUTIONS / module.id
    wrong = solutions / "wrong" / match["number"]
    texts = {
        module.folder / f"{match['file']}.py": _STARTER,
        module.folder / f"test_{match['file']}.py": _TESTS,
        solutions / f"{match['file']}.py": _SOLUTION,
        wrong / "first_mistake.py": _WRONG,
        wrong / "second_mistake.py": _WRONG,
    }
    if there := [path for path in texts if path.exists()]:
        raise ScaffoldError(f"{there[0].relative_to(course.ROOT).as_posix()} exists already: move it away or take another name")
    rows = module.folder / "module.toml"
    before = rows.read_bytes()
    try:
        for path, text in texts.items():
            mistake = path.stem.split("_", 1)[1].replace("_", " ")
            write_atomically(path, text.format(**words, mistake=mistake).encode("utf-8"))
        write_atomically(rows, _with_row(before.decode("utf-8"), module.points, _ROW.format(**words)).encode("utf-8"))
        after = course.find_module(module.id).points
    except (CourseError, OSError):
        for path in texts:
            path.unlink(missing_ok=True)
        write_atomically(rows, before)
        raise
    return Begun(exercise_id, tuple(texts), module.points, after)


def _next(module: Module) -> str:
    used = [int(each.number[1:]) for each in module.exercises if each.number.startswith("e")]
    return f"{module.id}/e{max(used, default=0) + 1}_…"


def _with_row(text: str, points: int, row: str) -> str:
    """The rows with one more, and the module's total, which stands above the first of them, with its points."""
    changed, count = re.subn(rf"^(points\s*=\s*){points}\b", rf"\g<1>{points + POINTS}", text, count=1, flags=re.MULTILINE)
    if not count:
        raise CourseError(f"module.toml should say points = {points} on a line of its own")
    return changed.rstrip("\n") + "\n" + row
