"""Results as Markdown, for the page of a CI run (GitHub's step summary). Bars are text: GitHub drops pictures there."""

import html
import re
from collections.abc import Mapping, Sequence

from graders.judge.machine import noise_in_words
from graders.judge.messages import NOT_STARTED
from graders.report import messages
from graders.report.bars import bar
from graders.report.points import public_bonus, public_points, undecided_points
from graders.result import Check, ExerciseResult, Result
from graders.text import STATES, count, harmless

_SPECIAL = re.compile(r"([\\`*_\[\]#|~@])")
_SENTENCE, _BAR = 160, 62


def markdown(results: Mapping[str, Result], troubles: Sequence[str] = (), note: str = "") -> str:
    """The page of one run: a section per module, by its name; first what was not judged, or why there was nothing to judge."""
    parts = [f"**{messages.NOT_JUDGED}** {plain(trouble)}" for trouble in troubles]
    parts += [plain(note)] if note else []
    parts += [_module(name, result) for name, result in results.items()]
    parts += [_machine(result) for result in list(results.values())[-1:]]
    return "\n\n".join(parts) + "\n"


def started(result: Result) -> str:
    """How many exercises were begun, in words; a bonus that was not is none of them."""
    begun = [exercise.state not in ("todo", "deferred") for exercise in result.exercises]
    wanted = [each or not exercise.bonus for each, exercise in zip(begun, result.exercises, strict=True)]
    return messages.started(sum(begun), sum(wanted))


def plain(text: str) -> str:
    """Untrusted text in one line that Markdown and HTML leave as it stands."""
    return _SPECIAL.sub(r"\\\1", html.escape(" ".join(harmless(text, 400).split()), quote=False))


def _module(name: str, result: Result) -> str:
    points, maximum = public_points(result)
    bonus = messages.of_them_bonus(public_bonus(result))
    lines = [f"### {plain(name)}: {points} of {maximum} public points{bonus}", "", f"{started(result)}.", ""]
    lines += ["| | exercise | points | |", "|---|---|--:|---|"]
    lines += [_row(exercise) for exercise in result.exercises]
    undecided = undecided_points(result)
    lines += ["", (f"{messages.at_hand_in(undecided)}. " if undecided else "") + messages.SPEEDS_ARE_ADVICE]
    return "\n".join(lines)


def _row(exercise: ExerciseResult) -> str:
    judged = [line for line in exercise.rubric if line.checks]
    checks = [check for line in judged for check in line.checks]
    maximum = sum(check.max for check in checks if check.state != "deferred")
    points = f"{sum(line.points for line in judged)}/{maximum}" if maximum else "–"
    state = "fail" if any(check.state == "fail" and check.cause != "TooSlow" for check in checks) else exercise.state
    about = "<br>".join(filter(None, [_why(exercise, checks), *(_bar(check) for check in checks)]))
    return f"| {STATES[state].glyph} | {plain(f'{exercise.id} {exercise.title}')} | {points} | {about} |"


def _why(exercise: ExerciseResult, checks: Sequence[Check]) -> str:
    """The one thing to know: the first check that failed, or why nothing was decided."""
    decisive = next((check for check in checks if check.state in ("error", "fail")), None)
    decisive = decisive or next((check for check in checks if check.state in ("todo", "noisy")), None)
    if decisive is None:
        waiting = [check.why for check in checks if check.state == "deferred"]
        return plain(waiting[0]) if waiting and len(waiting) == len(checks) else ""
    if decisive.state == "todo":
        return NOT_STARTED
    words = exercise.trouble or account(decisive)
    return plain(f"{words[:_SENTENCE]}…" if len(words) > _SENTENCE else words)


def account(check: Check) -> str:
    """A failed check in one line: what it is about, the call, what is wrong, where."""
    rest = [detail for detail in check.details[1:2] if detail.startswith("position")]
    return ": ".join(filter(None, [check.title, *check.details[:1], "; ".join([check.why, *rest])]))


def _bar(check: Check) -> str:
    return f"`{bar(check.speedup, _BAR)}`" if check.speedup is not None else ""


def _machine(result: Result) -> str:
    card = dict(result.machine)
    noise = card.get("noise")
    words = [f"{key.replace('_', ' ')}: {value}" for key, value in card.items() if key not in ("noise", "sandboxed")]
    if isinstance(noise, float):
        words.append(f"timing noise: {100 * noise:.0f} % ({noise_in_words(noise)})")
    items = "\n".join(f"- {plain(each)}" for each in [*words, f"course: {result.handout}", f"judged: {result.finished}"])
    heading = f"<summary>the machine, {count(int(card.get('cores', 0)), 'core')}</summary>"
    return f"<details>{heading}\n\n{items}\n\n</details>"
