"""What an experiment of the guide found, drawn: charts one below the other, the machine it was measured on below them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from graders.drawing import EDGE, INK, SERIES, SOFT, STYLE, Plot, finished, plain_ticks, short
from graders.experiment.findings import Axis, Bars, ExperimentResult, Gantt, Lines
from graders.quantities import seconds

_WIDTH = 6.0
_MARGINS: Any = {"figure.constrained_layout.w_pad": 0.08, "figure.constrained_layout.h_pad": 0.06}
_DOTS: tuple[Any, ...] = ("o", "s", "^", "D", "v", "P")
_DASHES: tuple[Any, ...] = ("-", "-", "-", "--", "-.", ":")
_MANY = 40
"""From so many points on a curve has no dots."""
_NARROW = 100
"""Up to such a factor between the ends of a logarithmic axis, powers of ten alone are too few ticks."""
_LETTERS = 112
"""About as many small letters as fit across a picture."""
_ROW = 0.27
"""Inches that a row of bars in time is high."""
_LETTERS_BESIDE = 88
"""As many letters as fit across a picture, those that name the rows and those inside bars together."""
_LETTERS_OF_A_LEGEND = 84
"""As many letters as fit across a chart; a sample of the line takes eight."""


def of(found: ExperimentResult, caption: str) -> Plot:
    """The picture, with its caption: parts with dots between them."""
    heights = [_height_of(each) for each in found.charts]
    lines = _in_lines(caption.split(" · "))
    with matplotlib.rc_context(STYLE | _MARGINS):
        height = sum(heights) + 0.42 + 0.13 * (lines.count("\n") + 1)
        figure = Figure(figsize=(_WIDTH, height))
        figure.suptitle(found.title, x=0.012, ha="left", fontsize=10.5, fontweight="bold")
        figure.supxlabel(lines, x=0.012, ha="left", fontsize=7, color=SOFT)
        places = figure.subplots(len(found.charts), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axes, chart in zip(places, found.charts, strict=True):
            match chart:
                case Lines():
                    _draw_lines(axes, chart)
                case Gantt():
                    _draw_gantt(axes, chart)
                case _:
                    _draw_bars(axes, chart)
            if chart.title:
                axes.set_title(chart.title, loc="left", fontsize=9, color=SOFT, pad=_above(chart))
    return finished("figure", figure, found.words, found.title)


def _in_lines(parts: Sequence[str]) -> str:
    """The parts with dots between them, on as many lines as it takes."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + 3 <= _LETTERS:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return "\n".join(lines)


def _draw_lines(axes: Axes, chart: Lines) -> None:
    _scale(axes, "x", chart.x)
    _scale(axes, "y", chart.y)
    few = all(len(points) < _MANY for points in chart.lines.values()) and not chart.dots
    dashes = _DASHES[2:] if chart.dots else _DASHES
    for number, (name, points) in enumerate(chart.lines.items()):
        looks = {"color": SERIES[number % len(SERIES)], "ls": dashes[number % len(dashes)], "lw": 1.5, "label": name}
        dots = {"marker": _DOTS[number % len(_DOTS)], "ms": 4} if few else {}
        axes.plot([x for x, _ in points], [y for _, y in points], **looks, **dots)
    for number, (name, dot) in enumerate(sorted(chart.dots.items(), key=lambda each: each[1])):
        axes.plot(*dot, "o", color=INK, ms=4)
        # Neighbours are told apart by turns: one above, one below its dot.
        axes.annotate(name, dot, (4, -10 if number % 2 else 4), textcoords="offset points", fontsize=7.5, color=INK)
    if chart.dots and chart.y.log:
        axes.set_ylim(bottom=axes.get_ylim()[0] / 1.6)  # room for the words below the lowest
    if not chart.y.log:
        axes.set_ylim(bottom=min(0, *(y for points in chart.lines.values() for _, y in points)))
    if chart.x.unit == "bytes" and chart.x.log:
        _powers_of_two(axes)
    if not chart.x.log and all(x == int(x) for points in chart.lines.values() for x, _ in points):
        axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10], integer=True))
    _mark(axes, chart.marks)
    for wanted, side, (least, most) in ((chart.x, axes.xaxis, axes.get_xlim()), (chart.y, axes.yaxis, axes.get_ylim())):
        if wanted.log and most / least < _NARROW and wanted.unit != "bytes":
            side.set_major_locator(LogLocator(subs=(1, 2, 5)))
    plain_ticks(axes)
    if len(chart.lines) > 1:
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.01, 1.05 if chart.marks else 1.0), ncols=_columns(list(chart.lines)),
            frameon=False, fontsize=8, handlelength=2.6, borderaxespad=0.2, columnspacing=1.4,
        )  # fmt: skip


def _columns(names: Sequence[str]) -> int:
    """How many names of a legend fit beside each other, up to three."""
    return max(1, min(len(names), 3, _LETTERS_OF_A_LEGEND // (max(map(len, names)) + 8)))


def _mark(axes: Axes, marks: Mapping[str, float]) -> None:
    """Upright lines with a label at their upper end."""
    left, right = axes.get_xlim()
    for name, place in marks.items():
        if left < place < right:
            axes.axvline(place, color=EDGE, lw=1, zorder=0)
            axes.annotate(
                name, (place, 1), (0, 1), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
                ha="center", va="bottom", fontsize=7.5, color=SOFT,
            )  # fmt: skip


def _draw_bars(axes: Axes, chart: Bars) -> None:
    """Bars begin at 0. A logarithmic axis has no 0, so the length of a bar would mean nothing there: a dot for each value."""
    series = _series(chart)
    _scale(axes, "x", chart.x)
    thick = 0.8 / len(series)
    values = [value for row in chart.bars.values() for value in row.values()]
    for number, name in enumerate(series):
        for at, row in enumerate(chart.bars.values()):
            if name not in row:
                continue
            place = at + (number - (len(series) - 1) / 2) * thick
            if chart.x.log:
                axes.axhline(place, color=EDGE, lw=0.8, zorder=0)
                axes.plot(row[name], place, **_dot(number))
            else:
                axes.barh(place, row[name], 0.88 * thick, color=SERIES[number % len(SERIES)])
            apart = (7 if chart.x.log else 3, 4 if chart.x.log else 0)
            axes.annotate(_told(row[name], chart.x), (row[name], place), apart, textcoords="offset points", va="center")
    axes.set_yticks(range(len(chart.bars)), list(chart.bars), color=INK)
    axes.set_ylim(len(chart.bars) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    if chart.x.log:
        least, most = min((value for value in values if value > 0), default=1.0), max(values)
        axes.set_xlim(least / 1.6, most * (1.6 * most / least) ** 0.16)
    else:
        axes.set_xlim(0, max(values) * 1.16)
    plain_ticks(axes)
    axes.yaxis.set_minor_locator(NullLocator())
    if len(series) > 1:
        axes.legend(
            [_sample(chart, number) for number in range(len(series))], series,
            loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=_columns(series), frameon=False, fontsize=8, borderaxespad=0.2,
        )  # fmt: skip


def _dot(number: int) -> dict[str, Any]:
    """How the dots of the series with that number look."""
    return {"color": SERIES[number % len(SERIES)], "marker": _DOTS[number % len(_DOTS)], "ms": 5, "ls": "none"}


def _sample(chart: Bars, number: int) -> Line2D | Patch:
    """What the legend shows for the series with that number."""
    return Line2D([], [], **_dot(number)) if chart.x.log else Patch(color=SERIES[number % len(SERIES)])


def _draw_gantt(axes: Axes, chart: Gantt) -> None:
    spans = [span for row in chart.rows.values() for span in row]
    kinds = _kinds(chart)
    first, last = min(0.0, *(span.begin for span in spans)), max(chart.until, *(span.end for span in spans))
    _scale(axes, "x", chart.x)
    axes.set_xlim(first, last + 0.01 * (last - first))
    letters = _LETTERS_BESIDE - max(map(len, chart.rows))
    for at, row in enumerate(chart.rows.values()):
        for span in row:
            colour = SERIES[kinds.index(span.kind) % len(SERIES)]
            wide = span.end - span.begin
            axes.barh(at, wide, 0.72, left=span.begin, color=(colour, 0.4), edgecolor=colour, lw=0.8)
            if len(span.label) + 0.5 < letters * wide / (last - first):
                axes.text((span.begin + span.end) / 2, at, span.label, ha="center", va="center_baseline", fontsize=7.5)
    axes.set_yticks(range(len(chart.rows)), list(chart.rows), color=INK)
    axes.set_ylim(len(chart.rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.yaxis.set_minor_locator(NullLocator())
    _mark(axes, chart.marks)
    plain_ticks(axes)
    if _beside(chart):
        axes.legend(
            [Patch(facecolor=(colour, 0.4), edgecolor=colour, lw=0.8) for colour in SERIES[: len(kinds)]], kinds,
            loc="lower left", bbox_to_anchor=(-0.01, 1 + bool(chart.marks) * 0.11 / (_ROW * len(chart.rows))),
            ncols=_columns(kinds), frameon=False, fontsize=8, borderaxespad=0.2,
        )  # fmt: skip


def _series(chart: Bars) -> list[str]:
    """In the order of their colours."""
    return list(dict.fromkeys(name for row in chart.bars.values() for name in row))


def _kinds(chart: Gantt) -> list[str]:
    """In the order of their colours."""
    return list(dict.fromkeys([*chart.kinds, *(span.kind for row in chart.rows.values() for span in row)]))


def _beside(chart: Gantt) -> bool:
    """Whether there is a legend."""
    return len(_kinds(chart)) > 1


def _above(chart: Lines | Bars | Gantt) -> int:
    """Points between a chart and its title, for the legend and the labels of marks."""
    match chart:
        case Lines():
            return 24 if len(chart.lines) > 1 else 8
        case Gantt():
            return 8 + 16 * _beside(chart) + 8 * bool(chart.marks)
    return 24 if len(_series(chart)) > 1 else 8


def _height_of(chart: Lines | Bars | Gantt) -> float:
    match chart:
        case Lines():
            return 2.9 + 0.18 * bool(chart.title)
        case Gantt():
            above = bool(chart.title), _beside(chart), bool(chart.marks)
            return 0.65 + 0.25 * above[0] + 0.25 * above[1] + 0.15 * above[2] + _ROW * len(chart.rows)
    series = len(_series(chart))
    return 0.65 + 0.25 * bool(chart.title) + 0.25 * (series > 1) + len(chart.bars) * (0.12 + 0.19 * series)


def _scale(axes: Axes, direction: str, wanted: Axis) -> None:
    side = axes.xaxis if direction == "x" else axes.yaxis
    side.set_label_text(wanted.label)
    if wanted.log:
        axes.set(**{f"{direction}scale": "log"})
        side.set_major_locator(LogLocator())
    else:
        side.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10]))
    side.set_major_formatter(FuncFormatter(lambda value, _: _told(value, wanted)))


def _powers_of_two(axes: Axes) -> None:
    """Ticks at 4 KiB, 64 KiB, 1 MiB rather than at powers of ten."""
    left, right = (math.log2(each) for each in axes.get_xlim())
    apart = next(each for each in (1, 2, 4, 8, 16) if (right - left) / each < 9)
    first = math.ceil(left / apart)
    axes.xaxis.set_major_locator(FixedLocator([2.0 ** (apart * each) for each in range(first, math.floor(right / apart) + 1)]))
    axes.xaxis.set_minor_locator(NullLocator())


def _told(value: float, axis: Axis) -> str:
    match axis.unit:
        case "seconds":
            return seconds(value) if value > 0 else "0"
        case "bytes":
            return _size(value)
        case "ratio":
            return f"{value:.3g}x"
        case _:
            return short(float(f"{value:.3g}"))


def _size(value: float) -> str:
    """100 B, 4 KiB, 1.5 MiB, 2 GiB."""
    units: Sequence[tuple[int, str]] = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))
    return next((f"{value / size:.3g} {unit}" for size, unit in units if value >= size), f"{value:.3g} B")
