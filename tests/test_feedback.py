"""The feedback page: what a student may see, and what nobody must."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from graders.report import dashboard, summary
from graders.report.feedback import page
from graders.result import Check, ExerciseResult, State, Step, judge_line
from graders.text import factor, harmless
from tests import samples


class _Page(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data


@pytest.fixture(scope="module")
def html() -> str:
    return page(samples.result("Zoë <b>Müller</b>"), samples.sources())


def test_untrusted_text_stays_text(html: str) -> None:
    seen = _Page(html)
    assert seen.open == []
    assert not {"script", "img", "b", "iframe", "object"} & {tag for tag, _ in seen.tags}
    assert "<script>alert(1)</script>" in seen.words
    assert "<script>alert(3)</script>" in seen.words
    assert "Zoë <b>Müller</b>" in seen.words


def test_invisible_characters_become_visible(html: str) -> None:
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", html)
    assert "\\x1b[31mred\\x1b[0m \\u202edesrever" in html


def test_what_was_measured_is_drawn(html: str) -> None:
    seen = _Page(html)
    labels = [attributes["aria-label"] or "" for tag, attributes in seen.tags if tag == "svg"]
    assert [label.split()[0] for label in labels] == ["Time", "Speed-up", "Roofline:", "Speed", "Speed"]
    assert "88 % parallel" in seen.words and "1.5x ✓" in seen.words
    assert '<svg role="img"' in html and ' id="patch' not in html


def test_nothing_comes_from_outside(html: str) -> None:
    for tag, attributes in _Page(html).tags:
        assert tag not in ("script", "link", "img", "iframe", "form", "base")
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("href", "src", "action", "data", "xlink:href"):
                assert value is not None
                assert value.startswith("#")
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in html


def test_hidden_inputs_stay_hidden(html: str) -> None:
    seen = _Page(html).words
    assert samples.HIDDEN_INPUT not in html
    assert "expected 104736" not in seen
    assert "many threads at once" in seen
    assert "0 of 1 point" in seen
    assert "no check of this line ran" in seen  # the grader's own trouble is no secret


def test_hidden_inputs_are_shown_once_the_key_is_out() -> None:
    seen = _Page(page(samples.result(), {}, reveal_hidden=True)).words
    assert f"parallel_sum({samples.HIDDEN_INPUT}) lost a shard" in seen
    assert "expected 104736" in seen


def test_trouble_in_one_hidden_check_does_not_give_another_away() -> None:
    lost = Check(title="many threads", state="fail", points=0, max=1, why=f"lost {samples.HIDDEN_INPUT}")
    broken = Check(title="few threads", state="error", points=0, max=1, why="the worker could not be started")
    line = judge_line("m2.e0.hidden", "hidden checks", 2, [lost, broken])
    assert line.state == "error"
    exercise = ExerciseResult(id="m2.e0", title="Sum", file="e0.py", rubric=[line])
    html = page(msgspec.structs.replace(samples.result(), exercises=[exercise]), {})
    assert samples.HIDDEN_INPUT not in html
    assert "the worker could not be started" in html


def test_everything_worth_knowing_is_there(html: str) -> None:
    seen = " ".join(_Page(html).words.split())
    for words in (
        "15 of 31 points so far",
        "4 points more will be decided elsewhere",
        "3 points were not judged because the grader itself had trouble",
        "Sum with every core",
        "expected 8000",
        "3.6x the speed of the yardstick; half of the 24 rounds lay between 3.1x and 4.2x.",
        "Next step: 12x for 6 points.",
        "Too close to call: 2x.",
        "Your file e0_parallel_sum.py (6 lines)",
        "e2_histogram.py: This file was not handed in.",
        "Sample CPU 3000",
        "2026-11-20 18:05 UTC",
        "26.1",
        "L2 cache",
        "1 MiB",
        "Not sandboxed",
    ):
        assert words in seen, words
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_sandboxed_or_not_is_said_only_when_known() -> None:
    result = samples.result()
    result.machine["sandboxed"] = True
    assert "in a sandbox" in page(result, {})
    assert "Not sandboxed" not in page(result, {})
    del result.machine["sandboxed"]
    assert "sandbox" not in page(result, {}).lower()


def test_same_input_same_bytes(html: str) -> None:
    assert page(samples.result("Zoë <b>Müller</b>"), samples.sources()) == html
    html.encode()


def test_every_state_has_a_glyph_and_a_word() -> None:
    states: list[State] = ["pass", "partial", "fail", "todo", "deferred", "noisy", "error"]
    for state in states:
        seen = _Page(page(samples.result(e0_correct=state), {}))
        classes = {attributes.get("class") for tag, attributes in seen.tags if tag == "span"}
        assert f"badge {state}" in classes
    assert "Every point there is." in page(samples.perfect(), {})
    assert "Nothing is started yet" in page(samples.untouched(), {})


def test_without_the_bonus_nothing_is_missing() -> None:
    *others, last = samples.perfect().exercises
    bonus = msgspec.structs.replace(last, bonus=True)
    left = msgspec.structs.replace(samples.untouched().exercises[-1], bonus=True)
    without = msgspec.structs.replace(samples.perfect(), exercises=[*others, left])
    seen = " ".join(_Page(page(without, {})).words.split())
    assert "Everything that has to be there is there." in seen and "24 of 31 points, 7 of them a bonus" in seen
    assert "Every point there is." in page(msgspec.structs.replace(without, exercises=[*others, bonus]), {})
    told = summary.markdown({"m2": without})
    assert "24 of 31 public points, 7 of them a bonus" in told and "2 of 2 exercises started" in told
    assert "24 of 31, 7 of them a bonus" in dashboard.page("m2", [without])


@pytest.mark.parametrize("seconds", ["2026-11-20T18:05:00Z", "yesterday", "", "<b>"])
def test_any_time_is_shown(seconds: str) -> None:
    page(samples.result(finished=seconds), {})


@pytest.mark.parametrize(
    ("value", "shown"),
    [(3.64, "3.6x"), (412.0, "410x"), (0.847, "0.85x"), (12.0, "12x"), (11.97, "11.97x"), (11.2, "11x"), (3577.0, "3600x")],
)
def test_ratios_have_two_digits_and_never_jump_over_a_step(value: float, shown: str) -> None:
    assert factor(value, [Step(12, 6)]) == shown


def test_harmless_text() -> None:
    assert (
        harmless("a\x00b\x1b[0m\u202e\u2066\ufeff\ud800\r\r\nc\td", 99)
        == "a\\x00b\\x1b[0m\\u202e\\u2066\\ufeff\\ud800\\r\nc\td"
    )
    assert harmless("naïve 数字 👩‍👩‍👧 فارسی‌زبان", 99) == "naïve 数字 👩‍👩‍👧 فارسی‌زبان"
    assert harmless("x" * 30, 10) == "x" * 10 + "… (20 more characters)"
