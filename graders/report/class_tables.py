"""The numbers behind the pictures of a class, as tables whose cells can be buttons."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from graders.report.class_results import ID, Line, Race
from graders.result import Points, Result
from graders.text import STATES, count_points, factor, harmless


@dataclass(frozen=True)
class Pick:
    """A number in a table that is a button: it sets these controls, as a click on the mark does."""

    text: str
    controls: dict[str, str]


@dataclass(frozen=True)
class Table:
    caption: str
    head: list[str]
    rows: Sequence["Row"]


Row = tuple[int | None, Sequence[str | Points | Pick]]
"""(student's place or None, cells)."""


def states_table(lines: Sequence[Line]) -> Table:
    rows: list[Row] = []
    for line in lines:
        counts = {state: sum(cell.state == state for _, cell in line.cells) for state in STATES}
        picks: list[str | int | Pick] = [
            Pick(str(number), {"line": line.short, "state": state}) if number else 0 for state, number in counts.items()
        ]
        share = "–" if line.share is None else f"{line.share:.0%}"
        rows.append((None, [Pick(line.short, {"line": line.short, "state": ""}), line.title, share, *picks]))
    head = ["line", "title", "points won", *(f"{shown.glyph} {shown.word}" for shown in STATES.values())]
    return Table("Students by rubric line and state", head, rows)


def race_table(races: Sequence[Race]) -> Table:
    rows: list[Row] = []
    for race in races:
        ratios = sorted(ratio for _, ratio, _ in race.runs)
        low, _, high = statistics.quantiles(ratios, method="inclusive") if len(ratios) > 1 else ratios * 3
        steps = "; ".join(
            f"{factor(step)} for {count_points(points)}: {sum(ratio >= step for ratio in ratios)}"
            for step, points in sorted(race.steps.items())
        )
        noisy = sum(state == "noisy" for _, _, state in race.runs)
        median = factor(statistics.median(ratios))
        rows.append((None, [race.name, race.title, len(ratios), factor(low), median, factor(high), noisy, steps]))
    head = [
        "race",
        "title",
        "students",
        "lower quartile",
        "median",
        "upper quartile",
        STATES["noisy"].word,
        "students at each step",
    ]
    return Table("Races", head, rows)


def ratio_table(results: Sequence[Result], races: Sequence[Race]) -> Table:
    reached = [{place: ratio for place, ratio, _ in race.runs} for race in races]
    rows: list[Row] = [
        (place, [harmless(result.student, ID), *(factor(each[place]) if place in each else "–" for each in reached)])
        for place, result in enumerate(results)
    ]
    return Table("Speed-ups of every student", ["student", *(race.name for race in races)], rows)
