"""The area of many shapes of three kinds: five ways to decide, shape by shape, what has to be computed."""

import math
import random
import sys
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

SHAPES = 100_000  # how many shapes there are
ROUNDS = 9  # how often each way is measured, in turn

COUNTED = 1000
"""Of so many shapes the interpreter's instructions are counted."""

CIRCLE, RECTANGLE, TRIANGLE = range(3)


@runtime_checkable
class Circular(Protocol):
    radius: float


@runtime_checkable
class Angular(Protocol):
    width: float
    height: float
    corners: int


@dataclass(slots=True)
class Circle:
    radius: float

    def area(self):
        return math.pi * self.radius**2


@dataclass(slots=True)
class Rectangle:
    width: float
    height: float
    corners: int = 4

    def area(self):
        return self.height * self.width


@dataclass(slots=True)
class Triangle:
    width: float
    height: float
    corners: int = 3

    def area(self):
        return 0.5 * self.width * self.height


def by_method(shapes):
    total = 0.0
    for shape in shapes:
        total += shape.area()
    return total


def by_match(shapes):
    total = 0.0
    for shape in shapes:
        match shape:
            case Circle(radius=r):
                total += math.pi * r * r
            case Rectangle(width=w, height=h):
                total += w * h
            case Triangle(width=w, height=h):
                total += 0.5 * w * h
    return total


def by_protocol(shapes):
    total = 0.0
    for shape in shapes:
        if isinstance(shape, Circular):
            total += math.pi * shape.radius * shape.radius
        elif isinstance(shape, Angular):
            total += shape.width * shape.height * (1.0 if shape.corners == 4 else 0.5)
    return total


def by_masks(kind, p, q):
    round_, right = kind == CIRCLE, kind == RECTANGLE
    pointed = kind == TRIANGLE
    return math.pi * (p[round_] ** 2).sum() + (p[right] * q[right]).sum() + 0.5 * (p[pointed] * q[pointed]).sum()


@njit
def by_tag(kind, p, q):
    total = 0.0
    for at in range(kind.size):
        if kind[at] == CIRCLE:
            total += math.pi * p[at] ** 2
        elif kind[at] != TRIANGLE:
            total += p[at] * q[at]
        else:
            total += 0.5 * p[at] * q[at]
    return total


def instructions(way):
    """How many instructions of bytecode the interpreter runs for it, those of functions that it calls included."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        way()
    finally:
        sys.settrace(before)
    return count


def measure():
    draw = random.Random(1)
    kinds = [draw.randrange(3) for _ in range(SHAPES)]
    sizes = [(draw.uniform(0.5, 2), draw.uniform(0.5, 2)) for _ in kinds]
    shapes = [
        Circle(w) if kind == CIRCLE else Rectangle(w, h) if kind == RECTANGLE else Triangle(w, h)
        for kind, (w, h) in zip(kinds, sizes, strict=True)
    ]
    arrays = np.array(kinds, np.uint8), *map(np.ascontiguousarray, np.array(sizes).T)
    ways = {
        "isinstance of a Protocol": (by_protocol, (shapes,)),
        "match": (by_match, (shapes,)),
        "a method each": (by_method, (shapes,)),
        "arrays and masks": (by_masks, arrays),
        "arrays and a tag, compiled": (by_tag, arrays),
    }
    runs = {name: lambda way=way, given=given: way(*given) for name, (way, given) in ways.items()}
    sums = [run() for run in runs.values()]
    assert np.allclose(sums, sums[0], rtol=1e-9), "the ways do not agree"
    took = interleaved(runs, ROUNDS)
    each = {way: took.seconds(way) / SHAPES for way in ways}
    gain = {way: took.ratio("a method each", way) for way in ways}
    counted = {}
    for name, (way, given) in ways.items():
        few = [each[:COUNTED] for each in given]
        counted[name] = instructions(lambda way=way, few=few: way(*few)) / len(few[0])
    return ExperimentResult(
        f"The area of {SHAPES:,} shapes of three kinds",
        ["how it is decided", "per shape", "gain", "bytecode per shape"],
        [[way, duration(each[way]), factor(gain[way]), f"{counted[way]:.3g}"] for way in ways],
        f"To ask each shape whether it has a Protocol takes {duration(each['isinstance of a Protocol'])} per shape, match "
        f"{duration(each['match'])}, a method of its own {duration(each['a method each'])}, arrays with masks "
        f"{duration(each['arrays and masks'])}, and a compiled loop over tags {duration(each['arrays and a tag, compiled'])}: "
        f"{factor(gain['isinstance of a Protocol'])} to {factor(gain['arrays and a tag, compiled'])} of the methods' speed.",
        [
            Bars(Axis("ns per shape, the first left out"), {way: {"": 1e9 * each[way]} for way in list(ways)[1:]}),
            Bars(Axis("instructions of bytecode per shape"), {way: {"": counted[way]} for way in ways}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SHAPES": 5_000, "ROUNDS": 2})
