"""The guide's figures: every script runs and gives a table and a picture; every picture and link of the guide is there."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.course import ROOT
from graders.drawing import standalone
from graders.experiment import Axis, Bars, ExperimentResult, Gantt, Lines, Span, gil, interleaved
from graders.experiment.figures import of
from graders.experiment.script import NOISY
from graders.judge import machine
from graders.learn import figures
from tests import browser
from tests.checkout import Checkout

EACH = 4
"""`make test` runs one script in so many, `make test-all` and CI of a module that has changed every one."""
SVG = "{http://www.w3.org/2000/svg}"
PAGES = sorted((ROOT / "guide").rglob("*.md"))
SCRIPTS = figures.scripts()
OVERFLOW = """
[...document.querySelectorAll("text")].filter(each => {
  const box = each.getBoundingClientRect(), whole = document.documentElement.getBoundingClientRect();
  return box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1 || box.bottom > whole.bottom + 1;
}).map(each => each.textContent)"""


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def whole(picture: Path) -> str:
    """The words of a picture that is well-formed, has a title, and takes nothing from elsewhere."""
    text = picture.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg" and root.findtext(f"{SVG}title")
    words = root.findtext(f"{SVG}desc") or ""
    assert root.get("aria-label") == words == figures.words_of(picture)
    assert re.search(r"\d", words), "the words of a picture say what was measured"
    assert not re.search(r"#0[0-9a-f]0\d0\d|url\((?!#)|href=\"(?!#)|<metadata|<script|>nan<|>inf<", text)
    assert "prefers-color-scheme:dark" in text
    return words


def cut_off(pictures: list[Path], folder: Path) -> Iterator[str]:
    """Text that reaches out of its picture."""
    with browser.browser(folder) as page:
        for picture in pictures:
            page.open(picture, 700)
            yield from (f"{picture.name}: {text}" for text in page.run(OVERFLOW))


@pytest.fixture(scope="module")
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures and tables of scripts, made quickly; `said` holds what was printed meanwhile."""
    folder = tmp_path_factory.mktemp("drawn")
    chosen = SCRIPTS if request.config.option.all else SCRIPTS[::EACH]
    done = run("-m", "graders", "figures", *(each.stem for each in chosen), "--quick", "--out", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "said").write_text(done.stdout, encoding="utf-8")
    return folder


def test_every_script_gives_a_table_of_at_most_80_columns_and_a_picture_with_words(drawn: Path):
    said = (drawn / "said").read_text(encoding="utf-8")
    assert len({script.stem for script in SCRIPTS}) == len(SCRIPTS), (
        "two scripts of one name would overwrite each other's picture"
    )
    assert max(map(len, said.replace(str(drawn), "").splitlines())) <= 80
    made = [script for script in SCRIPTS if str(script.relative_to(ROOT)) in said]
    assert len(made) == len(list(drawn.glob("*.svg"))) >= len(SCRIPTS) // EACH
    for script in made:
        words = whole(drawn / f"{script.stem}.svg")
        title, _, head, rule, *rows = (drawn / f"{script.stem}.txt").read_text(encoding="utf-8").splitlines()
        assert title in said and re.fullmatch("-+", rule) and len(rows) > 3 and head.strip()
        assert words not in title and f"{script.name} --quick" in rows[-1]


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here to measure text in")
def test_no_text_of_a_picture_is_cut_off(drawn: Path, tmp_path: Path):
    committed = [each for script in SCRIPTS if (each := script.parent.parent / "pictures" / f"{script.stem}.svg").is_file()]
    assert not list(cut_off([*drawn.glob("*.svg"), *committed], tmp_path))


def test_every_figure_is_shown_in_the_guide_with_its_own_words_and_nothing_but_figures_is():
    shown: dict[Path, str] = {}
    for page in PAGES:
        for name, alternative in figures.shown_in(page.read_text(encoding="utf-8")):
            picture = page.parent / "pictures" / f"{name}.svg"
            assert alternative == whole(picture), f"{page}: python -m graders figures {name} mends it"
            shown[page.parent / "figures" / f"{name}.py"] = name
    assert set(shown) == set(SCRIPTS)


def test_no_picture_of_the_guide_was_measured_on_a_busy_machine():
    """Measured at more than 10 %, a picture says not to trust it; such a one is measured again before it is committed."""
    tables = {each: each.read_text(encoding="utf-8") for each in (ROOT / "guide").glob("m*/pictures/*.txt")}
    noises = {path.name: int(re.search(r"timing noise (\d+) %", text)[1]) for path, text in tables.items()}
    assert len(noises) == len(SCRIPTS) and not [name for name, noise in noises.items() if noise > 100 * NOISY]
    assert not [path for path, text in tables.items() if "do not trust this picture" in text]


def test_a_script_alone_takes_its_constants_as_options_and_needs_no_matplotlib(tmp_path: Path):
    blocker = tmp_path / "none" / "matplotlib"
    blocker.mkdir(parents=True)
    (blocker / "__init__.py").write_text("raise ModuleNotFoundError('no', name='matplotlib')\n")
    script = tmp_path / "adding.py"
    script.write_text(SCRIPT)
    out = tmp_path / "out"
    bare = run(script, "--size", "7", "--out", out, PYTHONPATH=f"{blocker.parent}{os.pathsep}{ROOT}")
    assert bare.returncode == 0, bare.stderr
    assert "Adding up 7 numbers" in bare.stdout and "adding.py --size 7" in bare.stdout.replace("\n", " ")
    assert bare.stdout.endswith("No plot: matplotlib is not installed: pip install -e '.[plot]'\n") and not out.exists()
    helped = run(script, "--help")
    assert "--size INT" in helped.stdout and "how many (now 3)" in helped.stdout and "--secret" not in helped.stdout
    assert "--names STR" in helped.stdout and "one thread: 1" in run(script, "--names", "a", "b", "--out", out).stdout
    assert whole(out / "adding.svg") == "Adding 3 numbers gives 3, of a and b."


SCRIPT = '''\
"""Adds."""

import os

from graders.experiment import Axis, Bars, ExperimentResult, gil, main

SIZE = 3  # how many
NAMES = ("x", "y")  # whose
SECRET = 5


def measure():
    rows = [["one thread", os.environ["OPENBLAS_NUM_THREADS"]]]
    print("one thread:", os.environ["OPENBLAS_NUM_THREADS"])
    words = f"Adding {SIZE} numbers gives {SIZE}, of {' and '.join(NAMES)}."
    bars = Bars(Axis("sum"), {"sum": {"": 3.0}})
    return ExperimentResult(f"Adding up {SIZE} numbers", ["what", "found"], rows, words, [bars])


if __name__ == "__main__":
    main(measure, quick={"SIZE": 1})
'''


def test_a_picture_measured_on_a_busy_machine_says_not_to_trust_it_unless_it_only_counts(tmp_path: Path):
    warned = "do not trust this picture: it was measured at 23 % noise"
    busy = "from graders.judge import machine\n\nmachine.timing_noise = lambda seconds=0.1: {noise}\n"
    for noise, call, expected in (
        (0.23, "main(measure)", True),
        (0.1, "main(measure)", False),
        (0.23, "main(measure, timed=False)", False),
    ):
        script = tmp_path / "adding.py"
        script.write_text(
            SCRIPT.replace("import os\n", f"import os\n{busy.format(noise=noise)}").replace(
                'main(measure, quick={"SIZE": 1})', call
            )
        )
        done = run(script, "--out", tmp_path)
        assert done.returncode == 0, done.stderr
        assert (warned in done.stdout.replace("\n", " ")) == expected
        for file in ("adding.txt", "adding.svg"):
            assert (warned in (tmp_path / file).read_text(encoding="utf-8")) == expected, file


def test_what_is_measured_in_turn_is_warmed_up_first_and_compared_round_by_round():
    calls = []
    took = interleaved({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3, least=0.0)
    assert calls == ["a", "a", "b", "b", *["a", "b"] * 3]  # a warm-up and a trial each
    assert {name: len(each) for name, each in took.samples.items()} == {"a": 3, "b": 3}
    assert type(took)({"slow": (4.0, 30.0, 8.0), "fast": (2.0, 3.0, 4.0)}).ratio("slow", "fast") == 2.0
    assert type(took)({"slow": (4.0, 30.0, 8.0)}).seconds("slow") == 8.0


def test_the_same_findings_give_the_same_picture_and_bars_start_somewhere_on_a_logarithmic_axis():
    lines = Lines(
        Axis("size", "bytes", log=True),
        Axis("time", "seconds", log=True),
        {"a": [(1024, 1e-9), (1 << 20, 1e-6)]},
        {"L1": 48e3},
        dots={"a place": (4096, 1e-8)},
    )
    bars = Bars(Axis("times", "ratio", log=True), {"one": {"s": 0.5}, "two": {"s": 3.0, "t": 200.0}}, "below")
    found = ExperimentResult("A title", ["a"], [[1]], "1 word", [lines, bars])
    once, again = (standalone(of(found, "card")) for _ in range(2))
    said = [each.text for each in ElementTree.fromstring(once).iter(f"{SVG}text")]
    assert once == again and {"A title", "card", "L1", "a place", "200x", "0.5x", "below", "1 MiB", "s", "t"} <= set(said), said
    with pytest.raises(ValueError, match="a row of 2 cells in a table of 1 columns"):
        ExperimentResult("A title", ["a"], [[1, 2]], "1 word")


def test_a_bar_on_a_logarithmic_axis_is_a_dot_because_its_length_would_mean_nothing():
    rows = {"one": {"s": 0.5, "t": 2.0}, "two": {"s": 3.0, "t": 200.0}}
    bars, dots = (
        standalone(of(ExperimentResult("A title", ["a"], [[1]], "1 word", [Bars(Axis("times", log=log), rows)]), ""))
        for log in (False, True)
    )
    filled = re.compile(r'<path d="[^"]+" clip-path="[^"]+" style="fill: var\(--series-\d\)')
    assert len(filled.findall(bars)) == 4 and not filled.findall(dots)
    marked = re.findall(r'<g clip-path[^>]*>\s*<use [^>]*style="fill: var\((--series-\d)\)', dots)
    assert marked == ["--series-1", "--series-1", "--series-2", "--series-2"], marked


def test_bars_in_time_stand_in_their_rows_in_colours_with_a_legend_and_labels_where_there_is_room():
    rows = {"reader": [Span(0, 4, "read", "7"), Span(4, 4.01, "read", "8")], "cook": [Span(4, 9, "work", "7")]}
    gantt = Gantt(Axis("time", "seconds"), rows, {"late": 6.0}, until=20.0, kinds=("work", "read"), title="two stages")
    found = ExperimentResult("A title", ["a"], [[1]], "1 word", [gantt, Gantt(Axis("t"), {"alone": [Span(0, 1)]})])
    drawn = standalone(of(found, "card"))
    said = [each.text for each in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
    assert {"reader", "cook", "alone", "read", "work", "late", "two stages", "20 s"} <= set(said), said
    assert said.count("7") == 2 and "8" not in said and said.index("work") < said.index("read")
    bars = re.findall(r'<path d="([^"]+)" clip-path[^>]*style="[^"]*fill-opacity', drawn)
    left = [float(re.match(r"M (\S+)", each)[1]) for each in bars]
    assert len(bars) == 4 and left[1] == left[2] > left[0] == left[3], "who works on the same thing next begins where it ended"


def test_a_caption_says_where_python_has_no_gil(monkeypatch: pytest.MonkeyPatch):
    assert "GIL" not in machine.in_one_line(machine.machine_card(sandboxed=False)) or not gil()
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)  # as a free-threaded Python says
    assert not gil() and " without GIL, numpy" in machine.in_one_line(machine.machine_card(sandboxed=False))


def test_a_page_says_what_the_new_picture_shows_and_what_fails_is_told(checkout: Checkout):
    page = "![old](pictures/adding.svg) and ![kept](pictures/other.svg)\n"
    checkout.write("guide/m9/figures/adding.py", SCRIPT)
    checkout.write("guide/m9/figures/broken.py", "raise SystemExit(3)\n")
    checkout.write("guide/m9/README.md", page)
    done = checkout.run("-m", "graders", "figures", "m9")
    assert done.returncode == 1
    assert done.stderr == "graders: guide/m9/figures/broken.py failed, see above: its picture, if it had one, is the old one\n"
    words = "Adding 3 numbers gives 3, of x and y."
    assert whole(checkout.folder / "guide/m9/pictures/adding.svg") == words
    told = (checkout.folder / "guide/m9/README.md").read_text(encoding="utf-8")
    assert told == page.replace("old", words)

    checkout.write("HANDOUT", "")
    checkout.write("guide/m9/README.md", page)
    done = checkout.run("-m", "graders", "figures", "adding")
    assert done.returncode == 0 and done.stdout.endswith("\nresults/figures/adding.svg\n")
    assert (checkout.folder / "guide/m9/README.md").read_text(encoding="utf-8") == page

    none = checkout.run("-m", "graders", "figures", "addin")
    assert none.returncode == 2 and none.stderr == "graders: the guide has no figure 'addin': did you mean adding?\n"
