"""Untrusted and half-secret text, made fit to show.

Titles, sentences and sources come from students, or from tests whose inputs stay secret for a while. Every renderer
(feedback page, gradebook, table) takes them through the functions here.
"""

import codecs
import io
import math
import os
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from graders.result import Check, Points, RubricResult, State, Step


class Shown(NamedTuple):
    """How a state is shown: glyph and word always together, so that no meaning hangs on a colour or a symbol alone."""

    glyph: str
    word: str
    colour: str = ""
    """In a terminal; pages have `var(--pass)` and the like."""


STATES: dict[State, Shown] = {
    "pass": Shown("✓", "done", "green"),
    "partial": Shown("◐", "in part", "green"),
    "fail": Shown("✗", "failing", "red"),
    "todo": Shown("○", "not started"),
    "deferred": Shown("–", "decided elsewhere"),
    "noisy": Shown("≈", "too noisy to call", "yellow"),
    "error": Shown("!", "not judged", "red"),
}
"""Every state, as everybody names it."""
ASCII = str.maketrans(
    {"✓": "+", "✗": "x", "○": "o", "–": "-", "·": ".", "…": "~", "█": "#", "┃": "|", "│": "|", "─": "-"}
    | {"→": ">", "≈": "~", "◐": "*", "×": "x", "µ": "u"}
)
WIDEST = 80
"""Columns of what is printed."""
_SUSPICIOUS = re.compile(r"[^\x20-\x7e\n\t]")
_JOINERS = {"\u200c", "\u200d"}  # needed by Persian, Hindi and most family emoji; they move nothing


def is_plain(stream: object) -> bool:
    """Whether what is written there can only be ASCII: its encoding has no glyphs, or the terminal is a dumb one."""
    try:
        "✓◐✗○≈–·…█┃│─".encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return os.environ.get("TERM") == "dumb"


def soften(stream: object) -> None:
    """From now on, print what that stream's encoding lacks as its likeness in ASCII, where it would raise otherwise."""
    if isinstance(stream, io.TextIOWrapper):
        codecs.register_error("likeness", _likeness)
        stream.reconfigure(errors="likeness")


def _likeness(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return as_plain(error.object[error.start : error.end]), error.end


def as_plain(text: str) -> str:
    """The same in ASCII; what has no likeness becomes an escape."""
    return text.translate(ASCII).encode("ascii", "backslashreplace").decode()


def harmless(text: str, limit: int) -> str:
    """Untrusted text with everything invisible or misleading turned into a visible escape, cut after `limit` characters.

    Control characters, ANSI escapes, bidirectional overrides, zero-width and unassigned characters and lone surrogates
    become `\\x1b`, `\\u202e`, …; line breaks, tabs and all scripts of the world stay. The result is plain text: escaping
    for HTML is the renderer's business.
    """
    rest = len(text) - limit
    if rest > 0:
        text = text[:limit]
    text = _SUSPICIOUS.sub(_visible, text.replace("\r\n", "\n"))
    return f"{text}… ({rest} more characters)" if rest > 0 else text


def for_rich(text: str, limit: int) -> str:
    """Untrusted text without control characters, and with rich's own markup made plain."""
    return harmless(text, limit).replace("[", "\\[")


def is_secret(line: RubricResult, reveal_hidden: bool) -> bool:
    """Whether a rubric line's inputs must not be shown: hidden checks, until their key is published."""
    return line.id.endswith(".hidden") and not reveal_hidden


def why_shown(line: RubricResult, part: RubricResult | Check, reveal_hidden: bool) -> str:
    """The sentence to show for a rubric line or one of its checks.

    A hidden check speaks only where nothing was called with its inputs: not started, or the grader's own trouble. A
    hidden line with checks leaves it to them, for its own sentence is the first of theirs, whichever check that was.
    """
    if is_secret(line, reveal_hidden):
        borrowed = isinstance(part, RubricResult) and part.checks
        return part.why if part.state in ("todo", "error") and not borrowed else ""
    return part.why


def points_shown(part: RubricResult | Check) -> str:
    """Points in words; a part that nobody judged has none, which is not the same as zero."""
    of = f"of {part.max} point{'' if part.max == 1 else 's'}"
    if part.state == "error":
        return f"no points yet {of}"
    if part.state == "deferred":
        return f"still open: {part.max} point{'' if part.max == 1 else 's'}"
    return f"{part.points} {of}{' for now' if part.state == 'noisy' else ''}"


def factor(value: float, steps: Sequence[Step] = ()) -> str:
    """A ratio in two significant digits (`3.6x`, `410x`); in more where rounding would carry it over a step."""
    for digits in (2, 3, 4, 6):
        rounded = _rounded(value, digits)
        if all((value >= step.factor) == (rounded >= step.factor) for step in steps):
            break
    return f"{rounded:g}x" if rounded < 1e5 else f"{rounded:.0f}x"


def count(number: Points, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def count_points(number: Points) -> str:
    return count(number, "point")


def some_of(names: Sequence[str], limit: int = 8) -> str:
    """A list of ids that stays readable: the first few, and how many more."""
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(harmless(name, 60) for name in names[:limit]) + more


def anchor(exercise_id: str) -> str:
    """Where an exercise stands on the feedback page."""
    return exercise_id.replace(".", "-")


def when(text: str) -> str:
    """A moment of a result, in UTC and to the minute; as it stands where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment.tzinfo else f"{moment:%Y-%m-%d %H:%M}"


def sane(value: float) -> float:
    """A ratio whose logarithm exists, whatever a broken measurement says."""
    return min(max(value, 1e-6), 1e9) if value == value else 1e-6


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    if character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _rounded(value: float, digits: int) -> float:
    value = sane(value)
    return round(value, digits - 1 - math.floor(math.log10(value)))


def relative(path: Path) -> str:
    """A file as it is called from the folder one stands in."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.name
