"""What a student sees in the terminal: wide and narrow, with and without colours, where only ASCII can be shown.

After a wanted change write the golden files anew, and read their diff:

    PYTHONPATH=. python tests/test_terminal.py
"""

import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from graders.course import ROOT
from graders.judge import messages
from graders.messages import built_elsewhere
from graders.report import terminal
from graders.report.bars import of_these_cores
from graders.report.terminal import Hints
from graders.result import Check, Result, Speedup, State, judge_line
from graders.text import STATES, as_plain
from tests import samples
from tests.checkout import WRONG
from tests.typist import ANSI, Typist

GOLDEN = Path(__file__).parent / "golden" / "terminal"
NO_HINT = Hints((), 0)
PALETTE = {"red", "green", "yellow", "bold"}
"""What both light and dark terminals show legibly: no white, no black, no backgrounds."""


def scenes() -> Iterator[tuple[str, Result, Hints, list[str]]]:
    """(name, result, hint, notes): the first minute, half-way, asking for a hint, everything odd, the end."""
    yield "not started", samples.untouched(), Hints((), 1), []
    yield "half-way", samples.result(), Hints((), 1), []
    question = "Which of the two counters is read, changed and written back without a lock, and what may happen meanwhile?"
    yield "with a hint", only(samples.result(), "m2.e1"), Hints((question,), 2), [messages.INLINE]
    odd = samples.result(e0_speed="noisy", e1_correct="error", e2_gpu="deferred")
    yield "odd", odd, NO_HINT, [messages.not_as_handed_out(["test_e1_lost_updates.py"])]
    why = built_elsewhere("numba", "cp311-macosx_10_9_x86_64", "Python 3.12 on macOS arm64")
    yield "does not load", stopped(samples.result(), why), NO_HINT, []
    yield "perfect", samples.perfect(), NO_HINT, []


def only(result: Result, exercise: str) -> Result:
    return msgspec.structs.replace(result, exercises=[each for each in result.exercises if each.id == exercise])


def stopped(result: Result, why: str) -> Result:
    """The first exercise's file does not load."""
    first, *rest = result.exercises
    rubric = []
    for line in first.rubric:
        checks = [
            Check(title=each.title, state="fail", points=0, max=each.max, why=why, cause="Stopped") for each in line.checks
        ]
        rubric.append(judge_line(line.id, line.title, line.max, checks))
    return msgspec.structs.replace(result, exercises=[msgspec.structs.replace(first, rubric=rubric), *rest])


def shown(width: int, plain: bool) -> list[tuple[str, dict[str, bool]]]:
    """Every line of all scenes with its markup."""
    lines: list[tuple[str, dict[str, bool]]] = []
    view = terminal.View(lambda text, **markup: lines.append((text, markup)), width, plain)
    with tempfile.TemporaryDirectory() as folder:
        module = samples.module(Path(folder))
    for name, result, hint, notes in scenes():
        lines.append((f"== {name}", {}))
        view.heading(module, notes)
        for exercise in result.exercises:
            view.exercise(exercise, hint)
        view.ending([result], 7.5, 6.0, 42)
    return lines


def files() -> dict[str, str]:
    """The golden files by name; in colours.txt every line begins with its markup."""
    texts = {
        f"{width}{'-ascii' if plain else ''}.txt": [text for text, _ in shown(width, plain)]
        for width in (80, 60)
        for plain in (False, True)
    }
    texts["colours.txt"] = [f"{' '.join(sorted(markup)):7}| {text}" for text, markup in shown(80, False)]
    return {name: "\n".join(line.rstrip() for line in lines) + "\n" for name, lines in texts.items()}


@pytest.mark.parametrize("name", ["80.txt", "60.txt", "80-ascii.txt", "60-ascii.txt", "colours.txt"])
def test_every_view_is_as_its_golden_file(name):
    assert files()[name] == (GOLDEN / name).read_bytes().replace(b"\r\n", b"\n").decode("utf-8")


def test_no_line_is_too_long_and_plain_is_plain():
    for name, text in files().items():
        if name != "colours.txt":
            assert max(map(len, text.splitlines())) <= int(name[:2]), name
            assert text.isascii() or "ascii" not in name


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("hints", [NO_HINT, Hints((), 3), Hints(("Which of the two is read without a lock?",), 2)])
@pytest.mark.parametrize("passed", [0, 1, 4])
@pytest.mark.parametrize("failing", range(1, 10))
def test_every_check_that_fails_has_a_reason_on_few_lines(failing, passed, hints, width):
    """Details for the first."""
    wrong = [
        Check(
            title=f"check {number} of what somebody was asked to do",
            state="fail",
            points=0,
            max=1,
            why=f"reason {number}: the answer is wrong",
            details=[f"f({number})", f"expected {number}   got 0", f"it printed: {number}"],
            cause="Mismatch",
        )
        for number in range(failing)
    ]
    right = [Check(title=f"right {number}", state="pass", points=1, max=1) for number in range(passed)]
    line = judge_line("m2.e1.correct", "right answers", failing + passed, right + wrong)
    result = msgspec.structs.replace(samples.result().exercises[1], rubric=[line])
    texts = [each.text for each in terminal.exercise_lines(result, hints, width)]
    assert len(texts) <= terminal.TALLEST and max(map(len, texts)) <= width, texts
    rest = " ".join(texts)
    if 2 + bool(passed) + failing + 2 * len(hints.texts) + bool(hints.left and not hints.texts) <= terminal.TALLEST:
        assert all(f"✗ check {number}" in rest and f"reason {number}" in rest for number in range(failing)), texts
    if failing <= 3:
        assert "expected 0   got 0" in rest, texts


def test_no_meaning_hangs_on_a_colour():
    """The same states have the same glyph in both alphabets, others another; colours are those every theme has."""
    glyphs, words = [look.glyph for look in STATES.values()], [look.word for look in STATES.values()]
    assert len(set(map(as_plain, glyphs))) == len(set(glyphs)) == len(set(words)) == len(get_args(State)) == len(STATES)
    for text, markup in shown(80, False):
        assert set(markup) <= PALETTE
        if set(markup) - {"bold"}:
            assert re.match(r"  ([✓◐✗≈!] | {2})", text), text


def test_narrow_and_plain_views_have_the_same_facts():
    """Points and states do not depend on the terminal."""

    def facts(name: str) -> list[str]:
        return re.findall(r"(?<![\w.])\d+/\d+(?!\w)", files()[name])

    assert facts("80.txt") == facts("80-ascii.txt") and facts("60.txt") == facts("60-ascii.txt") == facts("80.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252", "cp437"])
def test_piped_in_any_code_page(trial, encoding):
    """Everything a student types works through a pipe on a Windows console, too, and says the same."""
    trial.write("assignments/m9/e1_blur.py", WRONG)
    environment = {"PYTHONIOENCODING": encoding, "COLUMNS": "60", "NO_COLOR": "1"}
    done = trial.raw("-m", "pytest", "assignments/m9", "-k", "test_agrees", "--hint", **environment)
    text = done.stdout.decode(encoding)
    assert done.returncode == 1
    assert "\x1b" not in text and max(map(len, text.splitlines())) <= 60
    assert re.search(r"[✗x] agrees with the plain loop +0/3", text) and "Which cell is to the left" in text
    for command, code, fact in (("history", 0, "e1 0/3"), ("handin", 1, "0/8"), ("reset", 2, "which exercise of m9?")):
        done = trial.raw("-m", "graders", command, "m9", **environment)
        text = (done.stdout + done.stderr).decode(encoding)
        assert done.returncode == code and fact in text and "\\u" not in text, text
        assert max(map(len, text.splitlines())) <= 60 or command == "reset", text


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_on_a_terminal(trial, environment, coloured):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    student = Typist(trial, "pytest", "assignments/m9", "-k", "test_agrees or test_dtype", columns=60, **environment)
    try:
        assert student.ends() == 1
        failing = next(line for line in student.text.splitlines() if "agrees with" in line)
        passing = next(line for line in student.text.splitlines() if "an array of" in line)
        assert ("\x1b[31m" in failing, "\x1b[32m" in passing) == (coloured, coloured)
        assert coloured or "\x1b[3" not in student.text
        assert max(map(len, ANSI.sub("", student.text).splitlines())) <= 60
        assert ("✗" in failing) == (environment.get("TERM") != "dumb")
    finally:
        student.close()


def test_readmes_pictures_show_the_same_screen_by_day_and_by_night():
    """Written by tools/screenshots.py; nothing in them is fetched from elsewhere."""
    names = re.findall(r'(?:srcset|src)="([^"]+\.svg)"', (ROOT / "README.md").read_text(encoding="utf-8"))
    roots = [ElementTree.parse(ROOT / name).getroot() for name in names]
    texts = [[element.text for element in root.iter("{http://www.w3.org/2000/svg}text")] for root in roots]
    assert len(names) == 2 and texts[0] == texts[1]
    shown = "".join(text or "" for text in texts[0]).replace("\xa0", " ")
    for part in (
        "$ pytest assignments/m2",
        "✓",
        "✗",
        "○",
        "┃",
        "not started",
        "hidden points are decided",
        "add --hint",
    ):
        assert part in shown, part
    assert all(not re.search(r"url\((?!#)|href|<script", (ROOT / name).read_text(encoding="utf-8")) for name in names)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for file, content in files().items():
        (GOLDEN / file).write_text(content, encoding="utf-8", newline="\n")


def test_a_race_on_two_cores_says_what_they_gave():
    def words(ratio, measured, capacity):
        speed = Speedup(
            ratio=ratio,
            low=1,
            high=2,
            rounds=13,
            clean_rounds=13,
            seconds=1.0,
            steps=[],
            cores=2,
            measured=measured,
            capacity=capacity,
        )
        return of_these_cores(speed)

    assert words(1.9, 1.9, 2.0) == words(1.9, 1.9, 2.1) == "1.9x of the 2.0x that these 2 cores give"
    assert words(1.8, 1.7, 1.85) == "1.7x of the 1.9x that these 2 cores give: counted as 1.8x of 2x"
    one = Speedup(ratio=3, low=2, high=4, rounds=13, clean_rounds=13, seconds=1.0, steps=[])
    assert of_these_cores(one) == ""
