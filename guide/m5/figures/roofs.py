"""Small loops on the roof of one core: how long each should take by its bytes and operations, and how long it takes."""

from dataclasses import dataclass

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, interleaved, main
from graders.quantities import two_digits

MANY = 8_000_000  # numbers in each array, far more than the caches hold
FEW = 10_000  # numbers in each array of those loops whose arrays stay in a cache
COLUMNS = 16  # columns of the matrix of which one is added up
NEXT_TO_NOTHING = 100  # numbers in each array of a short call to numpy
SIDE = 1000  # rows, and columns, of the matrices that are multiplied
ROUNDS = 9  # how often each is measured, in turn

DRAWN = ("triad", "triad, cached", "sum, any order", "sum, in order", "sum of a column", "degree 4", "degree 32", "product")
"""Those on the first chart; the others would lie on top of them."""


@njit
def triad(a, b, c):
    for i in range(len(a)):
        c[i] = a[i] + 1.5 * b[i]


@njit
def scale(a):
    for i in range(len(a)):
        a[i] *= 1.0000001


@njit
def in_order(a):
    total = 0.0
    for i in range(len(a)):
        total += a[i]
    return total


@njit(fastmath=True)
def any_order(a):
    total = 0.0
    for i in range(len(a)):
        total += a[i]
    return total


@njit
def running_mean(a, b):
    mean = 0.0
    for i in range(len(a)):
        mean = 0.9 * mean + a[i]
        b[i] = mean


@njit(fastmath=True)
def degree_4(a, b):
    for i in range(len(a)):
        x = a[i]
        b[i] = (((0.1 * x + 0.2) * x + 0.3) * x + 0.4) * x + 0.5


@njit(fastmath=True)
def degree_32(a, factors, b):
    for i in range(len(a)):
        x, y = a[i], 0.0
        for k in range(32):
            y = y * x + factors[k]
        b[i] = y


@dataclass(frozen=True)
class Loop:
    """Counted by hand, for an element: bytes from and to memory, operations, and steps that wait for the element before."""

    bytes: int
    flops: int
    chain: int
    elements: int
    where: str = "memory"

    def times(self, speeds):
        """Seconds, by what the loop might wait for."""
        return {
            "memory": self.elements * self.bytes / speeds[self.where],
            "compute": self.elements * self.flops / speeds["peak"],
            "latency": speeds["call"] + self.elements * self.chain * speeds["wait"],
        }


def loops(a, b, c, matrix):
    """By name: what was counted, and what to call."""
    few = a[:FEW], b[:FEW], c[:FEW]
    tall, factors = a[: MANY // COLUMNS * COLUMNS].reshape(-1, COLUMNS), np.full(32, 0.01)
    some, out = np.ones(NEXT_TO_NOTHING), np.ones(NEXT_TO_NOTHING)
    return {
        "triad": (Loop(32, 2, 0, MANY), lambda: triad(a, b, c)),
        "triad, cached": (Loop(32, 2, 0, FEW, "cache"), lambda: triad(*few)),
        "scale": (Loop(16, 1, 0, MANY), lambda: scale(a)),
        "scale, cached": (Loop(16, 1, 0, FEW, "cache"), lambda: scale(few[0])),
        "sum, any order": (Loop(8, 1, 0, MANY), lambda: any_order(a)),
        "sum, in order": (Loop(8, 1, 1, MANY), lambda: in_order(a)),
        "sum of a column": (Loop(min(64, 8 * COLUMNS), 1, 0, len(tall)), lambda: any_order(tall[:, 0])),
        "running mean": (Loop(24, 2, 2, MANY), lambda: running_mean(a, b)),
        "degree 4": (Loop(24, 8, 0, MANY), lambda: degree_4(a, b)),
        "degree 32": (Loop(24, 64, 0, MANY), lambda: degree_32(a, factors, b)),
        "degree 32, cached": (Loop(24, 64, 0, FEW, "cache"), lambda: degree_32(few[0], factors, few[1])),
        "product": (Loop(32, 2 * SIDE, 0, SIDE**2), lambda: matrix @ matrix),
        "np.add, short": (Loop(32, 1, 0, NEXT_TO_NOTHING, "cache"), lambda: np.add(some, some, out=out)),
    }


def measure():
    a, b, c = np.random.default_rng(10).random((3, MANY))
    matrix, half = np.ones((SIDE, SIDE)), np.ones((SIDE // 2, SIDE // 2))
    one, two, short = np.ones(1), np.empty(1), np.ones(FEW)
    found = loops(a, b, c, matrix)
    speed_tests = {
        "call": lambda: np.add(one, one, out=two),
        "wait": lambda: in_order(short),
        "peak": lambda: half @ half,
    }
    took = interleaved({name: work for name, (_, work) in found.items()} | speed_tests, ROUNDS)
    speeds = {
        "memory": 32 * MANY / took.seconds("triad"),
        "cache": 32 * FEW / took.seconds("triad, cached"),
        "peak": 2 * (SIDE // 2) ** 3 / took.seconds("peak"),
        "wait": took.seconds("wait") / FEW,
        "call": took.seconds("call"),
    }
    rows, apart, dots = [], {}, {}
    for name, (loop, _) in found.items():
        times, measured = loop.times(speeds), took.seconds(name)
        why = max(times, key=lambda each: times[each])
        apart[name] = measured / times[why]
        dots[name] = loop.flops / loop.bytes, loop.elements * loop.flops / measured
        rows.append(
            [name, loop.bytes, loop.flops, loop.chain, why, duration(times[why]), duration(measured), f"{apart[name]:.2f}"]
        )
    right = sum(0.5 <= each <= 2 for each in apart.values())
    worst = max(apart, key=lambda name: max(apart[name], 1 / apart[name]))
    giga = {name: f"{two_digits(speeds[name] / 1e9)}" for name in ("memory", "cache", "peak")}
    return ExperimentResult(
        "Loops on the roof of one core",
        ["loop", "bytes", "flops", "chain", "waits for", "predicted", "measured", "ratio"],
        rows,
        f"One core moves {giga['memory']} GB/s from and to memory, {giga['cache']} GB/s from and to a cache, and computes "
        f"{giga['peak']} Gflop/s; a step that waits takes {duration(speeds['wait'])}, a call {duration(speeds['call'])}. So "
        f"the roof of memory ends at {two_digits(speeds['peak'] / speeds['memory'])} flops per byte. Of {len(apart)} "
        f"predictions {right} are right within a factor of two; the worst is {worst}, which takes {apart[worst]:.2g} times "
        f"as long as predicted.",
        [
            Lines(
                Axis("flops for each byte of traffic", log=True),
                Axis("flops per second", log=True),
                {
                    "from memory": roof(speeds["memory"], speeds["peak"]),
                    "from a cache": roof(speeds["cache"], speeds["peak"]),
                    "one step after the other": [(1 / 64, 1 / speeds["wait"]), (128, 1 / speeds["wait"])],
                },
                dots={name: dots[name] for name in DRAWN},
            ),
            Bars(Axis("measured / predicted"), {name: {"": each} for name, each in apart.items()}),
        ],
    )


def roof(bandwidth, peak):
    """Up to the ridge as bandwidth allows, and flat from there on."""
    return [(1 / 64, bandwidth / 64), (peak / bandwidth, peak), (128, peak)]


if __name__ == "__main__":
    main(measure, quick={"MANY": 200_000, "FEW": 2000, "NEXT_TO_NOTHING": 10, "SIDE": 100, "ROUNDS": 2})
