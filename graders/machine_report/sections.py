"""A portrait of this machine in words, tables and what to draw of it: what the page and the terminal show alike."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.experiment.findings import Axis, Cell, ExperimentResult, Lines, table
from graders.judge import machine
from graders.machine_report import messages
from graders.machine_report.kernels import Kernel
from graders.machine_report.measured import Level, Portrait
from graders.quantities import counted, quantity, seconds
from graders.text import count


@dataclass(frozen=True)
class Section:
    """A part of the page: what was found, how to read it, where the guide says more."""

    title: str
    found: ExperimentResult
    reading: str
    guide: str
    bars: Sequence[float]
    """For each row the length of its bar, from 0 to 1."""
    notes: Sequence[str] = ()
    """For each row what it was, in small letters."""


def summary(portrait: Portrait) -> Iterator[str]:
    """The same as paragraphs of text; tables are at most 80 columns wide, sentences are still to be wrapped."""
    yield from doubts(portrait)
    yield from in_words(portrait)
    for each in sections_of(portrait):
        yield f"{each.title}\n\n{table(each.found)}"


def sections_of(portrait: Portrait) -> tuple[Section, ...]:
    return _memory(portrait), _roofline(portrait), _costs(portrait)


def in_words(portrait: Portrait) -> Iterator[str]:
    """The numbers to remember."""
    moving, computing, cores = portrait.moving, portrait.computing, portrait.cores
    together = f"; {count(cores, 'core')} together {_giga(moving[cores], 'B/s')} and {_giga(computing[cores], 'FLOP/s')}"
    yield (
        f"One core moves {_giga(moving[1], 'B/s')} from and to memory and computes {_giga(computing[1], 'FLOP/s')} (float64)"
        f"{together if cores > 1 else ''}."
    )
    yield (
        f"While one number of 8 bytes travels, a core could do {8 * computing[1] / moving[1]:.2g} operations. A program that "
        "does fewer with each number waits for memory, and counting its operations says nothing."
    )
    waiting = portrait.levels[-1].at.latency
    yield (
        f"A read from memory that the processor could not predict takes {seconds(waiting)}; in that time a core could have "
        f"done {_operations(waiting, portrait)} operations."
    )


def _memory(portrait: Portrait) -> Section:
    levels = portrait.levels
    caches = {each.name: float(each.size) for each in levels if each.size}
    rows: list[list[Cell]] = [
        [each.name, _size(each) or "", _size(each, each.at.size), each.at.bandwidth / 1e9, 1e9 * each.at.latency]
        for each in levels
    ]
    told = ", ".join(f"{each.name} {_giga(each.at.bandwidth, 'B/s')} and {seconds(each.at.latency)} a read" for each in levels)
    size = Axis("size of the data", "bytes", log=True)
    curve = portrait.curve
    found = ExperimentResult(
        "One core: bandwidth and latency, by the size of the data",
        ["one core, from", "holds", "measured at", "GB/s", "ns per read"],
        rows,
        f"One core gets from {told}.",
        [
            Lines(size, Axis("bytes per second", log=True), {"": [(each.size, each.bandwidth) for each in curve]}, caches),
            Lines(
                size, Axis("time of a read", "seconds", log=True), {"": [(each.size, each.latency) for each in curve]}, caches
            ),
        ],
    )
    reading = (
        "Data that fits into a cache comes at that cache's speed: find the size of what your inner loop touches in this table. "
        "GB/s are for reading and writing in order; ns per read are for a chain in which each read says where the next goes, "
        "as pointers do."
    )
    sizes = [each.size or each.at.size for each in levels]
    return Section(
        "How far away the data is",
        found,
        reading,
        "“Lines and strides”, guide/m1/s1_lines_and_strides.md",
        _logarithmic(sizes, 1 << 12),
    )


def _roofline(portrait: Portrait) -> Section:
    cores, moving, computing = portrait.cores, portrait.moving[1], portrait.computing[1]
    dots = {each.name: (each.intensity, each.rate) for each in portrait.kernels if each.operations}
    roofs = {"one core": _roof(moving, computing)}
    if cores > 1:
        roofs[f"all {cores} cores"] = _roof(portrait.moving[cores], portrait.computing[cores])
    roofs[f"one core, data in {portrait.levels[0].name}"] = _roof(portrait.levels[0].at.bandwidth, computing)
    shares = {each.name: _share(each, portrait) for each in portrait.kernels}
    best = max(dots, key=lambda name: shares[name])
    found = ExperimentResult(
        "Roofline: what can be computed, by the work done per byte",
        ["on one core", "op/byte", "GFLOP/s", "GB/s", "of its roof"],
        [
            [
                each.name,
                each.intensity,
                each.rate / 1e9 if each.operations else "–",
                each.moved / each.seconds / 1e9,
                f"{100 * shares[each.name]:.3g} %",
            ]
            for each in portrait.kernels
        ],
        f"Roofline of one core: {_giga(moving, 'B/s')} and {_giga(computing, 'FLOP/s')}, which meet at "
        f"{computing / moving:.2g} operations per byte. The {best} reaches {100 * shares[best]:.2g} % of its roof, "
        f"the loop in Python {100 * shares['Python loop']:.2g} %.",
        [
            Lines(
                Axis("operations per byte moved", log=True), Axis("operations per second", log=True), roofs, dots=dots
            )
        ],
    )  # fmt: skip
    reading = (
        "Under the slope a program waits for data: moving less helps, better arithmetic does not. Under the flat part it "
        "computes. How far a dot is below the line is what could be gained at most. A share above 100 % is noise, or data that "
        "was in a cache; a transposition computes nothing, so its share is of the bandwidth."
    )
    bars = [min(1.0, shares[each.name]) for each in portrait.kernels]
    return Section(
        "What could be gained",
        found,
        reading,
        "“First ask what it is waiting for”, guide/m5/README.md",
        bars,
        [each.code for each in portrait.kernels],
    )


def _costs(portrait: Portrait) -> Section:
    found = ExperimentResult(
        "What small things cost",
        ["one of these", "takes", "operations meanwhile"],
        [[each.name, seconds(each.seconds), _operations(each.seconds, portrait)] for each in portrait.costs],
        f"From {portrait.costs[0].name}, {seconds(portrait.costs[0].seconds)}, to {portrait.costs[-1].name}, "
        f"{seconds(portrait.costs[-1].seconds)}.",
    )
    reading = (
        "A task should take many times what it costs to hand it out: a loop of calls waits for calls, a thread per number for "
        "threads. On the right, how many operations a core could do meanwhile. The bars are logarithmic: the same step further "
        "is the same factor more."
    )
    bars = _logarithmic([each.seconds for each in portrait.costs], 1e-9)
    guide = "“Doing and waiting”, guide/m2/s1_doing_and_waiting.md"
    return Section("What small things cost", found, reading, guide, bars, [each.how for each in portrait.costs])


def quietness(portrait: Portrait) -> dict[str, tuple[str, str]]:
    """By the field of the portrait: its name, and what to make of it."""
    told = {
        "noise": ("timing noise", f"{100 * portrait.noise:.0f} %: {machine.noise_in_words(portrait.noise)}"),
        "others": ("others", f"used {100 * portrait.others:.0f} % of all processors meanwhile"),
    }
    if portrait.cores > 1:
        told["capacity"] = ("two threads", f"get {portrait.capacity:.2g} times as much done as one")
    return told


def doubts(portrait: Portrait) -> Iterator[str]:
    if portrait.quick:
        yield messages.MEASURED_QUICKLY
    if portrait.signs:
        told = quietness(portrait)
        yield messages.measured_busy([" ".join(told[sign]) for sign in portrait.signs])


def _share(kernel: Kernel, portrait: Portrait) -> float:
    """Of what one core could do: of the roof at the kernel's intensity, or of the bandwidth where it computes nothing."""
    needed = max(kernel.operations / portrait.computing[1], kernel.moved / portrait.moving[1])
    return needed / kernel.seconds


def _roof(moving: float, computing: float) -> list[tuple[float, float]]:
    left, ridge, right = 1 / 64, computing / moving, 256.0
    return [(left, left * moving), (ridge, computing), (right, computing)]


def _logarithmic(values: Sequence[float], least: float) -> list[float]:
    """Lengths of bars: a step of the same length for every factor of ten."""
    whole = math.log(max(values) / least)
    return [max(0.02, math.log(max(value, least) / least) / whole) for value in values]


def _operations(seconds: float, portrait: Portrait) -> str:
    """How many of them a core could have done meanwhile, to two digits."""
    return counted(float(f"{seconds * portrait.computing[1]:.2g}"))


def _giga(value: float, unit: str) -> str:
    return f"{value / 1e9:.3g} G{unit}"


def _size(level: Level, size: int | None = None) -> str:
    value = level.size if size is None else size
    return quantity(value, "B") if value else ""
