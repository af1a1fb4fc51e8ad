"""A rubric line told in full, as plain text: for formgrader's page, Gradescope's, and a CI server's."""

from graders.result import RubricResult
from graders.text import STATES, harmless, is_secret, points_shown, why_shown

_SENTENCE, _DETAILS, _WIDTH = 400, 40, 110
"""Limits: characters of a sentence, lines of details, columns that formgrader shows without cutting."""


def full_account(line: RubricResult, reveal_hidden: bool = False) -> str:
    """The verdict on a rubric line and its checks; of hidden ones titles and points only, until their key is published."""
    shown = STATES[line.state]
    text = [f"{shown.glyph} {shown.word}, {points_shown(line)}", *indented(line.by_hand, 2)]
    if not any(check.why == line.why for check in line.checks):
        text += indented(why_shown(line, line, reveal_hidden), 2)
    for check in line.checks:
        glyph = STATES[check.state].glyph
        text += indented(f"{glyph} {check.title}: {points_shown(check)}", 2)
        text += indented(why_shown(line, check, reveal_hidden), 4)
        if not is_secret(line, reveal_hidden):
            for detail in check.details[:_DETAILS]:
                text += indented(detail, 4)
    return "\n".join(text)


def indented(text: str, by: int) -> list[str]:
    """Untrusted text as lines of a bounded width; every one of them is indented."""
    lines = harmless(text, _SENTENCE).split("\n") if text else []
    pieces = [line[at : at + _WIDTH] for line in lines for at in range(0, max(len(line), 1), _WIDTH)]
    return [f"{' ' * by}{piece}" for piece in pieces]
