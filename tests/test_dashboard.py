"""The class page: what is on it, that nothing a student wrote does anything, and how it behaves in a browser."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from graders.report import dashboard, human
from graders.result import Result, RubricResult, encode, with_lines
from graders.roster import Person
from tests import browser, samples
from tests.checkout import Checkout

STUDENTS = 300


def raised(result: Result) -> Result:
    """A regrade in which everybody with a point in e3.hidden had one less before."""

    def lower(line: RubricResult) -> RubricResult:
        return msgspec.structs.replace(line, points=line.points - 1) if line.id == "m2.e3.hidden" and line.points else line

    return with_lines(result, lower)


CLASSROOM = samples.classroom(STUDENTS)
ROSTER = {each.student: Person(each.student, name=f"Ann Lee {number}") for number, each in enumerate(CLASSROOM)}
ROSTER["late"] = Person("late", name=samples.HOSTILE)
FLAGS = {"s042": ["override 4 on m2.e3.speed, the machine now says 2: drop it?"]}
BEFORE = [raised(result) if number % 9 == 0 else result for number, result in enumerate(CLASSROOM)]
MOVED = sum(old.points != new.points for old, new in zip(BEFORE, CLASSROOM, strict=True))


@pytest.fixture(scope="module")
def html() -> str:
    return dashboard.page("m2 · Concurrency", CLASSROOM, ROSTER, BEFORE, FLAGS, linked={"s001", "s042"})


class Parsed(HTMLParser):
    """Tags, visible words, and the scripts by what they are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.words = ""
        self._inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        elif self._inside != "style":
            self.words += data


def test_needs_a_human_comes_first_and_by_urgency():
    found = human.cases(CLASSROOM[:60], ["s001", "late"], {"s007": ["asked for a regrade"]})
    kinds = list(dict.fromkeys(case.kind for case in found))
    assert kinds == ["error", "tampered", "refused", "disputed", "missing", "noisy", "zero"]
    by_student = {(case.kind, case.student): case for case in found}
    assert by_student["tampered", "s001"].why == "the grading channel was tampered with (the channel was closed)"
    assert len(by_student["tampered", "s001"].lines) == 22
    assert by_student["refused", "s053"].why.endswith("not read")
    assert by_student["zero", "s005"].why == human.NOTHING_STARTED
    assert by_student["missing", "late"].why == human.NO_RESULT
    assert ("zero", "s002") not in by_student  # nobody judged it: that is no zero
    assert ("zero", "s001") not in by_student  # said above, with the reason
    assert human.cases([samples.perfect()], [], {}) == []


def test_a_student_cannot_cry_tampered():
    check = msgspec.structs.replace(
        samples.result().exercises[1].rubric[0].checks[1], why="raised E: the grading channel was tampered with", cause="Raised"
    )
    line = RubricResult(id="m2.e1.correct", title="", state="fail", points=0, max=3, checks=[check])
    exercise = msgspec.structs.replace(samples.result().exercises[1], rubric=[line])
    found = human.cases([msgspec.structs.replace(samples.result(), exercises=[exercise])], [], {})
    assert [case.kind for case in found] == ["zero"]


def test_everything_worth_knowing_is_there_in_words(html: str):
    words = Parsed(html).words
    assert html.index("Needs a human</h2>") < html.index("How the points lie")
    for each in (
        "the grader had trouble: 6",
        "disputed or overridden: 1",
        "no result: 1",
        "drop it?",
        "301 students",
        "Histogram of 300 totals, of 107 points at most",
        f"{MOVED} up, 0 down, {STUDENTS - MOVED} equal; maximum still 107",
        "The hardest is e7.speed",
        "Medians: e1.speed",
        "1.5x for 2 points",
        "Sample CPU 3000, 4 cores: 300 results",
        "300 of 300 were graded without a sandbox",
        "Graded until 2026-11-20 18:05 UTC",
    ):
        assert each in words, each
    labels = [attributes["aria-label"] for tag, attributes in Parsed(html).tags if attributes.get("role") == "img"]
    assert len(labels) == 5 and all(labels)


def test_one_copy_of_the_script_and_nothing_from_outside(html: str):
    parsed = Parsed(html)
    assert len(parsed.scripts) == 3 and html.count("vega-interpreter") <= html.count("</script>") == 3
    assert sum("vegaEmbed" in script for script in parsed.scripts) == 2  # its definition, and the one call
    policy = next(a["content"] for tag, a in parsed.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None and "default-src 'none'" in policy
    assert "unsafe-eval" not in policy and "unsafe-inline" not in policy
    for tag, attributes in parsed.tags:
        assert tag not in ("link", "img", "iframe", "base", "object")
        assert not any(name.startswith("on") for name in attributes)
        if "href" in attributes:
            assert re.fullmatch(r"#students|\./s0(01|42)\.html(#m2-e\d)?", attributes["href"] or ""), attributes


def test_untrusted_text_stays_text(html: str):
    parsed = Parsed(html)
    assert "<script>alert(1)" not in html and "\u202e" not in html and "\x1b" not in html
    assert "<script>alert(1)</script>" in parsed.words  # as words
    assert json.loads(parsed.scripts[0])["students"][0]["student"].startswith("<script>alert(1)</script>")
    link = dashboard.feedback_link('javascript:alert(1)//"><b>', "m2.e1.correct")
    assert link == "./javascript%3Aalert%281%29%2F%2F%22%3E%3Cb%3E.html#m2-e1"


def test_same_results_same_bytes(html: str):
    again = dashboard.page("m2 · Concurrency", CLASSROOM[::-1], ROSTER, BEFORE, FLAGS, linked=["s042", "s001"])
    assert again == html


def test_what_moved_is_a_slope_and_a_row_each():
    one = samples.result()
    page = dashboard.page(
        "m2", [samples.perfect("ada"), samples.result("bob"), samples.result("new")], before=[one, samples.result("bob")]
    )
    words = Parsed(page).words
    assert "1 up, 0 down, 1 equal; maximum still 31. 1 was not graded before." in words
    assert "+16" in words and "e0.speed 4 → 6" in words
    assert "What moved" not in dashboard.page("m2", [one])


def test_any_class_can_be_drawn():
    for results in ([samples.result()], [samples.perfect(), samples.untouched()], [samples.result(e0_speed="error")]):
        assert dashboard.page("m2", results).startswith("<!DOCTYPE html>")


# In a browser


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory):
    if browser.CHROMIUM is None:
        pytest.skip("Chromium is not installed: the page was not tried in a browser")
    with browser.browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("class") / "index.html"
    path.write_text(html, encoding="utf-8")
    return path


DRAWN = "document.documentElement.dataset.drawn"
SHOWN = "[...document.querySelectorAll('#students tr[data-s]')].filter(row => row.getClientRects().length).length"
MARKS = """Object.fromEntries([...document.querySelectorAll('.chart')].map(chart =>
    [chart.id.slice(6), [...chart.querySelectorAll('g[role-mark] path, .role-mark path')].filter(path => {
        const box = path.getBoundingClientRect(); return box.width + box.height > 0;
    }).length]))"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_charts_are_drawn_in_both_themes_at_any_width(chromium: browser.Page, file: Path, width: int, dark: bool):
    chromium.open(file, width, dark)
    drawn = chromium.wait_for(DRAWN)
    marks = chromium.run(MARKS)
    assert marks["matrix"] == STUDENTS * 23 and marks["strips"] > 1500 and marks["moves"] == 3 * MOVED
    assert marks["histogram"] >= 20 and marks["lines"] > 80
    assert chromium.run("document.documentElement.scrollWidth") == width
    wide = "[...document.querySelectorAll('.chart')].filter(each => each.scrollWidth > each.clientWidth).map(each => each.id)"
    assert chromium.run(wide) == []
    # Charts take their colours from the page: the same drawing has other colours in the dark.
    bar = "getComputedStyle(document.querySelector('#chart-lines .mark-rect path')).fill"
    paper = "getComputedStyle(document.body).backgroundColor"
    assert (chromium.run(bar), chromium.run(paper)) == (
        ("rgb(47, 163, 127)", "rgb(20, 23, 26)") if dark else ("rgb(0, 96, 75)", "rgb(253, 252, 249)")
    )
    assert chromium.trouble == []
    assert float(drawn) < 8000  # milliseconds; about 1100 on a quiet laptop, this machine may be busy


def middle(page: browser.Page, chart: str, at: str = "boxes[0]") -> dict[str, float]:
    """The middle of one of a chart's bars, scrolled to; `at` chooses from `boxes`, which have the page's order."""
    return page.run(f"""(() => {{
        const chart = document.getElementById('chart-{chart}');
        chart.scrollIntoView({{block: 'center'}});
        const boxes = [...chart.querySelectorAll('.mark-rect path')].map(each => each.getBoundingClientRect());
        const box = {at};
        return {{x: box.x + box.width / 2, y: box.y + box.height / 2}};
    }})()""")


def lines_of(line: str) -> list[RubricResult]:
    return [
        each for result in CLASSROOM for exercise in result.exercises for each in exercise.rubric if each.id == f"m2.{line}"
    ]


def test_a_click_on_a_bar_filters_the_table_and_the_charts(chromium: browser.Page, file: Path):
    chromium.open(file, 1200)
    chromium.wait_for(DRAWN)
    assert chromium.run(SHOWN) == STUDENTS + 1
    chromium.click(**middle(chromium, "histogram", "boxes.sort((one, other) => one.x - other.x)[0]"))
    expected = sum(result.points < 10 for result in CLASSROOM)
    chromium.wait_for(f"{SHOWN} === {expected}")
    assert chromium.run("document.getElementById('number').textContent") == f"{expected} of 301 students"
    assert chromium.run("document.getElementById('filter').elements.points.value") == "0–9"
    dim = "document.querySelectorAll(\"#chart-matrix .mark-rect path[opacity='0.12']\")"
    chromium.wait_for(f"{dim}.length === {(STUDENTS - expected) * 23}")
    chromium.click(**middle(chromium, "histogram", "boxes.sort((one, other) => one.x - other.x)[0]"))
    chromium.wait_for(f"{SHOWN} === {STUDENTS + 1}")
    chromium.click(**middle(chromium, "lines"))
    line, state = chromium.run("['line', 'state'].map(name => document.getElementById('filter').elements[name].value)")
    chromium.wait_for(f"{SHOWN} === {sum(each.state == state for each in lines_of(line))}")
    assert chromium.trouble == []


def test_all_of_it_works_by_keyboard(chromium: browser.Page, file: Path):
    chromium.open(file, 1200)
    chromium.wait_for(DRAWN)
    seen = []
    for _ in range(7):
        chromium.press("Tab")
        seen.append(chromium.run("document.activeElement.name || document.activeElement.className"))
    assert seen[:6] == ["skip", "words", "points", "line", "state", "kind"]
    # The first kind of trouble is a button; Enter chooses it, Enter again does not.
    assert chromium.run("document.activeElement.textContent") == "the grader had trouble: 6"
    chromium.press("Enter", "\r")
    chromium.wait_for(f"{SHOWN} === 6")
    assert chromium.run("document.activeElement.getAttribute('aria-pressed')") == "true"
    chromium.press("Enter", "\r")
    chromium.wait_for(f"{SHOWN} === {STUDENTS + 1}")
    # A bar by keyboard: its number in the table beside it.
    chromium.run("document.querySelector('#chart-histogram').closest('section').querySelector('summary').focus()")
    chromium.press("Enter", "\r")
    chromium.press("Tab")  # the table, which scrolls
    chromium.press("Tab")
    assert chromium.run("document.activeElement.textContent") == "0–9"
    chromium.press("Enter", "\r")
    chromium.wait_for(f"{SHOWN} === {sum(result.points < 10 for result in CLASSROOM)}")
    # Sorting: the fewest points first, then the most.
    chromium.run("[...document.querySelectorAll('#students th button')].find(each => each.textContent === 'points').focus()")
    points = "[...document.querySelectorAll('#students tr[data-s]')].map(row => row.children[2].textContent).slice(0, 1)[0]"
    chromium.press("Enter", "\r")
    assert chromium.run(points) == "–"  # who has no result
    chromium.press("Enter", "\r")
    assert chromium.run(points) == str(max(result.points for result in CLASSROOM))
    assert chromium.trouble == []


def test_a_tooltip_is_text(chromium: browser.Page, file: Path):
    chromium.open(file, 1200)
    chromium.wait_for(DRAWN)
    at = middle(chromium, "matrix")  # the first student's, whose name is hostile
    chromium.call("Input.dispatchMouseEvent", type="mouseMoved", **at)
    chromium.wait_for("!document.getElementById('tooltip').hidden")
    assert chromium.run("document.getElementById('tooltip').textContent").startswith("student: <script>alert(1)</script>")
    assert chromium.run("document.getElementById('tooltip').children.length") == 0
    assert chromium.trouble == []


# The command


def test_an_instructor_makes_the_page_as_typed(trial: Checkout):
    missing = trial.run("-m", "graders", "report", "m9")
    assert missing.returncode == 2 and "run python -m graders grade m9 first" in missing.stderr
    for name, points in (("old", "4"), ("results", "3")):
        for student in ("ada", "bob"):
            content = encode(samples.result(student)).decode().replace('"points": 4', f'"points": {points}')
            trial.write(f"{name}/m9/{student}.json", content)
    trial.write("results/m9/ada.html", "feedback")
    trial.write("class.csv", "student,name\nada,Ada L\nbob,Bob\ncal,Cal\n")
    done = trial.run("-m", "graders", "report", "m9", "--roster", "class.csv", "--before", "old")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "results/m9/index.html\n"
    page = (trial.folder / "results/m9/index.html").read_text(encoding="utf-8")
    for each in ("m9 · Trying things: the class", "Ada L", './ada.html"', "0 up, 2 down", "no result: 1"):
        assert each in page, each
    assert "./bob.html" not in page
    trial.write("results/m9/index.json", encode(samples.result("index")).decode())
    assert "a student is called index" in trial.run("-m", "graders", "report", "m9").stderr
