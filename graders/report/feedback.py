"""One student's feedback on one module: a single HTML page that needs nothing but itself.

The page is a pure function of the result and the handed-in files: same input, same bytes. Everything in it that a
student wrote passes `harmless` and jinja2's escaping, and the page forbids itself scripts and anything from outside.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Template

from graders.quantities import quantity, seconds
from graders.report import messages
from graders.report.bars import of_these_cores
from graders.report.plots import of_check
from graders.report.templates import environment
from graders.result import Check, Result, RubricResult, Speedup, encode
from graders.text import anchor, count_points, factor, harmless, is_secret, points_shown, when, why_shown

PERFECT = "Every point there is. The numbers went brrr."
BUT_THE_BONUS = "Everything that has to be there is there. What is left is a bonus: for the fun of it."
SO_FAR_PERFECT = "Everything judged so far is right. Lovely."
FAR = "More than half of the way. What is missing is written below, with the reason beside it."
STARTED = "A start is made. Take the first ✗ or ○ below and turn it into a ✓: one at a time is the fast way."
UNTOUCHED = (
    "Nothing is started yet, and that is fine: every fast program was an empty file once. The first exercise is a good door in."
)
NOT_HANDED_IN = "This file was not handed in."
COMMENT = "A person wrote:"
SECRET = "What exactly these checks tried stays secret until their key is published. Then you can run them yourself."
SANDBOXED = "Your code ran in a sandbox: alone, without a network, away from everybody else's files."
NOT_SANDBOXED = (
    "Not sandboxed: your code was run without walls around it. Fair for a trial run; not how the final grade should be made."
)

_DETAIL, _DETAILS = 300, 60
_SOURCE, _ROWS = 200_000, 3000


def page(result: Result, sources: Mapping[str, str], reveal_hidden: bool = False) -> str:
    """The feedback page as HTML text.

    `sources` maps file names to their text as shown. With `reveal_hidden` the page also says what hidden checks tried:
    only after their key is published.
    """
    lines = [line for exercise in result.exercises for line in exercise.rubric]
    return _template().render(
        result=result,
        made_from=made_from(result, sources, reveal_hidden),
        sources=sources,
        greeting=_greeting(result),
        still_open=_still_open(lines),
        undecided=sum(line.max for line in lines if line.state in ("deferred", "error")),
        reveal=reveal_hidden,
        sandboxed=result.machine.get("sandboxed"),
        machine=[_shown(key, value) for key, value in result.machine.items() if key != "sandboxed"],
    )


def made_from(result: Result, sources: Mapping[str, str], reveal_hidden: bool = False) -> str:
    """A hash of all that a page is made from, written into it: whoever finds it there need not make the page again."""
    content = hashlib.sha256(encode(result) + bytes([reveal_hidden]))
    for name in sorted(sources):
        content.update(f"{name}\0{sources[name]}\0".encode("utf-8", "surrogatepass"))
    return content.hexdigest()


def speed_words(check: Check, speed: Speedup) -> list[str]:
    """A race in sentences."""
    ratio, low, high = (factor(value, speed.steps) for value in (speed.ratio, speed.low, speed.high))
    comparison = f"{ratio} the speed of the yardstick" + (" (slower, so far)" if speed.ratio < 1 else "")
    words = [f"{comparison}; half of the {speed.rounds} rounds lay between {low} and {high}."]
    if cores := of_these_cores(speed):
        words.append(f"That is {cores}.")
    if speed.clean_rounds < speed.rounds:
        words.append(f"{speed.clean_rounds} rounds were quiet enough to count.")
    if speed.undecided:
        words.append(f"Too close to call: {', '.join(factor(step) for step in speed.undecided)}.")
    if speed.clock == "cpu":
        words.append("Measured by cpu time.")
    if speed.device_seconds is not None:
        words.append(f"A call kept the GPU busy for {seconds(speed.device_seconds)}.")
    ahead = [step for step in sorted(speed.steps, key=lambda step: step.factor) if step.points > check.points]
    if ahead:
        words.append(f"Next step: {factor(ahead[0].factor)} for {count_points(ahead[0].points)}.")
    elif speed.steps and not speed.undecided:
        words.append("That is the top step.")
    return words


def _greeting(result: Result) -> str:
    lines = [(line, exercise.bonus) for exercise in result.exercises for line in exercise.rubric]
    decided = [line for line, _ in lines if line.state not in ("deferred", "error")]
    if result.points == result.max:
        return PERFECT
    if any(bonus for _, bonus in lines) and all(line.points == line.max for line, bonus in lines if not bonus):
        return BUT_THE_BONUS
    if all(line.state == "todo" for line in decided):
        return UNTOUCHED
    if all(line.points == line.max for line in decided):
        return SO_FAR_PERFECT
    return FAR if 2 * result.points >= result.max else STARTED


def _still_open(lines: Sequence[RubricResult]) -> list[str]:
    """What the total does not say yet, one sentence each."""
    sentences = []
    if deferred := sum(line.max for line in lines if line.state == "deferred"):
        sentences.append(f"{count_points(deferred)} more will be decided elsewhere, for example on a machine with a GPU.")
    if broken := sum(line.max for line in lines if line.state == "error"):
        verb = "was" if broken == 1 else "were"
        sentences.append(
            f"{count_points(broken)} {verb} not judged because the grader itself had trouble. That never counts against you."
        )
    if noisy := sum(line.points for line in lines if line.state == "noisy"):
        sentences.append(
            f"{count_points(noisy)} counted for now: the machine was too busy to be sure, so they are looked at again."
        )
    if lost := sum(line.max - line.points for line in lines if line.state == "noisy"):
        sentences.append(f"{count_points(lost)} may still come: the machine was too busy to tell, so they are looked at again.")
    return sentences


def _shown(key: str, value: str | float | bool) -> tuple[str, str]:
    """A line of the machine card in words."""
    name = key.removesuffix("_bytes").replace("_", " ")
    if isinstance(value, bool):
        return name, "yes" if value else "no"
    if key.endswith("_bytes") and not isinstance(value, str):
        return name, quantity(value, "B")
    return name, f"{value:g}" if isinstance(value, float) else str(value)


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


@cache
def _template() -> Template:
    return environment(
        speed_words=speed_words,
        points_shown=points_shown,
        is_secret=is_secret,
        why_shown=why_shown,
        SECRET=SECRET,
        measured=messages.measured,
        plots=of_check,
        SANDBOXED=SANDBOXED,
        NOT_SANDBOXED=NOT_SANDBOXED,
        NOT_HANDED_IN=NOT_HANDED_IN,
        COMMENT=COMMENT,
        of_them_bonus=messages.of_them_bonus,
        rows=_rows,
        details=_details,
        says_more=_says_more,
        anchor=anchor,
        when=when,
    ).get_template("feedback.html.j2")
