"""The adversary suite: nights of grading with submissions that attack the grader, and what each of them must get.

An attack is one file in tests/attacks/<group>/<exercise>_<name>.py. Its docstring says what it tries, and then line by line
what it must get: `correct: pass 4`, or `hidden: fail 0 | a part of the sentence the student reads`. Attacks that try to get
at something boast of it by failing a check they would pass otherwise, so that "pass" means that they got nothing.

A part of them is run by every `make test` as an ordinary user, all of them by `make test-all`, also as root.
"""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from graders.course import ROOT
from graders.result import Result, load
from graders.worker import sandbox

pytestmark = [
    pytest.mark.skipif(bool(sandbox.trouble()), reason=f"no sandbox here: {sandbox.trouble()}"),
    pytest.mark.alone,  # what is left behind is looked for on the whole machine
]

ATTACKS = ROOT / "tests" / "attacks"
COURSE = ATTACKS / "course"
FILES = {"e1": "e1_target.py", "e2": "e2_timed.py", "e3": "e3_processes.py", "e4": "e4_sorting.py"}
USER = 54321
FAST = """
    import_time/e1_syntax_error import_time/e1_os_exit import_time/e1_replaces_modules
    process/e1_kills_its_parents process/e1_ptrace process/e1_becomes_root process/e1_crashes_once process/e1_endless_call
    process/e1_runs_programs process/e3_daemon process/e3_leaves_its_group
    files/e1_hunts_for_tests files/e1_known_places files/e1_writes_everywhere files/e1_leaves_a_note files/e1_network
    files/e1_honest_habits
    channel/e1_answers_itself channel/e1_answers_ahead channel/e1_drips channel/e1_shrinks_the_shared_memory
    channel/e1_colliding_hashes channel/e1_alias_bomb channel/e1_many_handles
    lying/e1_subclass lying/e1_list lying/e1_not_contiguous
    timing/e2_patched_clocks timing/e2_answers_before_the_work timing/e2_burns_in_the_background
    timing/e2_wakes_itself timing/e2_slow_empty_calls
    resources/e1_eats_memory resources/e1_threads resources/e3_memory_in_children
    text/e1_terminal_escapes text/e1_html text/e1_ten_megabytes
    policy/e4_plain policy/e4_getattr policy/e4_clears_the_guard policy/e4_honest
"""


@dataclass(frozen=True)
class Attack:
    group: str
    exercise: str
    file: Path
    expected: dict[str, tuple[str, int, str]]
    """By kind of rubric line: state, points, a part of the reason."""

    @property
    def student(self) -> str:
        return f"{self.group}-{self.file.stem}"


def read(file: Path) -> Attack:
    text = file.read_text(encoding="utf-8").split('"""')[1]
    lines = re.findall(r"^(\w+): (\w+) (\d+)(?: \| (.*))?$", text, re.MULTILINE)
    assert lines, f"{file} does not say what it must get"
    expected = {kind: (state, int(points), why) for kind, state, points, why in lines}
    return Attack(file.parent.name, file.stem.split("_")[0], file, expected)


ALL = [read(file) for file in sorted(ATTACKS.glob("*/e[0-9]*_*.py"))]


class Night:
    """A course with module m8 in it, a folder of submissions, and commands typed there by root or by somebody else."""

    def __init__(self, folder: Path, user: int) -> None:
        self.folder, self.user = folder, user
        skip = shutil.ignore_patterns("__pycache__", "*.egg-info", "hidden")
        shutil.copytree(ROOT / "graders", folder / "graders", ignore=skip)
        shutil.copytree(COURSE / "assignments", folder / "assignments")
        shutil.copytree(COURSE / "hidden", folder / "graders" / "hidden")
        shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
        self.home = folder / "home"
        self.home.mkdir()

    def hand_in(self, student: str, **files: Path) -> Path:
        place = self.folder / "submissions" / student
        place.mkdir(parents=True, exist_ok=True)
        for exercise, file in files.items():
            shutil.copyfile(file, place / FILES[exercise])
        return place

    def grade(self) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "graders", "grade", "m8", "submissions", "--out", "out"]
        if self.user:
            subprocess.run(["chown", "-R", f"{self.user}:{self.user}", self.folder], check=True)
            command = [str(ROOT / ".ci" / "as-user"), str(self.user), *command]
        keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COURSE"))}
        return subprocess.run(
            command,
            cwd=self.folder,
            env=keep | {"COLUMNS": "100", "HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=7200,  # what keeps it from hanging, not a measure of anything
        )

    def result(self, student: str) -> Result:
        return load(self.folder / "out" / "m8" / f"{student}.json")

    def scores(self, student: str) -> list[tuple]:
        with sqlite3.connect(self.folder / "out" / "nbgrader" / "gradebook.db") as book:
            return book.execute(
                "select base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade from grade"
                " join base_cell on base_cell.id = grade.cell_id"
                " join submitted_notebook on submitted_notebook.id = grade.notebook_id"
                " join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"
                " where submitted_assignment.student_id = ? order by base_cell.name",
                [student],
            ).fetchall()


def _users() -> list:
    root = os.getuid() == 0
    return [
        pytest.param(0, id="root", marks=pytest.mark.long if root else pytest.mark.skip(reason="this is not root")),
        pytest.param(USER if root else 0, id="user"),
    ]


@pytest.fixture(scope="session", params=_users())
def night(request):
    """Two nights: first of the honest alone, then of the same with all the attackers among them."""
    every = request.config.option.all
    chosen = [attack for attack in ALL if every or f"{attack.group}/{attack.file.stem}" in FAST]
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o755)
    try:
        night = Night(folder, request.param)
        honest = {exercise: COURSE / "honest" / name for exercise, name in FILES.items()}
        quick = {name: honest[name] for name in ("e1", "e4")}
        night.hand_in("ada-honest", **quick)
        first = night.grade()
        assert first.returncode == 0, first.stdout + first.stderr
        night.before = {path.name: path.read_bytes() for path in (folder / "out" / "m8").glob("ada-honest.*")}
        night.scores_before = night.scores("ada-honest")
        for attack in chosen:
            beside = {name: file for name, file in quick.items() if name != attack.exercise}
            night.hand_in(attack.student, **{attack.exercise: attack.file}, **beside)
        night.hand_in("bea-honest", **quick)
        night.hand_in("cleo-timed", **honest)
        odd_files(night, honest)
        night.done = night.grade()
        assert night.done.returncode == 0, night.done.stdout[-3000:] + night.done.stderr[-3000:]
        yield night
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def odd_files(night: Night, honest: dict[str, Path]) -> None:
    """Submissions whose files and names are the attack."""
    place = night.hand_in("files-beside", e1=honest["e1"])
    boast = "raise RuntimeError('a file beside the exercise was run')\n"
    for name in (
        "conftest.py",
        "sitecustomize.py",
        "usercustomize.py",
        "numpy.py",
        "pytest.py",
        "graders.py",
        "test_e1_target.py",
    ):
        (place / name).write_text(boast)
    (place / "pytest.ini").write_text("[pytest]\naddopts = -p no:graders.plugin\n")
    (place / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = ['-p', 'no:graders.plugin']\n")
    (place / "evil.pth").write_text(f"import os; {boast}")
    (place / "__pycache__").mkdir()
    (place / "__pycache__" / f"e1_target.{sys.implementation.cache_tag}.pyc").write_bytes(b"not what it seems")
    place = night.hand_in("files-links")
    (place / "e1_target.py").symlink_to("/etc/passwd")
    (place / "e4_sorting.py").symlink_to(honest["e4"])
    place = night.hand_in("files-pipe")
    os.mkfifo(place / "e1_target.py")
    with open(night.hand_in("files-sparse") / "e1_target.py", "wb") as file:
        file.truncate(1 << 40)
    (night.folder / "submissions" / "files-folder-link").symlink_to("/etc")
    night.hand_in("=cmd|' /C calc'!A0", e1=honest["e1"])
    night.hand_in("new\nline", e1=honest["e1"])
    night.hand_in("<b>bold</b>\x1b[31m", e1=honest["e1"])


def lines(result: Result) -> dict[str, tuple[str, int, str]]:
    return {line.id: (line.state, line.points, line.why) for exercise in result.exercises for line in exercise.rubric}


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: f"{attack.group}/{attack.file.stem}")
def test_attack_gets_what_it_must(night, attack):
    if not (night.folder / "submissions" / attack.student).exists():
        pytest.skip("make test-all runs this one")
    found = lines(night.result(attack.student))
    for kind, (state, points, why) in attack.expected.items():
        got = found[f"m8.{attack.exercise}.{kind}"]
        assert got[:2] == (state, points), (attack.file.name, kind, got)
        assert why in got[2], (attack.file.name, kind, got)
    # The exercises beside it, done honestly, keep all their points.
    for beside, most in (("e1", 6), ("e4", 4)):
        if beside != attack.exercise:
            assert sum(points for line, (_, points, _) in found.items() if line.startswith(f"m8.{beside}.")) == most


def test_the_honest_are_untouched(night):
    """Byte for byte where they were graded before, and the same grades for the same work graded among attackers."""
    for name, content in night.before.items():
        assert (night.folder / "out" / "m8" / name).read_bytes() == content, name
    assert night.scores("ada-honest") == night.scores_before
    assert night.scores("bea-honest") == night.scores_before and night.scores_before
    ada, bea = (
        {line: (state, points) for line, (state, points, _) in lines(night.result(name)).items()}
        for name in ("ada-honest", "bea-honest")
    )
    assert ada == bea
    assert ada["m8.e1.correct"] == ("pass", 4) and ada["m8.e4.hidden"] == ("pass", 1)
    timed = lines(night.result("cleo-timed"))
    assert timed["m8.e2.correct"][:2] == ("pass", 1) and timed["m8.e3.correct"][:2] == ("pass", 2)
    assert timed["m8.e2.speed"][:2] == ("fail", 0) and "right, but" in timed["m8.e2.speed"][2]


def test_nothing_is_left_behind(night):
    for process in psutil.process_iter(["uids", "name", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE:  # it has ended, and nobody has collected it yet
            continue
        user = process.info["uids"].real if process.info["uids"] else 0
        assert user < 0x40000000 and user != USER, process
        with contextlib.suppress(psutil.Error):  # it has just ended
            assert process.info["name"] != "bwrap" or str(night.folder) not in " ".join(process.cmdline())
    marks = [path for place in ("/tmp", "/dev/shm", str(night.folder)) for path in Path(place).rglob("written-by-an-attacker")]
    assert not marks


def test_what_people_read_is_harmless(night):
    """No control character or bidi override reaches a page, a terminal or a table; no tag is more than text."""
    pages = list((night.folder / "out" / "m8").glob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), page.name
        assert "<script>alert" not in text and "<img src=x" not in text and "<b>bold" not in text, page.name
        assert len(text) < 300_000, page.name
    for table in (night.folder / "out" / "m8").glob("*.csv"):
        text = table.read_text(encoding="utf-8-sig")
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)
        assert not re.search(r"(^|,)\"?[=@]", text, re.MULTILINE)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e]", night.done.stdout)


def test_odd_files(night):
    assert lines(night.result("files-beside"))["m8.e1.correct"][:2] == ("pass", 4)
    assert lines(night.result("files-beside"))["m8.e1.hidden"][:2] == ("pass", 2)
    for student in ("files-links", "files-pipe", "files-sparse", "files-folder-link"):
        state, points, why = lines(night.result(student))["m8.e1.correct"]
        assert (state, points) == ("fail", 0) and "not read" in why, (student, why)
    assert night.result("bea-honest").machine["sandboxed"] is True
    assert json.loads((night.folder / "out" / "m8" / "bea-honest.json").read_bytes())["machine"]["control_group"]


def test_there_are_enough_attacks():
    assert len(ALL) >= 60
    for name in FAST.split():
        assert any(f"{attack.group}/{attack.file.stem}" == name for attack in ALL), name
