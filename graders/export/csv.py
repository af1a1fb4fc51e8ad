"""Results as tables: one row per student and rubric line, or one row per student.

Both tables are for the instructor: `why` of hidden lines is in the first one.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from graders.report.text import harmless
from graders.result import Result, RubricResult

Row = list[str | int]

HEAD: Row = ["student", "module", "exercise", "line", "title", "state", "points", "max", "why"]
TOTALS_HEAD: Row = ["student", "module", "points", "max"]

_CELL = 1000  # characters; spreadsheets stop at 32,767 and nobody reads that far
_FORMULA = "=+-@＝＋－＠"  # the last four are the full-width forms, which some spreadsheets take for the first four


def rows(results: Iterable[Result]) -> list[Row]:
    """One row per student and rubric line, under a row of headings; students in order.

    A line that nobody judged (state `error` or `deferred`) has an empty cell for its points, not a 0.
    """
    table = [HEAD]
    for result in _in_order(results):
        for exercise in result.exercises:
            for line in exercise.rubric:
                who: Row = [_cell(result.student), _cell(result.module), _cell(exercise.id), _cell(line.id)]
                table.append([*who, _cell(line.title), line.state, _points(line), line.max, _cell(line.why)])
    return table


def totals(results: Iterable[Result]) -> list[Row]:
    """One row per student with the points so far and a column per rubric line, under a row of headings; students in order.

    `points` adds up what was judged; an empty cell further right says that it may still rise.
    """
    ordered = _in_order(results)
    columns = list(dict.fromkeys(line.id for result in ordered for line in _lines(result)))
    table: list[Row] = [[*TOTALS_HEAD, *map(_cell, columns)]]
    for result in ordered:
        judged = {line.id: _points(line) for line in _lines(result)}
        points = sum(value for value in judged.values() if isinstance(value, int))
        start: Row = [_cell(result.student), _cell(result.module), points, result.max]
        table.append([*start, *(judged.get(column, "") for column in columns)])
    return table


def text(results: Iterable[Result]) -> str:
    """The table of `rows` as CSV."""
    return _csv(rows(results))


def totals_text(results: Iterable[Result]) -> str:
    """The table of `totals` as CSV."""
    return _csv(totals(results))


def _in_order(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=lambda result: (result.student, result.module))


def _lines(result: Result) -> list[RubricResult]:
    return [line for exercise in result.exercises for line in exercise.rubric]


def _points(line: RubricResult) -> int | str:
    return "" if line.state in ("error", "deferred") else line.points


def _cell(text: str) -> str:
    """Text that a spreadsheet shows and never calculates."""
    text = harmless(text, _CELL)
    return f"'{text}" if text.lstrip()[:1] in tuple(_FORMULA) or text[:1] in ("\t", "\n") else text


def _csv(table: Sequence[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue()
