"""One student's feedback on one module: a single HTML page that needs nothing but itself.

The page is a pure function of the result and the handed-in files: same input, same bytes. Everything in it that a
student wrote passes `harmless` and jinja2's escaping, and the page forbids itself scripts and anything from outside.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from graders import messages
from graders.report.text import STATES, harmless, is_secret, points_shown, why_shown
from graders.result import Check, ExerciseResult, Result, RubricResult, Speedup, Step

PERFECT = "Every point there is. The numbers went brrr."
SO_FAR_PERFECT = "Everything judged so far is right. Lovely."
FAR = "More than half of the way. What is missing is written below, with the reason beside it."
STARTED = "A start is made. Take the first ✗ or ○ below and turn it into a ✓: one at a time is the fast way."
UNTOUCHED = (
    "Nothing is started yet, and that is fine: every fast program was an empty file once. The first exercise is a good door in."
)
NOT_HANDED_IN = "This file was not handed in."
SECRET = "What exactly these checks tried stays secret until their key is published. Then you can run them yourself."
SANDBOXED = "Your code ran in a sandbox: alone, without a network, away from everybody else's files."
NOT_SANDBOXED = (
    "Not sandboxed: your code was run without walls around it. Fair for a trial run; not how the final grade should be made."
)

_SENTENCE, _DETAIL, _DETAILS = 600, 300, 60
_SOURCE, _ROWS = 200_000, 3000
_LEFT, _RIGHT, _ROW = 30.0, 290.0, 31
"""The ends of a speed bar's axis and the height of a row of labels, in units of its view box (320 wide)."""


def page(result: Result, sources: Mapping[str, str], reveal_hidden: bool = False) -> str:
    """The feedback page as HTML text.

    `sources` maps file names to their text as shown. With `reveal_hidden` the page also says what hidden checks tried:
    only after their key is published.
    """
    lines = [line for exercise in result.exercises for line in exercise.rubric]
    return _template().render(
        result=result,
        sources=sources,
        greeting=_greeting(result, lines),
        still_open=_still_open(lines),
        undecided=sum(line.max for line in lines if line.state in ("deferred", "error")),
        reveal=reveal_hidden,
        sandboxed=result.machine.get("sandboxed"),
        machine=[(key.replace("_", " "), _value(value)) for key, value in result.machine.items() if key != "sandboxed"],
    )


def factor(value: float, steps: Sequence[Step] = ()) -> str:
    """A ratio in two significant digits (`3.6x`, `410x`); in more where rounding would carry it over a step."""
    for digits in (2, 3, 4, 6):
        rounded = _rounded(value, digits)
        if all((value >= step.factor) == (rounded >= step.factor) for step in steps):
            break
    return f"{rounded:g}x" if rounded < 1e5 else f"{rounded:.0f}x"


@dataclass(frozen=True)
class Mark:
    """A step on a speed bar, or the yardstick itself."""

    at: float
    row: int
    """Row of its label: neighbours that would overlap stand in different rows."""
    label: str
    worth: str
    kind: Literal["yardstick", "ahead", "reached"]


@dataclass(frozen=True)
class Bar:
    """Where things stand on a speed bar's logarithmic axis, in units of its view box."""

    start: float
    """Where the yardstick itself stands: 1x."""
    ratio: float
    low: float
    high: float
    marks: list[Mark]
    label: str
    label_at: float
    height: int
    words: str
    """The same in words, for those who do not see the picture."""


def bar(check: Check, speed: Speedup) -> Bar:
    """A speed bar's geometry and words."""
    ratio, low, high = _sane(speed.ratio), _sane(speed.low), _sane(speed.high)
    start = 0.9 * min(ratio, low) if min(ratio, low) < 1 else 1.0
    end = 1.15 * max(1.2, ratio, high, *(step.factor for step in speed.steps))

    def at(value: float) -> float:
        share = math.log(min(max(value, start), end) / start) / math.log(end / start)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    marks = [Mark(at(1.0), 0, "1x", "yardstick", "yardstick")]
    for step in _ascending(speed.steps):
        kind: Literal["ahead", "reached"] = "reached" if check.points >= step.points else "ahead"
        place = at(step.factor)
        # 62 units are the width of the widest label, "10 points".
        taken = {mark.row for mark in marks if abs(mark.at - place) < 62}
        row = next((row for row in range(len(marks) + 1) if row not in taken), 0)
        marks.append(Mark(place, row, factor(step.factor), _points(step.points), kind))
    label = factor(ratio, speed.steps)
    steps = ", ".join(f"{mark.label} for {mark.worth}" for mark in marks[1:])
    return Bar(
        start=at(1.0),
        ratio=at(ratio),
        low=at(low),
        high=at(high),
        marks=marks,
        label=label,
        label_at=min(max(at(ratio), _LEFT + 4.8 * len(label)), _RIGHT - 4.8 * len(label)),
        height=72 + _ROW * max(mark.row for mark in marks),
        words=f"Speed on a logarithmic axis: {label}, half of the rounds from {factor(low)} to {factor(high)}. Steps: {steps}.",
    )


def speed_words(check: Check, speed: Speedup) -> list[str]:
    """A race in sentences."""
    ratio, low, high = (factor(value, speed.steps) for value in (speed.ratio, speed.low, speed.high))
    comparison = f"{ratio} the speed of the yardstick" + (" (slower, so far)" if speed.ratio < 1 else "")
    words = [f"{comparison}; half of the {speed.rounds} rounds lay between {low} and {high}."]
    if speed.clean_rounds < speed.rounds:
        words.append(f"{speed.clean_rounds} rounds were quiet enough to count.")
    if speed.undecided:
        words.append(f"Too close to call: {', '.join(factor(step) for step in speed.undecided)}.")
    if speed.clock != "wall":
        words.append(f"Measured by {speed.clock} time.")
    ahead = [step for step in _ascending(speed.steps) if step.points > check.points]
    if ahead:
        words.append(f"Next step: {factor(ahead[0].factor)} for {_points(ahead[0].points)}.")
    elif speed.steps and not speed.undecided:
        words.append("That is the top step.")
    return words


def _greeting(result: Result, lines: Sequence[RubricResult]) -> str:
    decided = [line for line in lines if line.state not in ("deferred", "error")]
    if result.points == result.max:
        return PERFECT
    if all(line.state == "todo" for line in decided):
        return UNTOUCHED
    if all(line.points == line.max for line in decided):
        return SO_FAR_PERFECT
    return FAR if 2 * result.points >= result.max else STARTED


def _still_open(lines: Sequence[RubricResult]) -> list[str]:
    """What the total does not say yet, one sentence each."""
    sentences = []
    if deferred := sum(line.max for line in lines if line.state == "deferred"):
        sentences.append(f"{_points(deferred)} more will be decided elsewhere, for example on a machine with a GPU.")
    if broken := sum(line.max for line in lines if line.state == "error"):
        verb = "was" if broken == 1 else "were"
        sentences.append(
            f"{_points(broken)} {verb} not judged because the grader itself had trouble. That never counts against you."
        )
    if noisy := sum(line.points for line in lines if line.state == "noisy"):
        sentences.append(f"{_points(noisy)} counted for now: the machine was too busy to be sure, so somebody looks again.")
    return sentences


def _ascending(steps: Sequence[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: step.factor)


def _points(number: int) -> str:
    return f"{number} point{'' if number == 1 else 's'}"


def _rounded(value: float, digits: int) -> float:
    value = _sane(value)
    return round(value, digits - 1 - math.floor(math.log10(value)))


def _sane(value: float) -> float:
    """A ratio whose logarithm exists, whatever a broken measurement says."""
    return min(max(value, 1e-6), 1e9) if value == value else 1e-6


def _value(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _when(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment.tzinfo else f"{moment:%Y-%m-%d %H:%M}"


def _rows(source: str) -> list[str]:
    """A file's lines, ready to be numbered."""
    rows = harmless(source, _SOURCE).split("\n")
    if len(rows) > 1 and not rows[-1]:
        rows.pop()
    return [*rows[:_ROWS], f"… ({len(rows) - _ROWS} more lines)"] if len(rows) > _ROWS else rows


def _details(check: Check) -> str:
    """A check's details as one preformatted text."""
    lines = [harmless(line, _DETAIL) for line in check.details[:_DETAILS]]
    more = len(check.details) - _DETAILS
    return "\n".join([*lines, f"… ({more} more lines)"] if more > 0 else lines)


def _says_more(line: RubricResult) -> bool:
    """Whether a line has a reason that none of its checks gives."""
    return bool(line.why) and all(check.why != line.why for check in line.checks)


def _anchor(exercise: ExerciseResult) -> str:
    return exercise.id.replace(".", "-")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = lambda text, limit=_SENTENCE: harmless(str(text), limit)
    helpers = (bar, speed_words, points_shown, is_secret, why_shown)
    environment.globals.update({function.__name__: function for function in helpers})
    environment.globals.update(
        STATES=STATES,
        SECRET=SECRET,
        measured=messages.measured,
        SANDBOXED=SANDBOXED,
        NOT_SANDBOXED=NOT_SANDBOXED,
        NOT_HANDED_IN=NOT_HANDED_IN,
        rows=_rows,
        details=_details,
        says_more=_says_more,
        anchor=_anchor,
        when=_when,
        row_height=_ROW,
        count=_points,
    )
    return environment.get_template("feedback.html.j2")
