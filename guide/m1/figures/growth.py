"""How often elements move while an array grows one by one, by the rule that says how much room to take next."""

import ctypes
import sys

import numpy as np

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, interleaved, main

LENGTH = 1_000_000  # elements at the end
FIRST = 4  # room at the beginning
FACTORS = (1.25, 1.5, 2.0)  # how many times as much room to take when it is full
CHUNK = 1000  # the other rule: so many elements more
ROUNDS = 5  # how often each is measured, in turn


def moves(next_room):
    """[(length, room)] at which an array that starts with FIRST has to move, until LENGTH fit."""
    found, room = [], FIRST
    while room < LENGTH:
        found.append((room, next_room(room)))
        room = found[-1][1]
    return found


ADDRESS = list.__basicsize__ - 16  # where, in the object of a list, CPython keeps the address of its elements


def list_moves():
    """The same for Python's own list, asked for its size after every append: its plan, and where its elements really moved.

    A list asks the system for a larger block in its place, and only has to move where there is no room behind it.
    """
    mine, plan, moved, size, at = [], [], [], sys.getsizeof([]), 0
    empty = size
    for length in range(LENGTH):
        mine.append(None)
        if (now := sys.getsizeof(mine)) != size:
            plan.append((length, (now - empty) // 8))
            size, before = now, at
            at = ctypes.c_void_p.from_address(id(mine) + ADDRESS).value
            if at != before:
                moved.append(plan[-1])
    return plan, moved


def moving(plan):
    """A call that does the moves and nothing else."""
    data = np.ones(FIRST)

    def work():
        old = data
        for used, room in plan:
            new = np.empty(room)
            new[:used] = old[:used]
            old = new

    return work


def copies_so_far(plan):
    """[(n, elements copied per element appended)], at both ends of every jump."""
    curve, copied = [], 0
    for used, _ in plan:
        if used:
            curve.append((used, copied / used))
            copied += used
            curve.append((used, copied / used))
    return [*curve, (LENGTH, copied / LENGTH)]


def measure():
    plans = {f"{factor:g}x": moves(lambda room, by=factor: max(room + 1, int(room * by))) for factor in FACTORS}
    plans[f"+{CHUNK}"] = moves(lambda room: room + CHUNK)
    took = interleaved({name: moving(plan) for name, plan in plans.items()}, ROUNDS)
    curves = {name: copies_so_far(plan) for name, plan in plans.items()}
    moved = {name: len(plan) for name, plan in plans.items()}
    plans["list"], really = list_moves()
    moved["list"], curves["list"] = len(really), copies_so_far(really)
    copied = {name: curve[-1][1] for name, curve in curves.items()}
    most = {name: max(room / (used + 1) for used, room in plan if used > LENGTH // 10) - 1 for name, plan in plans.items()}
    best, worst = f"{FACTORS[-1]:g}x", f"+{CHUNK}"
    (_, before), (_, after) = plans["list"][-2:]
    return ExperimentResult(
        "Elements that move while an array grows",
        ["room grows by", "times", "moves", "copies per element", "spare room, at most", "time, ms"],
        [
            [
                "list, at most" if name == "list" else name,
                len(plan),
                moved[name],
                copied[name],
                f"{100 * most[name]:.0f} %",
                "" if name == "list" else 1e3 * took.seconds(name),
            ]
            for name, plan in plans.items()
        ],
        f"Growing to {LENGTH:,} elements, an array that takes {best} the room copies every element {copied[best]:.3g} times, "
        f"one that takes {CHUNK} more {copied[worst]:.3g} times: {duration(took.seconds(best))} against "
        f"{duration(took.seconds(worst))} of moving. Python's list takes {after / before:.3g}x the room, {len(plans['list'])} "
        f"times, and moves {moved['list']} times.",
        [
            Lines(
                Axis("elements appended", log=True),
                Axis("copies per element so far"),
                {name: curve for name, curve in curves.items() if name not in (worst, "list")},
                title="what has been copied, divided by what was appended",
            ),
            Bars(
                Axis("copies per element", log=True),
                {"list, at most" if name == "list" else name: {"": copied[name]} for name in plans},
                "at the end",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"LENGTH": 20_000, "ROUNDS": 1})
