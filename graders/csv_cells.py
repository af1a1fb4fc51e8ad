"""Cells and rows of CSV that a spreadsheet shows and never calculates."""

import csv
import io
import re
from collections.abc import Sequence

from graders.text import harmless

Row = list[str | int | float]

_CELL = 1000  # characters; spreadsheets stop at 32,767 and nobody reads that far
_FORMULA = re.compile(r"^(?=[\t\n])|(?:^|(?<=[;\t\n]))(?=\s*[=+\-@＝＋－＠])")
"""Before what a spreadsheet would calculate. Not at the start only: where `;` is the list separator, as in most of Europe, it
cuts commas' files at every `;`, quoted or not. The full-width signs are taken for the others by some spreadsheets."""


def cell(text: str) -> str:
    """Text that a spreadsheet shows and never calculates."""
    return _FORMULA.sub("'", harmless(text, _CELL))


def identifier(text: str) -> str:
    """An id or address as another program knows it, or nothing: changed to be harmless it would be somebody else's."""
    return text if cell(text) == text else ""


def written(table: Sequence[Row]) -> str:
    """A table as CSV text, quoted where needed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()
