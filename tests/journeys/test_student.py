"""The student's first hour, steps S1 to S16 of the journeys, typed as a student types them.

Some steps have their tests elsewhere: S2 (doctor) in test_commands; S3, S4, S6, S8, S9, S11, S12 (what `pytest` shows) in
test_student; S10 (nothing is taken away on a busy machine) in test_decision and test_attacks; S16 in test_terminal.
"""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import types
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.course import ROOT
from tests.checkout import FAST, SHORT_RACE, SLOW, STARTER, WRONG, Checkout
from tests.conftest import make_checkout, with_trial
from tests.typist import ANSI, Typist

E1 = "assignments/m9/e1_blur.py"


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A clone of the course with module m9, in which the tests of this file work one after the other."""
    yield repository(with_trial(make_checkout(tmp_path_factory.mktemp("hour"))))


def repository(checkout: Checkout) -> Checkout:
    checkout.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    checkout.write(".gitignore", "__pycache__/\n/results/\n/*-handin.zip\n.pytest_cache/\n.hypothesis/\n")
    for command in (["init", "-q"], ["config", "user.name", "Ada"], ["config", "user.email", "ada@example.org"]):
        git(checkout, *command)
    git(checkout, "add", "--all")
    git(checkout, "commit", "-qm", "The course")
    return checkout


def git(checkout: Checkout, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", checkout.folder, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def graders(checkout: Checkout, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return checkout.run("-m", "graders", *arguments, typed=typed, **environment)


def test_s1_what_a_student_installs_is_small():
    """No nbgrader, no torch, no plots, nothing to compile."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=\[; ]", each)[0] for each in project["dependencies"]}
    assert names == {"hypothesis", "msgspec", "numba", "numpy", "psutil", "pytest", "pytest-benchmark"}


def test_s5_hints_come_in_full_and_two_when_asked_for_twice(trial):
    long = "Think of the cell before the first one, which is the last one, and of the one after the last one: "
    hints = [f"{long}what does Python do with index -1?", f"{long}and with index n, where there are n cells?", "Third."]
    toml = (trial.folder / "assignments/m9/module.toml").read_text()
    old = next(line for line in toml.splitlines() if line.startswith("hints"))
    trial.write("assignments/m9/module.toml", toml.replace(old, f"hints = {json.dumps(hints)}"))
    trial.write(E1, WRONG)
    command = ("assignments/m9", "-k", "test_agrees", "--hint")
    first, rest = (" ".join(trial.pytest(*command, *more).stdout.split()) for more in ([], ["--hint"]))
    assert f"hint: {hints[0]} (2 left)" in first and "Third" not in first
    assert f"hint: {hints[1]} hint: {hints[2]} (0 left)" in rest


def test_s13_reset_asks_and_keeps_a_dated_copy(mine):
    mine.write(E1, WRONG)
    refused = graders(mine, "reset", "m9/e1_blur", typed="n\n")
    assert refused.returncode == 1 and "nothing was changed" in refused.stdout
    assert (mine.folder / E1).read_text() == WRONG
    git(mine, "commit", "-qam", "My work is in git, and is not the starter")
    done = graders(mine, "reset", E1, typed="y\n")
    assert done.returncode == 0, done.stdout + done.stderr
    kept = re.search(r"your file is kept as (assignments/m9/e1_blur\.\d{4}-\d\d-\d\dT\d{4}\.py)", done.stdout)
    assert kept is not None, done.stdout
    assert (mine.folder / kept[1]).read_text() == WRONG and (mine.folder / E1).read_text() == STARTER
    again = graders(mine, "reset", "m9.e1", typed="y\n")
    assert again.returncode == 0 and "is as it was handed out: nothing to do" in again.stdout
    (mine.folder / kept[1]).unlink()


def test_s13_reset_gives_back_what_the_release_shipped_and_what_was_renamed(mine):
    """A template copy has no history of the course; a student may have moved the file away."""
    shipped = mine.write(".handout/starters/m9/e1_blur.py", STARTER + "# as released\n")
    (mine.folder / E1).rename(mine.folder / "assignments/m9/E1_mine.py")
    told = mine.pytest("assignments/m9", "-k", "test_dtype or cpu", "--gpu", "off").stdout
    flat = " ".join(told.split())
    assert "e1_blur.py is not in assignments/m9; python -m graders reset m9/e1_blur.py brings it back" in flat, told
    assert re.search(r"○ m9.e2 The same on a GPU", told), told
    done = graders(mine, "reset", "m9/e1_blur.py", "--yes")
    assert done.returncode == 0 and "kept" not in done.stdout, done.stdout + done.stderr
    assert (mine.folder / E1).read_text().endswith("# as released\n")
    shipped.unlink()
    (mine.folder / "assignments/m9/E1_mine.py").unlink()
    mine.write(E1, STARTER)


def test_s13_a_whole_module_wants_its_name_typed(mine):
    mine.write(E1, WRONG)
    refused = graders(mine, "reset", "m9", "--all", typed="y\n")
    assert refused.returncode == 1 and (mine.folder / E1).read_text() == WRONG
    done = graders(mine, "reset", "m9", "--all", typed="m9\n")
    assert done.returncode == 0 and (mine.folder / E1).read_text() == STARTER
    assert "e2_gpu" not in done.stdout  # was never touched
    for kept in mine.folder.glob("assignments/m9/e1_blur.2*.py"):
        kept.unlink()


def test_s13_without_a_copy_anywhere_nothing_is_touched(trial):
    trial.write(E1, WRONG)
    done = graders(trial, "reset", "m9/e1", "--yes")
    assert done.returncode == 1 and "there is no copy of e1_blur.py as it was handed out" in done.stderr
    assert (trial.folder / E1).read_text() == WRONG
    unknown = graders(trial, "reset", "m9/e7")
    assert unknown.returncode == 2 and "there is no exercise 'e7' in m9; there are e1_blur, e2_gpu" in unknown.stderr


@pytest.fixture(scope="module")
def worked(mine: Checkout) -> Checkout:
    """After three runs: not begun; wrong; right and fast, after which the wrong points of the first no longer count."""
    (mine.folder / "results" / "history.jsonl").unlink(missing_ok=True)
    mine.write(E1, STARTER)
    assert "no run of m9 yet: pytest assignments/m9 makes the first" in graders(mine, "history", "m9").stderr
    mine.pytest("assignments/m9", "--gpu", "off")
    mine.write(E1, WRONG)
    mine.pytest("assignments/m9", "-k", "e1 and not fast")
    mine.write(E1, FAST)
    mine.pytest("assignments/m9", "-k", "e1")
    return mine


def test_s14_history_is_a_row_per_run_and_a_picture(worked):
    done = graders(worked, "history", "m9", "--plot")
    assert done.returncode == 0, done.stderr
    rows = done.stdout.splitlines()
    assert rows[0].split() == ["when", "points", "exercises"]
    when = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.fullmatch(rf"{when} +0/9  e1 0/8 +e2 0/1", rows[1]), done.stdout
    assert re.fullmatch(rf"{when} +1/4  e1 1/4", rows[2]), done.stdout
    assert re.fullmatch(rf"{when} +[48]/8  e1 [48]/8 [\d.]+x", rows[3]), done.stdout
    assert rows[4] == "results/history-m9.svg"
    if "e1 8/8" not in rows[3]:
        pytest.skip("this machine is too busy: the race was not decided")
    assert "Public points over 3 runs; after the last: m9.e1 8." in done.stdout
    picture = ElementTree.parse(worked.folder / rows[4]).getroot()
    texts = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"run", "public points", "e1 8"} <= set(texts), texts


def test_s15_the_hand_in_says_what_goes_in_and_what_is_known(worked):
    worked.write("assignments/m9/notes.txt", "my notes\n")
    refused = graders(worked, "handin", "m9", typed="\n")
    assert refused.returncode == 1 and refused.stdout.endswith("nothing was handed in\n")
    assert not (worked.folder / "m9-handin.zip").exists()
    done = graders(worked, "handin", "m9", typed="y\n")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    if "too noisy to call" in lines[1]:  # said about the runs before this test
        pytest.skip("this machine is too busy: the race was not decided")
    assert re.fullmatch(r"  in   assignments/m9/e1_blur.py +8/8", lines[1]), done.stdout
    assert re.fullmatch(r"  in   assignments/m9/e2_gpu.py +0/1  not started", lines[2]), done.stdout
    out = " ".join(done.stdout.split())
    assert "out notes.txt: not asked for" in out and "test_e2_gpu.py: the course's own" in out
    assert "public points known so far 8/9 + 2 GPU and 2 hidden at submission" in out
    assert "written: m9-handin.zip" in out
    with zipfile.ZipFile(worked.folder / "m9-handin.zip") as archive:
        assert archive.namelist() == ["m9/e1_blur.py", "m9/e2_gpu.py"]
        assert archive.read("m9/e1_blur.py").decode() == FAST
        assert b"m9, handout" in archive.comment


def test_s15_collect_takes_that_zip_as_it_is(worked):
    """Also with written answers in it."""
    notebook = worked.write("assignments/m9/handin.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    listed = graders(worked, "handin", "m9", "--out", "uploads/ada.zip", "--yes").stdout
    notebook.unlink()
    assert "  in   assignments/m9/handin.ipynb\n" in listed
    done = graders(worked, "collect", "m9", "--from", "uploads", "--out", "submissions")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (worked.folder / "submissions/ada/m9/e1_blur.py").read_text() == FAST
    assert (worked.folder / "submissions/ada/m9/handin.ipynb").is_file()


def test_s15_what_changed_since_is_not_counted_and_what_is_broken_is_said(worked):
    before = (worked.folder / E1).read_text()
    worked.write(E1, before + "# a new idea\n")
    changed = " ".join(graders(worked, "handin", "m9").stdout.split())
    assert "e1_blur.py 0/8 8 more not run" in changed
    assert "8 points are open, not run since the files were changed: pytest assignments/m9" in changed
    worked.write(E1, "def blur(a):\n    return (a\n")
    broken = " ".join(graders(worked, "handin", "m9").stdout.split())
    assert "! e1_blur.py line 2: '(' was never closed" in broken
    (worked.folder / E1).unlink()
    gone = " ".join(graders(worked, "handin", "m9").stdout.split())
    assert "! e1_blur.py is not in assignments/m9; python -m graders reset m9/e1_blur.py brings it back" in gone
    worked.write(E1, before)


def test_s15_a_tag_wants_the_files_committed(worked):
    refused = graders(worked, "handin", "m9", "--tag", "--yes")
    assert refused.returncode == 1 and "commit first, then tag" in refused.stderr, refused.stdout + refused.stderr
    git(worked, "add", "assignments")
    git(worked, "commit", "-qm", "Blur")
    done = graders(worked, "handin", "m9", "--tag", typed="y\n")
    assert done.returncode == 0, done.stdout + done.stderr
    tag = re.search(r"tagged: (handin-m9-\S+); now send it off: git push --follow-tags", done.stdout)
    assert tag is not None, done.stdout
    assert git(worked, "rev-parse", f"{tag[1]}^{{commit}}") == git(worked, "rev-parse", "HEAD")


def test_s7_watch_refuses_kindly_without_a_terminal(worked):
    done = graders(worked, "watch", "m9")
    assert done.returncode == 2
    assert "watch listens to keys, so it needs a terminal; for a single run: pytest assignments/m9" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_s7_watch_answers_every_save_and_every_key(worked):
    import termios

    (worked.folder / "results" / "hints.json").unlink(missing_ok=True)
    worked.write(E1, STARTER)
    student = Typist(worked, "graders", "watch", "m9")
    try:
        keys = "n next · h hint · p time it · a all · r reset · q quit"
        student.sees("checking assignments/m9/e1_blur.py", "○ m9.e1 Mean of neighbours", "m9  ··········", "0/9", keys)
        worked.write(E1, "def blur(a):\n    return (a\n")
        student.sees("checking assignments/m9/e1_blur.py", "e1_blur.py line 2: '(' was never closed", "0/9", keys)
        worked.write(E1, "def blur(a):\n    while True: pass\n")
        student.sees("checking")
        worked.write(E1, WRONG)  # while the endless loop runs
        student.sees("checking", "✗ agrees with the plain loop", "0/3", "█·········", "1/9", keys)
        student.type("h")
        student.sees("hint: Which cell is to the left of cell 0?", keys)
        student.type("a")
        student.sees("checking m9 ", "m9.e1 Mean", "m9.e2 The same", keys)
        student.type("n")
        student.sees("checking assignments/m9/e2_gpu.py", keys)
        worked.write(E1, f"{FAST}# not raced yet\n")
        student.sees("checking assignments/m9/e1_blur.py", "4/9", keys)
        student.type("p")
        student.sees("checking", "┃", "8/9", keys)
        student.type("r")
        student.sees("put assignments/m9/e1_blur.py back as it was handed out? Yours is kept. (y/n)")
        student.type("x")
        student.sees("8/9", keys)
        student.type("r\x1b[A")
        student.sees("(y/n)")
        student.type("y")
        student.sees("your file is kept as assignments/m9/e1_blur.2", "○ m9.e1", "0/9", keys)
        assert (worked.folder / E1).read_text() == STARTER
        student.type("q")
        assert student.ends() == 0
        assert termios.tcgetattr(student.terminal) == student.before
        assert "Traceback" not in student.text
    finally:
        student.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_s7_a_narrow_terminal_and_ctrl_c(worked):
    import termios

    worked.write(E1, SLOW)
    student = Typist(worked, "graders", "watch", "m9", columns=60)
    try:
        seen = student.sees("m9  4/9   n next h hint p time a all r reset q quit")
        assert max(map(len, ANSI.sub("", seen).splitlines())) <= 60
        student.process.send_signal(2)
        assert student.ends() == 0
        assert termios.tcgetattr(student.terminal) == student.before
    finally:
        student.close()


def test_nothing_of_this_needs_the_grading_extras(worked, tmp_path: Path):
    """As a student has it installed: asking for any package of the extras fails loudly."""
    for name in ("nbgrader", "rich", "distributed", "dask", "altair", "jinja2", "matplotlib", "torch"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError({name!r}, name={name!r})\n")
    path = {"PYTHONPATH": str(tmp_path)}
    assert graders(worked, "history", "m9", **path).returncode == 0
    assert graders(worked, "handin", "m9", "--yes", **path).returncode == 0
    worked.write(E1, FAST)
    assert graders(worked, "reset", "m9/e1", "--yes", **path).returncode == 0
    assert worked.pytest("assignments/m9", "-k", "e1", **path).returncode == 1
    lacking = graders(worked, "history", "m9", "--plot", **path)
    assert lacking.returncode == 70 and "matplotlib is not installed: pip install -e '.[plot]'" in lacking.stderr


def test_s7_keys_are_read_on_windows_too(monkeypatch: pytest.MonkeyPatch):
    """The other half of the module, with a console that is made up."""
    typed = list("N\xe0HQ\x03")
    console = types.SimpleNamespace(kbhit=lambda: bool(typed), getwch=lambda: typed.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("windows_keyboard", ROOT / "graders" / "learn" / "keyboard.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.Keyboard() as keys:
        assert [keys.read(0.1), keys.read(0.1), keys.read(0.1)] == ["n", "", "q"]  # H after \xe0 is the arrow up
        with pytest.raises(KeyboardInterrupt):
            keys.read(0.1)
        assert keys.read(0.05) == ""
