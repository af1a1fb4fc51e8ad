"""What decides whether a class is graded again: a check does, a sentence does not."""

import shutil
from pathlib import Path

import msgspec
import pytest

from graders.course import ASSIGNMENTS, HIDDEN, load_module
from graders.grading.batch import lines_to_race
from graders.grading.fingerprint import deciding_files, grader_hash
from graders.judge import messages
from graders.result import NOT_RUN, Check, judge_line
from tests import samples

KEY = b"key"
GRADERS = HIDDEN.parent


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The graders and two modules' assignments, to be edited."""
    junk = shutil.ignore_patterns("__pycache__")
    shutil.copytree(GRADERS, tmp_path / "graders", ignore=junk)
    for module in ("m1", "m2"):
        shutil.copytree(ASSIGNMENTS / module, tmp_path / "assignments" / module, ignore=junk)
    return tmp_path


def hashes(course: Path, key: bytes = KEY) -> tuple[str, str]:
    """Of m1 and of m2."""
    first, second = (
        grader_hash(load_module(course / "assignments" / module), key, course / "graders") for module in ("m1", "m2")
    )
    return first, second


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer has {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(file: Path, text: str = "\n# another line\n") -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_rewording_grades_nobody_again(course):
    before = hashes(course)
    wording = list((course / "graders").rglob("messages.py"))
    assert {path.parent.name for path in wording} > {"graders", "judge", "grading", "report", "site"}
    for file in [*wording, course / "graders/text.py", *(course / "graders/report").iterdir()]:
        if file.is_file():
            append(file)
    for file in (course / "graders/site/build.py", course / "graders/export/csv.py", course / "graders/machine_report/page.py"):
        append(file)
    assert hashes(course) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "', 'title = "Another '),
        ("hints = [", 'hints = ["Think again.",'),
        ("level = 1", "level = 2"),
        ("[[exercise]]", "# a comment\n[[exercise]]"),
        ("limit = 5\n", "limit = 5.0\n"),
    ],
)
def test_what_module_toml_says_to_people_grades_nobody_again(course, old, new):
    before = hashes(course)
    edit(course / "assignments/m1/module.toml", old, new)
    assert hashes(course) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("limit = 5\n", "limit = 6\n"),
        ("correct = 3, speed = 5", "correct = 4, speed = 4"),
        ("forbidden = [", 'forbidden = ["numpy.median", '),
        ("simulator = true", "simulator = false"),
        ('file = "e1_growable_vector.py"', 'file = "e1_vector.py"'),
    ],
)
def test_what_module_toml_decides_grades_that_module_again(course, old, new):
    before = hashes(course)
    edit(course / "assignments/m1/module.toml", old, new)
    if "file =" in old:
        (course / "assignments/m1/test_e1_growable_vector.py").rename(course / "assignments/m1/test_e1_vector.py")
    after = hashes(course)
    assert after[0] != before[0] and after[1] == before[1]


@pytest.mark.parametrize(
    "file",
    ["assignments/m1/test_e1_*.py", "graders/hidden/m1/test_e1_*.py", "assignments/m1/given_*.py"],
)
def test_a_check_of_a_module_grades_that_module_again(course, file):
    before = hashes(course)
    append(next(course.glob(file)))
    after = hashes(course)
    assert after[0] != before[0] and after[1] == before[1]


def test_what_judges_grades_everybody_again(course):
    """Every file of the judge, the worker and the grading, what they import, a new file among them, and the key."""
    seen = {hashes(course)}
    files = deciding_files(course / "graders")
    names = {path.relative_to(course / "graders").as_posix() for path in files}
    assert names >= {"judge/check.py", "worker/codec.py", "grading/batch.py", "plugin.py", "course.py", "result.py", "key.py"}
    assert names >= {"handout/edited.py", "regression.py", "submission.py", "judge/decision.py"}
    (course / "graders/judge/a_new_one.py").write_text("LIMIT = 1\n", encoding="utf-8")
    seen.add(hashes(course))
    for name in ("judge/a_new_one.py", "judge/check.py", "worker/codec.py", "grading/batch.py", "plugin.py", "course.py"):
        append(course / "graders" / name)
        seen.add(hashes(course))
    seen.add(hashes(course, b"another key"))
    assert len(seen) == 9 and len({first for first, _ in seen}) == len({second for _, second in seen}) == 9


def test_line_ends_of_another_system_change_nothing(course):
    before = hashes(course)
    for file in (course / "graders/judge/check.py", course / "assignments/m1/test_e1_growable_vector.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert hashes(course) == before


def test_a_night_that_goes_on_with_other_words_still_races():
    """What the first half of a night wrote down may say it in the words of before."""
    raced = Check(title="fast", state="deferred", points=0, max=3, why="not this time, in the words of before", cause=NOT_RUN)
    elsewhere = Check(title="on a GPU", state="deferred", points=0, max=3, why=messages.NOT_RUN)
    lines = [judge_line(f"m2.e{number}.speed", "fast", 3, [check]) for number, check in enumerate((raced, elsewhere), 1)]
    result = samples.result()
    result = msgspec.structs.replace(result, exercises=[msgspec.structs.replace(result.exercises[0], rubric=lines)])
    assert lines_to_race(result) == {"m2.e1.speed"}
