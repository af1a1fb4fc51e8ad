"""A new exercise: its files with TODO in them, and its rows in module.toml and in the schedule; nothing is overwritten.

Sample submissions need nothing: who hands in the solution, or the starter, of everything else does so of this one, too.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from graders import course
from graders.authoring import guide_blocks, schedule
from graders.course import CourseError, Module
from graders.result import write_atomically

CORRECT, HIDDEN = 2, 1
POINTS = CORRECT + HIDDEN
_NAME = re.compile(r"(?P<module>[a-z]\w*)/(?P<file>(?P<number>[ex]\d+)_[a-z0-9_]+)(?:\.py)?")

_ROW = """
[[exercise]]
id = "{id}"
title = "TODO: {title}"
file = "{file}.py"
points = {{ correct = {correct}, hidden = {hidden} }}
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


@pytest.mark.points({correct})
def test_small(student):
    """TODO: the line that students see"""
    check.equal(student.{function}([1, 2, 3]), "TODO")
'''
_HIDDEN_TESTS = '''\
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("{id}")


@pytest.mark.points({hidden})
def test_odd_cases(student):
    """TODO: other sizes, odd cases: the line that students see, which gives nothing away"""
    check.equal(student.{function}([]), "TODO")
'''
_SOLUTION = '''\
"""{id}: TODO: the idea in one sentence."""


def {function}(a):
    """TODO: as in the starter."""
    return "TODO"
'''
_WRONG = '''\
"""caught by {id}.correct {id}.hidden: TODO: what is wrong; only that stands here, it is laid over the solution."""


def {function}(a):
    return "TODO: {mistake}"
'''
_PAGE = """\
# s{section} · TODO: {title} ({id})

<!-- marks: level 2 -->

TODO: what one has to know, an experiment to play with, and a question whose answer is not here. Or write a heading that names
{id} on another page, and delete this one.
"""


class ScaffoldError(Exception):
    """The exercise cannot be begun under that name, in one sentence."""


@dataclass(frozen=True)
class Begun:
    """What was written: new files, files with a row more, and the total points of the module before and after."""

    id: str
    files: tuple[Path, ...]
    changed: tuple[Path, ...]
    before: int
    after: int


def begin(name: str) -> Begun:
    """Begin the exercise `m2/e30_blur`. Raises ScaffoldError, and CourseError where there is no such module."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ScaffoldError(f"{name!r} should look like m2/e30_blur: module, number and a name in small letters")
    module = course.find_module(match["module"])
    exercise_id = f"{module.id}.{match['number']}"
    taken = module.exercise(exercise_id)
    if taken is not None:
        raise ScaffoldError(f"{exercise_id} exists already ({taken.path.name}); the next free one is {_next(module)}")
    function, pages = match["file"].split("_", 1)[1], guide_blocks.folder(module)
    words = {"id": exercise_id, "file": match["file"], "function": function, "title": function.replace("_", " ")}
    words |= {"correct": str(CORRECT), "hidden": str(HIDDEN), "section": str(_next_section(pages))}
    solutions = course.SOLUTIONS / module.id
    wrong = solutions / "wrong" / match["number"]
    texts = {
        module.folder / f"{match['file']}.py": _STARTER,
        module.folder / f"test_{match['file']}.py": _TESTS,
        module.hidden / f"test_{match['file']}.py": _HIDDEN_TESTS,
        solutions / f"{match['file']}.py": _SOLUTION,
        wrong / "first_mistake.py": _WRONG,
        wrong / "second_mistake.py": _WRONG,
        pages / f"s{words['section']}_{function}.md": _PAGE,
    }
    if there := [path for path in texts if path.exists()]:
        raise ScaffoldError(f"{there[0].relative_to(course.ROOT).as_posix()} exists already: move it away or take another name")
    rows = module.folder / "module.toml"
    before = {path: path.read_bytes() for path in (rows, schedule.FILE)}
    try:
        for path, text in texts.items():
            write_atomically(path, text.format(**words, mistake=path.stem.replace("_", " ")).encode("utf-8"))
        write_atomically(rows, _with_row(before[rows].decode("utf-8"), module.points, _ROW.format(**words)).encode("utf-8"))
        schedule.add(module.id, match["number"])
        after = course.find_module(module.id).points
    except (CourseError, OSError):
        for path in texts:
            path.unlink(missing_ok=True)
        for path, content in before.items():
            write_atomically(path, content)
        raise
    return Begun(exercise_id, tuple(texts), tuple(before), module.points, after)


def _next(module: Module) -> str:
    used = [int(each.number[1:]) for each in module.exercises if each.number.startswith("e")]
    return f"{module.id}/e{max(used, default=0) + 1}_…"


def _next_section(pages: Path) -> int:
    """The pages of a module are called s1_…, s2_… and are read in that order."""
    used = [int(found[1]) for page in pages.glob("s*.md") if (found := re.match(r"s(\d+)_", page.name))]
    return max(used, default=0) + 1


def _with_row(text: str, points: int, row: str) -> str:
    """The rows with one more, and the module's total, which stands above the first of them, with its points."""
    changed, count = re.subn(rf"^(points\s*=\s*){points}\b", rf"\g<1>{points + POINTS}", text, count=1, flags=re.MULTILINE)
    if not count:
        raise CourseError(f"module.toml should say points = {points} on a line of its own")
    return changed.rstrip("\n") + "\n" + row
