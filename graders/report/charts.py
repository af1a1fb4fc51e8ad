"""The class in pictures: Vega-Lite specifications made with Altair, and the same numbers as tables.

Every chart draws one set of rows that the page names `rows`. The page marks each row as chosen or not (`on`), so a chart
shows the whole class and, in it, those who are chosen. Colours are the page's variables, so that charts follow it into the
dark.
"""

import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from graders.report.class_results import ID, OPEN, Bins, Line, Race, bin_of, points_cell, short
from graders.report.class_tables import Pick, Row, Table, race_table, ratio_table, states_table
from graders.result import Result, whole
from graders.text import STATES, count_points, factor, harmless

_SLOWEST = 0.1
"""Slower races are drawn at this ratio: one that is a million times slower would squeeze all others into a corner."""
_TICKS = [each * 10.0**power for power in range(-1, 6) for each in (1, 2, 5)]


@dataclass(frozen=True)
class Rows:
    """The data of a chart: `s` is the student's place in the list of all, the rest is to be drawn."""

    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Chart:
    """A picture, what it shows in words, the same as tables, and what a click on a mark selects."""

    name: str
    title: str
    words: str
    note: str
    spec: dict[str, Any]
    rows: Rows
    picks: dict[str, str]
    """Control of the form: field of the mark."""
    tables: list[Table]
    wide: bool = False


_ROWS = alt.NamedData("rows")
_ON = "datum.on"
_HEIGHT = 240


def histogram(results: Sequence[Result], bins: Bins) -> Chart:
    labels = [label for label, _, _ in bins]
    place = dict.fromkeys(labels, 0)
    for result in results:
        place[bin_of(result.points, bins)] += 1
    x = alt.X(
        "bin:O",
        scale=alt.Scale(domain=labels),
        title="points",
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelBound=True),
    )
    y = alt.Y("count()", title="students", axis=alt.Axis(tickMinStep=1))
    tooltip = [alt.Tooltip("bin:O", title="points"), alt.Tooltip("count()", title="students")]
    base = alt.Chart(_ROWS).encode(x=x, y=y, tooltip=tooltip)
    spec = alt.layer(base.mark_bar(color="var(--track)"), base.transform_filter(_ON).mark_bar(color="var(--fill-partial)"))
    full, none = sum(result.points == result.max for result in results), sum(result.points == 0 for result in results)
    median = statistics.median(result.points for result in results)
    rows: list[Row] = [(None, [Pick(label, {"points": label}), number]) for label, number in place.items()]
    return Chart(
        "histogram",
        "How the points lie",
        f"Histogram of {len(results)} totals, of {count_points(max(result.max for result in results))} at most: "
        f"the median is {median:g}; {full} with everything, {none} with nothing.",
        "A click on a bar chooses those students.",
        _finished(spec, _HEIGHT),
        Rows(("s", "bin"), [(at, bin_of(result.points, bins)) for at, result in enumerate(results)]),
        {"points": "bin"},
        [Table("Students by points", ["points", "students"], rows)],
    )


def rubric_lines(lines: Sequence[Line], students: int, wide: bool) -> Chart:
    y = alt.Y("line:O", scale=alt.Scale(domain=[line.short for line in lines]), title=None, axis=alt.Axis(labelLimit=120))
    states = list(STATES)
    base = alt.Chart(_ROWS).transform_filter(_ON).encode(y=y)
    bars = (
        base.mark_bar()
        .encode(
            x=alt.X("count()", stack="normalize", title="share of the students", axis=alt.Axis(format="%", tickCount=5)),
            color=_state_colour(),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("line:O", title="line"),
                alt.Tooltip("word:N", title="state"),
                alt.Tooltip("count()", title="students"),
            ],
            detail=["word:N", "state:N"],
        )
        .transform_calculate(place=f"indexof({json.dumps(states)}, datum.state)")
    )
    text = (
        base.transform_filter(" && ".join(f"datum.state !== '{state}'" for state in OPEN))
        .transform_aggregate(won="sum(points)", most="sum(most)", groupby=["line"])
        .transform_calculate(share="format(datum.won / datum.most, '.0%')")
        .mark_text(align="left", dx=6)
        .encode(x=alt.value("width"), text="share:N")
    )
    cells = [
        (place, line.short, cell.state, STATES[cell.state].word, cell.points, cell.max)
        for line in lines
        for place, cell in line.cells
    ]
    shares = {line.short: line.share for line in lines if line.share is not None}
    hardest = min(shares, key=lambda short: shares[short], default="")
    words = f"Every rubric line as a bar of {students} students by state, with the share of its points that were won."
    if hardest:
        words += f" The hardest is {hardest}: {shares[hardest]:.0%} of its points."
    return Chart(
        "lines",
        "Points per rubric line",
        words,
        "The number on the right is the share of the points that were won, without what was not judged. A click on a piece "
        "of a bar chooses the students in it.",
        _finished(alt.layer(bars, text), 20 * len(lines)),
        Rows(("s", "line", "state", "word", "points", "most"), cells),
        {"line": "line", "state": "state"},
        [states_table(lines)],
        wide,
    )


def strips(results: Sequence[Result], races: Sequence[Race]) -> Chart:
    """Every student a dot; the offset across the strip means nothing and only keeps dots apart."""
    values: list[tuple[int, str, float, str, float, str]] = []
    steps: list[dict[str, Any]] = []
    for race in races:
        ordered = sorted(race.runs, key=lambda run: (run[1], run[0]))
        for rank, (place, ratio, state) in enumerate(ordered):
            shown = STATES["noisy"].word if state == "noisy" else "measured"
            apart = 0.15 + 0.7 * (rank * 0.6180339887 % 1)
            values.append((place, race.name, max(ratio, _SLOWEST), factor(ratio), round(apart, 3), shown))
        steps += [{"race": race.name, "factor": step, "points": points} for step, points in sorted(race.steps.items())]
    low = min([1.0, *(value[2] for value in values)])
    high = max([2.0, *(value[2] for value in values), *(step["factor"] for step in steps)])
    domain = [low / 1.1, high * 1.15]
    x = alt.X(
        "ratio:Q",
        scale=alt.Scale(type="log", domain=domain, nice=False),
        title="times faster than the yardstick",
        axis=alt.Axis(
            values=[tick for tick in _TICKS if domain[0] <= tick <= domain[1]],
            labelExpr="format(datum.value, '~g') + 'x'",
            labelOverlap="greedy",
        ),
    )
    y = alt.Y("race:O", scale=alt.Scale(domain=[race.name for race in races], paddingInner=0.25), title=None)
    dots = (
        alt.Chart(_ROWS)
        .mark_point(size=28, strokeWidth=1.3)
        .encode(
            x=x,
            y=y,
            yOffset=alt.YOffset("apart:Q", scale=alt.Scale(domain=[0, 1])),
            stroke=_kind_colour(),
            fill=alt.condition("datum.shown === 'measured'", alt.value("var(--fill-partial)"), alt.value("transparent")),
            opacity=alt.condition(_ON, alt.value(0.65), alt.value(0.08)),
            tooltip=[
                alt.Tooltip("student:N"),
                alt.Tooltip("race:O"),
                alt.Tooltip("faster:N", title="speed-up"),
                alt.Tooltip("shown:N", title="state"),
            ],
        )
    )
    ticks = alt.Chart(alt.InlineData(values=steps)).encode(x=alt.X("factor:Q"), y=y)
    rules = ticks.mark_tick(orient="vertical", thickness=2, size=38, color="var(--ink)")
    labels = ticks.mark_text(dy=-24, fontSize=10, color="var(--ink)").encode(text="points:Q")
    return Chart(
        "strips",
        "Speed-ups, and where the steps cut",
        f"Speed-ups on a logarithmic axis, one dot per student. Medians: {', '.join(map(_median, races))}.",
        "A line is a step, the number above it what reaching it is worth in all. A step inside a cluster of dots gives points "
        "by chance: move it. Hollow dots are too noisy to call.",
        _finished(alt.layer(dots, rules, labels), 54 * len(races)),
        Rows(("s", "race", "ratio", "faster", "apart", "shown"), values),
        {"words": "student"},
        [race_table(races), ratio_table(results, races)],
        wide=True,
    )


def _median(race: Race) -> str:
    return f"{race.name} {factor(statistics.median(ratio for _, ratio, _ in race.runs))}"


def moves(results: Sequence[Result], before: Sequence[Result]) -> Chart:
    """What a regrade changed: only those who moved are drawn."""
    earlier = {result.student: result for result in before}
    both = [(place, earlier[result.student], result) for place, result in enumerate(results) if result.student in earlier]
    moved = [(place, old, new) for place, old, new in both if old.points != new.points]
    values: list[tuple[Any, ...]] = []
    rows: list[Row] = []
    for place, old, new in sorted(moved, key=lambda move: (move[2].points - move[1].points, move[0])):
        way = "up" if new.points > old.points else "down"
        values += [
            (place, "before", old.points, way, old.points, new.points),
            (place, "after", new.points, way, old.points, new.points),
        ]
        change = f"{whole(new.points - old.points):+g}".replace("-", "−")
        rows.append((place, [harmless(new.student, ID), old.points, new.points, change, ", ".join(_changed(old, new))]))
    up = sum(new.points > old.points for _, old, new in moved)
    most_old, most_new = max(result.max for result in before), max(result.max for result in results)
    maximum = f"maximum still {most_new}" if most_old == most_new else f"maximum {most_old} before, {most_new} now"
    words = f"Points before and after: {up} up, {len(moved) - up} down, {len(both) - len(moved)} equal; {maximum}."
    news = len(results) - len(both)
    words += f" {news} {'was' if news == 1 else 'were'} not graded before." if news else ""
    base = alt.Chart(_ROWS).encode(
        x=alt.X("when:O", scale=alt.Scale(domain=["before", "after"]), title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("points:Q", title="points", scale=alt.Scale(domain=[0, most_new])),
        color=alt.Color(
            "way:N", scale=alt.Scale(domain=["up", "down"], range=["var(--fill-pass)", "var(--fill-fail)"]), legend=None
        ),
        detail="s:N",
        opacity=alt.condition(_ON, alt.value(0.85), alt.value(0.08)),
        tooltip=[alt.Tooltip("student:N"), alt.Tooltip("old:Q", title="before"), alt.Tooltip("new:Q", title="after")],
    )
    dash = alt.StrokeDash("way:N", scale=alt.Scale(domain=["up", "down"], range=[[1, 0], [5, 3]]), legend=None)
    return Chart(
        "moves",
        "What moved since",
        words,
        "Only those whose points changed. Solid: up; dashed: down.",
        _finished(alt.layer(base.mark_line().encode(strokeDash=dash), base.mark_circle(size=45)), _HEIGHT),
        Rows(("s", "when", "points", "way", "old", "new"), values),
        {"words": "student"},
        [Table("Whose points changed", ["student", "before", "after", "change", "lines"], rows)],
    )


def _changed(old: Result, new: Result) -> Iterator[str]:
    was = {line.id: line.points for exercise in old.exercises for line in exercise.rubric}
    for exercise in new.exercises:
        for line in exercise.rubric:
            if was.get(line.id, 0) != line.points:
                yield f"{short(line.id)} {was.get(line.id, 0)} → {line.points}"


def matrix(results: Sequence[Result], lines: Sequence[Line]) -> Chart:
    order = sorted(range(len(results)), key=lambda place: (-results[place].points, place))
    rank = {place: at for at, place in enumerate(order)}
    chart = (
        alt.Chart(_ROWS)
        .mark_rect()
        .encode(
            x=alt.X(
                "rank:O",
                scale=alt.Scale(domain=list(range(len(results)))),
                title="students, most points left",
                axis=alt.Axis(labels=False, ticks=False),
            ),
            y=alt.Y("line:O", scale=alt.Scale(domain=[line.short for line in lines], paddingInner=0.08), title=None),
            color=_state_colour(),
            opacity=alt.condition(_ON, alt.value(1), alt.value(0.12)),
            tooltip=[
                alt.Tooltip("student:N"),
                alt.Tooltip("line:O"),
                alt.Tooltip("word:N", title="state"),
                alt.Tooltip("points:Q"),
            ],
        )
    )
    values = [
        (place, rank[place], line.short, cell.state, STATES[cell.state].word, cell.points)
        for line in lines
        for place, cell in line.cells
    ]
    cells = {(place, line.id): points_cell(cell) for line in lines for place, cell in line.cells}
    rows: list[Row] = [
        (
            place,
            [
                harmless(results[place].student, ID),
                results[place].points,
                *(cells.get((place, line.id), "") for line in lines),
            ],
        )
        for place in order
    ]
    empty = sum(all(line.points == 0 for exercise in result.exercises for line in exercise.rubric) for result in results)
    return Chart(
        "matrix",
        "Everybody by every line",
        f"A column per student, from most to fewest points, and a row per rubric line, coloured by state. {empty} "
        f"column{' has' if empty == 1 else 's have'} no points at all.",
        "A column of one colour is a student with one trouble; a row unlike its neighbours is a line to look at. A click "
        "chooses the student.",
        _finished(chart, 18 * len(lines)),
        Rows(("s", "rank", "line", "state", "word", "points"), values),
        {"words": "student"},
        [Table("Points by student and rubric line", ["student", "points", *(line.short for line in lines)], rows)],
        wide=True,
    )


def _state_colour() -> alt.Color:
    states = list(STATES)
    return alt.Color("state:N", scale=alt.Scale(domain=states, range=[f"var(--fill-{state})" for state in states]), legend=None)


def _kind_colour() -> Any:
    return alt.condition("datum.shown === 'measured'", alt.value("var(--fill-partial)"), alt.value("var(--fill-error)"))


def _finished(chart: alt.Chart | alt.LayerChart | alt.FacetChart, height: int) -> dict[str, Any]:
    """The specification, in the page's colours and as wide as there is room."""
    text = {"labelColor": "var(--soft)", "titleColor": "var(--soft)", "labelFontSize": 11, "titleFontWeight": "normal"}
    line = {"domainColor": "var(--edge)", "tickColor": "var(--edge)", "gridColor": "var(--track)"}
    spec: dict[str, Any] = (
        chart.properties(width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .configure(background="transparent", font="system-ui, sans-serif", aria=False)
        .configure_view(stroke=None)
        .configure_axis(**text, **line)
        .configure_text(color="var(--ink)")
        .to_dict()
    )
    return spec
