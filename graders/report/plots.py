"""Measurements as pictures: SVG text, the same bytes for the same result.

strip(speedup, points)      every round of a race as a dot, the steps as lines: shows at once why something was too noisy
growth(measure, caches)     seconds over n with the fitted line, and where the caches end
threads(measure)            speed-up over threads beside the ideal and Amdahl's law
accesses(drawing)           which thread of a GPU's block went to which cell of a memory
roofline(measures)          runs of one check in order, under the roofs of the machine they ran on
progress(module, runs)      a student's public points over their runs

How they look is graders/drawing.py's.
"""

import itertools
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from graders import quantities, regression
from graders.course import Module
from graders.drawing import BAND, INK, REACHED, RUN, SOFT, STYLE, TRACK, Plot, axes_of, finished, plain_ticks, short
from graders.judge.machine import caches_of
from graders.progress import Known, gathered, points_of
from graders.report import messages
from graders.result import Check, Drawing, Measure, Result, RubricResult, Speedup, Step
from graders.text import count, count_points, factor, sane

_LINES: tuple[Any, ...] = tuple(
    {"ls": dashes, "marker": marker, "ms": 4} for dashes in ("-", "--", ":") for marker in ("o", "s", "^", "D")
)
"""Exercises differ by line and marker, never by colour alone."""
_ACROSS, _DOWN = (0.4, 0.0), (0.0, 0.4)
_KINDS = {"read": ((_ACROSS,), RUN), "write": ((_DOWN,), INK), "atomic": ((_ACROSS, _DOWN), REACHED)}
"""Accesses as strokes: – | +. They differ by their form, never by colour alone."""
_LABEL = 0.13
"""Part of the width of a strip that a step's label takes; closer neighbours stand in different rows."""


def of_check(check: Check, machine: Mapping[str, str | int | float | bool]) -> Iterator[Plot]:
    """What there is to draw of one check of one run."""
    if check.speedup is not None:
        yield strip(check.speedup, check.points)
    for each in check.measures:
        if each.name == "growth" and each.curve:
            yield growth(each, caches_of(machine))
        elif each.name == "speed-up" and each.curve:
            yield threads(each)
        elif each.name == "roofline" and each.curve:
            yield roofline([each])
        elif each.drawing is not None and each.drawing.accesses:
            yield accesses(each.drawing)


def of_runs(runs: Sequence[Result], exercise: str) -> Iterator[tuple[str, Plot]]:
    """(name, picture) of everything to be drawn of the last run that measured this exercise; rooflines show all runs."""
    for run in reversed(runs):
        found = [(line, check) for line in _lines(run, exercise) for check in line.checks]
        drawn = [(line, check, plot) for line, check in found for plot in of_check(check, run.machine)]
        for number, (line, check, plot) in enumerate(drawn, 1):
            if plot.kind == "roofline":
                plot = roofline([each for earlier in runs for each in _rooflines(earlier, line.id, check.title)])
            yield f"{line.id}-{number}-{plot.kind}", plot
        if drawn:
            return


def _lines(run: Result, exercise: str) -> list[RubricResult]:
    return next((each.rubric for each in run.exercises if each.id == exercise), [])


def _rooflines(run: Result, line_id: str, title: str) -> Iterator[Measure]:
    for line in _lines(run, line_id.rpartition(".")[0]):
        for check in line.checks:
            if (line.id, check.title) == (line_id, title):
                yield from (each for each in check.measures if each.name == "roofline" and each.curve)


def strip(speed: Speedup, points: int) -> Plot:
    """Ratio of every round on a logarithmic axis, the first round on top; hollow dots did not count."""
    steps = sorted(speed.steps, key=lambda step: step.factor)
    counted = [sane(ratio) for ratio in speed.ratios]
    disturbed = [sane(ratio) for ratio in speed.disturbed]
    ratio, low, high = sane(speed.ratio), sane(speed.low), sane(speed.high)
    with matplotlib.rc_context(STYLE):
        figure, axes = axes_of(1.45)
        everything = [1.0, ratio, low, high, *counted, *disturbed, *(step.factor for step in steps)]
        left, right = min(everything) / 1.08, max(everything) * 1.15
        axes.set(xscale="log", xlim=(left, right), ylim=(max(len(counted), len(disturbed), 1) - 0.5, -0.5))
        axes.axvspan(low, high, color=BAND, lw=0)
        axes.axvline(ratio, color=INK, lw=2)
        axes.plot(counted, range(len(counted)), "o", ms=3.5, color=RUN)
        axes.plot(disturbed, range(len(disturbed)), "o", ms=3.5, mfc="none", mec=SOFT)
        rows = _label_steps(axes, steps, points, math.log(right / left))
        figure.set_figheight(1.45 + 0.33 * rows)
        _factor_axis(axes)
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("speed-up over the yardstick, one dot per round")
    named = ", ".join(f"{step.factor:g}x for {count_points(step.points)}" for step in steps)
    words = f"Speed on a logarithmic axis: {factor(ratio, steps)}, half of the rounds from {factor(low)} to {factor(high)}."
    return finished("strip", figure, f"{words} Steps: {named}.")


def growth(measure: Measure, caches: Mapping[str, int]) -> Plot:
    """Seconds over n on logarithmic axes, the fitted line, and up to which n the inputs fit into each cache."""
    sizes, seconds = [n for n, _ in measure.curve], [max(each, 1e-9) for _, each in measure.curve]
    with matplotlib.rc_context(STYLE):
        figure, axes = axes_of(2.6)
        axes.set(xscale="log", yscale="log", xlabel="n", ylabel="time of a call")
        slope = measure.value or 0.0
        middle = statistics.mean(math.log(each) - slope * math.log(n) for n, each in zip(sizes, seconds, strict=True))
        axes.plot(sizes, [math.exp(middle) * n**slope for n in sizes], "--", color=SOFT, lw=1)
        axes.plot(sizes, seconds, "o-", color=RUN, ms=4, lw=1.5)
        axes.annotate(f"n^{slope:.2g}", (sizes[-1], math.exp(middle) * sizes[-1] ** slope), (4, -8), textcoords="offset points")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: quantities.seconds(value)))
        plain_ticks(axes)
        fits = _where_caches_end(sizes, measure.footprints, caches)
        edges = [sizes[0], *(n for _, n in fits), sizes[-1]]
        for index, name in enumerate([*(level for level, _ in fits), "memory"] if fits else []):
            begin, end = edges[index], edges[index + 1]
            if index % 2 == 0:
                axes.axvspan(begin, end, color=TRACK, alpha=0.5, lw=0)
            if begin < end:
                place = math.sqrt(begin * end)
                axes.text(place, 1.01, name, transform=axes.get_xaxis_transform(), ha="center", va="bottom", color=SOFT)
    ends = "".join(f" {level} is full at n = {short(float(f'{n:.2g}'))}." for level, n in fits)
    first, last = (f"{quantities.seconds(each)} at n = {short(n)}" for n, each in (measure.curve[0], measure.curve[-1]))
    return finished("growth", figure, f"Time grows as n to the power {slope:.2g}, from {first} to {last}.{ends}")


def threads(measure: Measure) -> Plot:
    """Speed-up over threads, the ideal line, and the law of Amdahl that fits best."""
    counts, speedups = [n for n, _ in measure.curve], [each for _, each in measure.curve]
    part = regression.parallel_fraction(counts, speedups)
    with matplotlib.rc_context(STYLE):
        figure, axes = axes_of(2.6)
        axes.set(xlabel="threads", ylabel="speed-up")
        axes.plot([1, counts[-1]], [1, counts[-1]], "--", color=SOFT, lw=1)
        axes.annotate("ideal", (counts[-1], counts[-1]), (4, -3), textcoords="offset points", color=SOFT)
        steps = [1 + (counts[-1] - 1) * index / 50 for index in range(51)]
        axes.plot(steps, [regression.amdahl(part, n) for n in steps], color=RUN, lw=1.5)
        axes.plot(counts, speedups, "o", color=RUN, ms=5)
        axes.annotate(
            f"{100 * part:.0f} % parallel",
            (counts[-1], regression.amdahl(part, counts[-1])),
            (4, -10),
            textcoords="offset points",
        )
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        axes.set_xlim(1 - 0.03 * counts[-1], counts[-1] * 1.2)
        axes.set_ylim(0, max(*speedups, counts[-1]) * 1.1)
    in_words = ", ".join(f"{speedup:.2g}x with {count:g}" for count, speedup in measure.curve)
    return finished("threads", figure, f"Speed-up over threads: {in_words}. {100 * part:.0f} % of the work runs in parallel.")


def accesses(drawing: Drawing) -> Plot:
    """One row per thread of a block, one column per cell: a mark where it reads, writes or changes atomically."""
    threads, cells = [each[0] for each in drawing.accesses], [each[1] for each in drawing.accesses]
    with matplotlib.rc_context(STYLE):
        figure, axes = axes_of(2.6)
        labels = []
        for kind, (strokes, colour) in _KINDS.items():
            marks = [each for each in drawing.accesses if each[2] == kind]
            if not marks:
                continue
            times = sum(each[3] for each in marks)
            touched = count(len({each[1] for each in marks}), "cell")
            labels.append(messages.drawn(kind, times, touched))
            # One path for all of them: thousands of marks would make the page heavy.
            xs = [cell + each for _, cell, _, _ in marks for right, _ in strokes for each in (-right, right, math.nan)]
            ys = [thread + each for thread, _, _, _ in marks for _, down in strokes for each in (-down, down, math.nan)]
            axes.plot(xs, ys, color=colour, lw=1.5, label=labels[-1])
        axes.set(xlabel=messages.cell_of(drawing.name), ylabel=messages.thread_of(drawing.block))
        axes.set_xlim(min(cells) - 1, max(cells) + 1)
        axes.set_ylim(max(threads) + 1, min(threads) - 1)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(integer=True))
        figure.legend(loc="outside upper left", frameon=False, ncols=len(labels))
    return finished("accesses", figure, f"{messages.thread_of(drawing.block)}, {drawing.name}: {', '.join(labels)}.")


def roofline(runs: Sequence[Measure]) -> Plot:
    """Operations per second over operations per byte, under the roofs of the last run's machine; runs numbered in order."""
    dots = [each.curve[0] for each in runs]
    moving, computing = runs[-1].roofs or (1.0, 1.0)
    ridge = computing / moving
    with matplotlib.rc_context(STYLE):
        figure, axes = axes_of(2.8)
        axes.set(xscale="log", yscale="log", xlabel="arithmetic intensity: operations per byte", ylabel="operations per second")
        left, right = min(ridge, *(x for x, _ in dots)) / 4, max(ridge, *(x for x, _ in dots)) * 4
        lowest = min(left * moving, *(y for _, y in dots)) / 2
        axes.set(xlim=(left, right), ylim=(lowest, computing * 2))
        axes.plot([left, ridge, right], [left * moving, computing, computing], color=INK, lw=1.5)
        half = math.sqrt(left * ridge)
        beside: Any = {"textcoords": "offset points", "color": SOFT, "ha": "right"}
        axes.annotate(f"{moving / 1e9:.3g} GB/s", (half, half * moving), (-6, 3), **beside)
        axes.annotate(f"{computing / 1e9:.3g} GFLOP/s", (right, computing), (0, 4), **beside)
        for begin, end in itertools.pairwise(dots):
            axes.plot(*zip(begin, end, strict=True), "-", color=SOFT, lw=0.8)
        for number, dot in enumerate(dots, 1):
            last = number == len(dots)
            axes.plot(*dot, "o", color=RUN if last else SOFT, ms=6 if last else 4)
            if len(dots) > 1:
                axes.annotate(str(number), dot, (14, -3), **beside)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(LogLocator())
        plain_ticks(axes)
    x, y = dots[-1]
    share = 100 * y / min(computing, moving * x)
    words = f"Roofline: {y / 1e9:.2g} GFLOP/s at {x:.2g} operations per byte, {share:.0f} % of what this machine can do there."
    return finished("roofline", figure, f"{words} Run {len(dots)}." if len(dots) > 1 else words)


def progress(module: Module, runs: Sequence[Result]) -> Plot:
    """Public points of every exercise over a student's runs, as far as they were known after each."""
    known: list[Known] = [{}]
    for run in runs:
        known.append(gathered(known[-1], run))
    started = [each for each in module.exercises if points_of(known[-1], each) is not None]
    points = {each.id: [points_of(found, each) or 0 for found in known[1:]] for each in started}
    with matplotlib.rc_context(STYLE):
        figure, axes = axes_of(2.8)
        numbers = range(1, len(runs) + 1)
        for index, each in enumerate(started):
            style = _LINES[index % len(_LINES)]
            label = f"{each.number} {points[each.id][-1]}"
            axes.plot(
                numbers, points[each.id], color=RUN if index % 2 else INK, lw=1.3, label=label, drawstyle="steps-post", **style
            )
        axes.set(xlabel="run", ylabel="public points")
        axes.set_ylim(0, max((max(each) for each in points.values()), default=1) * 1.1 + 0.5)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        if started:
            axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    told = ", ".join(f"{each.id} {points[each.id][-1]}" for each in started)
    return finished("progress", figure, f"Public points over {count(len(runs), 'run')}; after the last: {told}.")


def _label_steps(axes: Axes, steps: Sequence[Step], points: int, width: float) -> int:
    """Each step a line, its factor and points above; labels that would touch stand in different rows. Returns how many."""
    rows: list[float] = []
    for step in steps:
        reached = points >= step.points
        axes.axvline(step.factor, color=REACHED if reached else SOFT, lw=1.5, ls="-" if reached else ":")
        place = math.log(step.factor) / width
        row = next((row for row, last in enumerate(rows) if place - last >= _LABEL), len(rows))
        rows[row : row + 1] = [place]
        text = f"{step.factor:g}x{' ✓' if reached else ''}\n{count_points(step.points)}"
        axes.annotate(
            text,
            (step.factor, 1),
            (0, 3 + 24 * row),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=REACHED if reached else SOFT,
        )
    return len(rows)


def _factor_axis(axes: Axes) -> None:
    """Ticks as 1x, 2x, 5x where they cover more than a factor of three, else every tenth or fifth."""
    left, right = axes.get_xlim()
    if right / left > 3:
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    else:
        spacing = next(each for each in (0.05, 0.1, 0.2, 0.5) if (right - left) / each < 9)
        first = math.ceil(left / spacing)
        axes.set_xticks([spacing * tick for tick in range(first, math.floor(right / spacing) + 1)])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.3g}x"))
    axes.xaxis.set_minor_locator(NullLocator())


def _where_caches_end(sizes: Sequence[float], footprints: Sequence[int], caches: Mapping[str, int]) -> list[tuple[str, float]]:
    """(level, n) for every cache that the inputs outgrow between the smallest n and the largest."""
    if len(footprints) != len(sizes) or min(footprints, default=0) <= 0:
        return []
    found = []
    for level, size in sorted(caches.items()):
        for (n, held), (larger, more) in itertools.pairwise(zip(sizes, footprints, strict=True)):
            if held < size <= more:
                found.append((level, n * (larger / n) ** (math.log(size / held) / math.log(more / held))))
                break
    return found
