"""Frame after frame of a small world: as one writes it at first, and with the same work prepared or spread out."""

import gc
import json
import math
import statistics
import time
from collections import deque

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, main

FRAMES = 600  # frames of each program
BUDGET = 16.7  # ms for a frame; 60 in a second
PARTS = 150_000  # things in the world, each an object that knows what it belongs to
PARTICLES = 300_000  # sparks, in an array
EVENTS = 400  # objects that are made in a frame
KEPT = 50  # frames for which they are kept
SAVE = 100  # frames from one save to the next
SAVED = 20_000  # particles in a save

WAYS = ("at first", "prepared")


class Part:
    """Knows what it belongs to."""

    __slots__ = ("above", "last")

    def __init__(self, above):
        self.above, self.last = above, None


class Event:
    """What happened to a part; `about` is the part itself, or its number."""

    __slots__ = ("about", "note")

    def __init__(self, about, note):
        self.about, self.note = about, note


def world():
    parts = [Part(None)]
    for number in range(1, PARTS):
        parts.append(Part(parts[number // 8]))
    return parts


def step(place, speed):
    """Every spark flies on, falls, and comes back on the other side."""
    for i in range(len(place)):
        speed[i, 1] -= 0.001
        for axis in range(2):
            place[i, axis] += 0.01 * speed[i, axis]
            place[i, axis] -= math.floor(place[i, axis])


def sparks():
    place, speed = np.random.default_rng(1).random((2, PARTICLES, 2))
    return place, speed


def at_first():
    """A call per frame: compiles when it is needed, makes a ring of every event, saves all at once."""
    parts, (place, speed), moved = world(), sparks(), njit(step)
    memory, saves = deque(maxlen=KEPT), []

    def frame(number):
        moved(place, speed)
        happened = [Event(parts[(number * EVENTS + i) % PARTS], []) for i in range(EVENTS)]
        for event in happened:
            event.note.append(event)
        memory.append(happened)
        if number % SAVE == SAVE - 1:
            saves[:] = [json.dumps(place[:SAVED].tolist())]

    return frame


def prepared():
    """The same: compiled before, events that hold numbers, a save that is copied at once and written bit by bit."""
    parts, (place, speed), moved = world(), sparks(), njit(step)
    moved(place[:1].copy(), speed[:1].copy())
    gc.collect()
    gc.freeze()  # the world stays: nobody need look again whether it is still alive
    memory, copied, saves = deque(maxlen=KEPT), place[:SAVED].copy(), []

    def frame(number):
        moved(place, speed)
        memory.append([Event((number * EVENTS + i) % len(parts), []) for i in range(EVENTS)])
        part = number % SAVE
        if part == 0:
            copied[:] = place[:SAVED]
            saves.clear()
        saves.append(json.dumps(copied[part * SAVED // SAVE : (part + 1) * SAVED // SAVE].tolist()))

    return frame


def seconds_of(frame):
    """How long each frame took; they follow one another without a pause."""
    taken = []
    for number in range(FRAMES):
        begin = time.perf_counter()
        frame(number)
        taken.append(time.perf_counter() - begin)
    return taken


def measure():
    njit(lambda a: a[0])(np.ones(2))  # the compiler itself is started outside
    traces = {}
    for way, begin in zip(WAYS, (at_first, prepared), strict=True):
        gc.collect()
        traces[way] = seconds_of(begin())
        gc.unfreeze()
    budget = BUDGET / 1e3
    told = {}
    for way, taken in traces.items():
        hundredths = statistics.quantiles(taken, n=100)
        told[way] = {
            "mean": statistics.fmean(taken),
            "median": statistics.median(taken),
            "99 of 100": hundredths[98],
            "the worst": max(taken),
        }
    late = {way: sum(each > budget for each in taken) for way, taken in traces.items()}
    first, then = (told[way] for way in WAYS)
    return ExperimentResult(
        f"{FRAMES} frames of two programs that do the same",
        ["ms", *WAYS],
        [
            *([name, *(1e3 * told[way][name] for way in WAYS)] for name in first),
            [f"frames over {BUDGET:g} ms", *late.values()],
        ],
        f"A frame takes {duration(first['mean'])} on average as written at first, and {duration(then['mean'])} prepared; the "
        f"median is {duration(first['median'])} and {duration(then['median'])}. Of 100 frames 99 are done within "
        f"{duration(first['99 of 100'])} and {duration(then['99 of 100'])}, the worst takes "
        f"{duration(first['the worst'])} and {duration(then['the worst'])}. Of {FRAMES} frames {late[WAYS[0]]} and "
        f"{late[WAYS[1]]} are over {BUDGET:g} ms.",
        [
            Lines(
                Axis("frame"),
                Axis("time of a frame", "seconds", log=True),
                {
                    **{way: list(enumerate(taken)) for way, taken in traces.items()},
                    f"budget: {BUDGET:g} ms": [(frame, budget) for frame in range(FRAMES)],
                },
            ),
            Bars(
                Axis("time of a frame", "seconds", log=True),
                {name: {way: told[way][name] for way in WAYS} for name in first},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"FRAMES": 60, "PARTS": 20_000, "PARTICLES": 20_000, "SAVE": 20, "SAVED": 2000})
