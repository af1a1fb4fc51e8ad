"""The instructor's side: a folder of submissions in, results, pages and a gradebook out."""

import contextlib
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import psutil
import pytest

from graders.grading import batch
from graders.lock import locked
from graders.result import encode, load
from tests.checkout import FAST, HIDDEN, SHORT_RACE, WRONG


@pytest.fixture
def course(trial):
    """m9 with its hidden tests, as an instructor has it."""
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    trial.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    return trial


def grade(course, folder="handins", *more):
    return course.run("-m", "graders", "grade", "m9", folder, "--out", "out", "--sandbox-if-possible", *more)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def workers(night: int) -> Iterator[psutil.Process]:
    """The processes below this one in which student code runs, with a sandbox or without: no bubblewrap, no fork server."""
    with contextlib.suppress(psutil.Error):
        for each in psutil.Process(night).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                parent, command = each.parent(), " ".join(each.cmdline())
                # bubblewrap's own command names everything that it shows; a fork server's parent is bubblewrap.
                is_python = parent is not None and all("python" in one.name() for one in (each, parent))
                if is_python and ("worker/child.py" in command or "forkserver.py" in command):
                    yield each


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_workers_that_something_kills_cost_nobody_a_point(course):
    """Every fourth, at any age: no check loses two in a row, of its own or of its yardstick."""
    for student in ("ann", "bob", "cid", "dan"):
        course.write(f"handins/{student}/e1_blur.py", f"{FAST}# {student}\n")
    command = [sys.executable, "-m", "graders", "grade", "m9", "handins", "--out", "out", "--sandbox-if-possible"]
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COURSE"))}
    chance, fates, killed = random.Random(1), {}, 0
    with subprocess.Popen(command, cwd=course.folder, env=keep, stdout=subprocess.DEVNULL) as night:
        while night.poll() is None:
            for each in workers(night.pid):
                doomed, age = fates.setdefault(each.pid, (len(fates) % 4 == 0, chance.uniform(0, 0.5)))
                if doomed and time.time() - each.create_time() > age:
                    with contextlib.suppress(psutil.Error):
                        each.kill()
                        killed += 1
                        fates[each.pid] = (False, 0.0)
            time.sleep(0.02)
    assert night.returncode == 0 and killed >= 2
    for student in ("ann", "bob", "cid", "dan"):
        found = {
            line.id: line for each in load(course.folder / "out" / "m9" / f"{student}.json").exercises for line in each.rubric
        }
        assert {found[name].state for name in ("m9.e1.correct", "m9.e1.hidden")} == {"pass"}, [
            (line.why, [check.why for check in line.checks]) for line in found.values()
        ]
        assert found["m9.e1.speed"].state in ("pass", "noisy"), found["m9.e1.speed"]


def test_grading_twice_changes_nothing_and_says_so(course):
    course.write("handins/ann/e1_blur.py", FAST)
    course.write("handins/bob/m9/e1_blur.py", WRONG)
    first = grade(course)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "2 graded" in first.stdout
    ann = load(course.folder / "out" / "m9" / "ann.json")
    points = {line.id: (line.points, line.state) for exercise in ann.exercises for line in exercise.rubric}
    assert points["m9.e1.correct"] == (4, "pass") and points["m9.e1.hidden"] == (2, "pass")
    assert points["m9.e1.speed"][0] == 4
    assert points["m9.e2.correct"] == (0, "todo")  # no file at all is not started
    before = snapshot(course.folder / "out")
    assert {"m9/ann.json", "m9/ann.html", "m9/bob.html", "m9/points.csv", "nbgrader/gradebook.db"} <= set(before)
    again = grade(course)
    assert "0 graded, 2 already graded with this grader and submission: nothing changed" in again.stdout
    assert snapshot(course.folder / "out") == before


def test_a_night_into_a_file_says_a_line_for_each_submission(course):
    for student in ("ann", "bob", "cid"):
        course.write(f"handins/{student}/e1_blur.py", f"{WRONG}# {student}\n")
    said = grade(course).stdout.splitlines()
    step = r"\d\d:\d\d:\d\d  correctness [123] of 3  (ann|bob|cid) \d+ of 13"
    assert len({re.fullmatch(step, line)[1] for line in said if re.fullmatch(step, line)}) == 3, said
    assert any(re.fullmatch(r"\d\d:\d\d:\d\d  timing 3 of 3.*", line) for line in said), said
    course.write("handins/bob/e1_blur.py", FAST)
    said = grade(course).stdout.splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d  unchanged 2 of 3", said[0]), said
    assert any(re.search(r"  correctness 1 of 1  bob \d+ of 13$", line) for line in said), said


def test_two_nights_at_once_are_one_after_the_other(course):
    course.write("handins/ann/e1_blur.py", WRONG)
    again = ("--handins", "handins", "--out", "out", "--sandbox-if-possible")
    with locked(course.folder / "out", "lee"):
        refused = grade(course)
        assert refused.returncode == 1
        assert "out is in use by lee, process" in refused.stderr and "or say --wait" in refused.stderr
        assert course.run("-m", "graders", "regrade", "m9", "--reason", "x", *again).returncode == 1
    assert grade(course, "handins", "--wait").returncode == 0


ODD = ("@cmd", "-x", "--help", "=1+1", "a b", "CON", "ünï", "dots..", "x;touch owned", "$(id)", "a'b")


@pytest.mark.skipif(os.name == "nt", reason="no such folders there")
def test_any_name_of_a_folder_is_a_student_or_a_sentence(course):
    long = "n" * 201
    for student in (*ODD, "n" * 200, long):
        course.write(f"handins/{student}/e1_blur.py", WRONG)
    Path(os.fsdecode(os.fsencode(course.folder / "handins") + b"/not-utf-8-\xff")).mkdir()
    done = grade(course)
    said = " ".join(done.stdout.split())
    assert done.returncode == 0, said + done.stderr
    assert f"left out: the folder {long[:30]}… has 201 bytes in its name, 200 are allowed: rename it" in said
    assert "left out: the name of the folder 'not-utf-8-\\udcff' is not UTF-8" in said
    graded = {load(path).student for path in (course.folder / "out" / "m9").glob("*.json")}
    assert graded == {*ODD, "n" * 200} and not list(course.folder.rglob("owned"))
    assert all((course.folder / "out" / "m9" / f"{student}.html").is_file() for student in graded)
    exported = course.run(
        "-m", "graders", "export", "m9", "--out", "out", "--to", "csv,canvas,moodle,gradescope,classroom50,junit"
    )
    assert exported.returncode == 0, exported.stdout + exported.stderr
    assert course.run("-m", "graders", "report", "m9", "--out", "out").returncode == 0


def test_an_unknown_option_shows_that_commands_usage(course):
    done = course.run("-m", "graders", "grade", "m9", "handins", "--only", "m9.e1")
    assert done.returncode == 2 and "usage: python -m graders grade [-h]" in done.stderr
    assert done.stderr.rstrip().endswith("error: unrecognized arguments: --only m9.e1")


def test_only_what_changed_is_graded_again(course):
    course.write("handins/ann/e1_blur.py", WRONG)
    course.write("handins/bob/e1_blur.py", WRONG)
    grade(course)
    kept, old = ((course.folder / "out" / "m9" / f"{name}.json").read_bytes() for name in ("bob", "ann"))
    course.write("handins/ann/e1_blur.py", FAST)
    assert "1 graded, 1 already graded" in grade(course).stdout
    assert load(course.folder / "out" / "m9" / "ann.json").points == 10
    assert (course.folder / "out" / "m9" / "bob.json").read_bytes() == kept
    [earlier] = (course.folder / "out" / "m9" / "history").rglob("*.json")
    assert earlier.parent.name == "ann" and earlier.read_bytes() == old
    course.write("graders/hidden/m9/test_e1_blur.py", HIDDEN.replace("1001", "1003"))
    assert "2 graded" in grade(course).stdout


def test_the_very_same_files_are_judged_once(course):
    """A team's members have one result, also those who come later, and so it is when lines are judged again."""
    for student in ("ann", "bob"):
        course.write(f"handins/{student}/e1_blur.py", FAST)
    course.write("handins/cid/e1_blur.py", f"{FAST}# mine\n")
    said = " ".join(grade(course).stdout.split())
    assert "same files 1 of 1 bob" in said and "correctness 2 of 2" in said
    assert "3 graded, 1 of them with another one, for the files are the very same" in said
    course.write("handins/dan/e1_blur.py", FAST)
    said = " ".join(grade(course).stdout.split())
    assert "same files 1 of 1 dan" in said and "correctness" not in said and "3 already graded" in said
    options = ("--only", "m9.e1.speed", "--reason", "again", "--allow-decrease", "--sandbox-if-possible", "--out", "out")
    done = course.run("-m", "graders", "regrade", "m9", *options)
    assert "timing 2 of 2" in done.stdout and "4 equal" in done.stdout, done.stdout + done.stderr
    results = {student: load(course.folder / "out" / "m9" / f"{student}.json") for student in ("ann", "bob", "dan")}
    assert {result.student for result in results.values()} == set(results)
    assert len({encode(msgspec.structs.replace(result, student="")) for result in results.values()}) == 1


def test_a_notebook_without_any_file_is_a_hand_in_that_was_not_started(course):
    """Where nobody handed in a file, as after a module of questions only, written answers still reach nbgrader."""
    course.write("handins/ann/m9/m9.ipynb", "{}")
    course.write("handins/bob/handin.ipynb", "{}")
    done = grade(course)
    assert done.returncode == 0 and "2 graded" in done.stdout, done.stdout + done.stderr
    assert "worth a look" not in done.stdout
    for student in ("ann", "bob"):
        result = load(course.folder / "out" / "m9" / f"{student}.json")
        lines = [line for exercise in result.exercises for line in exercise.rubric]
        assert {(line.state, line.points) for line in lines if line.state != "deferred"} == {("todo", 0)}
        assert lines[0].why == "e1_blur.py was not handed in"
    course.write("handins/ann/m9/m9.ipynb", "{ }")
    assert "0 graded, 2 already graded" in grade(course).stdout


def test_a_broken_grader_is_an_error_and_is_tried_again(course):
    course.write("handins/ann/e1_blur.py", FAST)
    course.write("graders/hidden/m9/test_e1_blur.py", "import nothing_of_that_name\n")
    done = grade(course)
    assert done.returncode == 0
    result = load(course.folder / "out" / "m9" / "ann.json")
    assert {line.state for exercise in result.exercises for line in exercise.rubric} == {"error"}
    course.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    assert "1 graded" in grade(course).stdout
    assert load(course.folder / "out" / "m9" / "ann.json").points == 10


def test_a_hidden_line_without_tests_is_an_error(course):
    course.write("handins/ann/e1_blur.py", FAST)
    (course.folder / "graders/hidden/m9/test_e1_blur.py").unlink()
    grade(course)
    lines = {line.id: line for line in load(course.folder / "out" / "m9" / "ann.json").exercises[0].rubric}
    assert (lines["m9.e1.hidden"].state, lines["m9.e1.hidden"].points) == ("error", 0)


def test_a_damaged_result_is_graded_again(course):
    course.write("handins/ann/e1_blur.py", FAST)
    grade(course)
    file = course.folder / "out" / "m9" / "ann.json"
    file.write_text("{")
    assert "1 graded" in grade(course).stdout
    assert encode(load(file)) == file.read_bytes()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: None, "there is no folder handins"),
        (lambda folder: folder.mkdir(), "handins holds no folders"),
        (lambda folder: (folder / "ann").mkdir(parents=True), "none of the 1 folders in handins holds a file of m9"),
        (lambda folder: folder.write_text("I am a file"), "there is no folder handins"),
        (
            lambda folder: [(folder / "ann").mkdir(parents=True), (folder / "ann" / "m8.ipynb").write_text("{}")],
            "none of the 1 folders in handins holds a file of m9",
        ),
    ],
    ids=["missing", "empty", "nothing-of-the-module", "a-file", "another-notebook"],
)
def test_a_folder_that_cannot_be_graded_is_one_sentence(course, make, sentence):
    make(course.folder / "handins")
    done = grade(course)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (course.folder / "out").exists()


def test_a_module_that_does_not_exist_is_one_sentence(course):
    done = course.run("-m", "graders", "grade", "m77", "handins")
    assert done.returncode == 2 and "there is no module 'm77'" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_and_giants_are_a_row_and_the_night_goes_on(course):
    secret = course.write("secret.py", FAST)
    course.write("handins/ann/e1_blur.py", FAST)
    (course.folder / "handins" / "bob").mkdir()
    (course.folder / "handins" / "bob" / "e1_blur.py").symlink_to(secret)
    (course.folder / "handins" / "cy").mkdir()
    with open(course.folder / "handins" / "cy" / "e1_blur.py", "wb") as file:
        file.truncate(1 << 30)
    (course.folder / "handins" / "dee").symlink_to(course.folder / "handins" / "ann")
    (course.folder / "handins" / "eli").mkdir()
    os.mkfifo(course.folder / "handins" / "eli" / "e1_blur.py")
    (course.folder / "handins" / "flo").mkdir()
    (course.folder / "handins" / "flo" / "m9").symlink_to(course.folder / "handins" / "ann")
    done = grade(course)
    text = re.sub(r"\s+", " ", done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "bob e1_blur.py is not a plain file (a link, perhaps): not read" in text
    assert "cy e1_blur.py has 1024 MiB: not read" in text
    assert "dee the folder is a symbolic link: not read" in text
    assert "eli e1_blur.py is not a plain file" in text
    assert "flo m9 is not a plain folder: not read" in text
    points = {path.stem: load(path).points for path in (course.folder / "out" / "m9").glob("*.json")}
    assert points == {"ann": 10, "bob": 0, "cy": 0, "dee": 0, "eli": 0, "flo": 0}
    bob = load(course.folder / "out" / "m9" / "bob.json").exercises[0].rubric[0]
    assert bob.why == "e1_blur.py is not a plain file (a link, perhaps): not read"


def test_without_bubblewrap_grading_refuses_unless_told(course):
    course.write("handins/ann/e1_blur.py", WRONG)
    command = ["-m", "graders", "grade", "m9", "handins", "--out", "out"]
    refused = course.run(*command, PATH="")
    assert refused.returncode == 70
    assert "apt install bubblewrap; Fedora: dnf install bubblewrap); or add --no-sandbox" in refused.stderr
    assert not (course.folder / "out").exists()
    done = course.run(*command, "--no-sandbox")
    assert done.returncode == 0
    assert load(course.folder / "out" / "m9" / "ann.json").machine["sandboxed"] is False
    assert "not sandboxed" in (course.folder / "out" / "m9" / "ann.html").read_text(encoding="utf-8").lower()


def test_results_that_cannot_be_written_are_one_sentence_and_the_next_night_goes_on(course):
    course.write("handins/ann/e1_blur.py", WRONG)
    in_the_way = course.write("out/m9", "somebody's notes\n")
    done = grade(course)
    said = done.stdout + done.stderr
    assert done.returncode == 70 and "Traceback" not in said, said
    [sentence] = [line for line in done.stderr.splitlines() if line.startswith("graders: ")]
    assert "out/m9" in sentence and "move away what lies there, then type the same command again" in sentence
    assert in_the_way.read_text() == "somebody's notes\n"
    in_the_way.unlink()
    assert "1 graded" in grade(course).stdout


@pytest.mark.parametrize(("seconds", "judged"), [(600.0, 3 * 3), (0.0, 3 + 1)])
def test_waiting_for_a_quiet_machine_has_an_end_and_is_told(monkeypatch, seconds, judged):
    """Nothing is ever decided here: everything is judged three times, or until the time for that is up."""
    told, finished, runs = [], [], []
    handins = [SimpleNamespace(student=name, files={}) for name in ("ann", "bob", "cy")]
    result = SimpleNamespace(fingerprint="", student="x", points=0, max=13)
    for name, stand_in in {
        "AGAIN": seconds,
        "load": lambda path: result,
        "_left": lambda run, handin, found: {"m9.e1.speed"},
        "noisy_lines": lambda found: {"m9.e1.speed"},
        "quiet_run": lambda run, lines, noisy, *, again: again,
        "job": lambda *all: all[0],
        "merge": lambda first, second: first,
        "_judged": lambda *all: result,
        "_finish": lambda what, handin, found: finished.append(handin.student),
    }.items():
        monkeypatch.setattr(batch, name, stand_in)

    def run(jobs, timing):
        for index, again in enumerate(jobs):
            runs.append(again)
            yield index, None

    def progress(*said):
        told.append(said)

    folder = SimpleNamespace(begun=lambda student: student)
    batch._judge_races(folder, None, SimpleNamespace(run=run), handins, progress)
    assert sorted(finished) == ["ann", "bob", "cy"] and len(runs) == judged and runs.count(False) == 3
    assert any(each[:3] == ("once more", 0, 3) for each in told)
