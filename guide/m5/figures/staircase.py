"""A small slow bakery, made faster one change at a time: what each change won, and what Amdahl allowed it to win."""

import contextlib
import math
import statistics
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Gantt, Span, duration, factor, interleaved, main

DAYS = 20  # that the bakery is open
ORDERS = 300  # orders on each of them
GOODS = 600  # lines of the price list
SECONDS = 3000  # of the oven, on each day
ROUNDS = 5  # how often each version is measured, in turn

WIDTH, HEIGHT = 64, 24
STAGES = ("price list", "orders", "bills", "oven", "window")


def new_day(text, orders, folder):
    """What the stages work on; `answer` holds all that anybody will ever see."""
    return SimpleNamespace(
        text=text, orders=orders, folder=folder, day=0, heat=20.0, names=[], prices=[], due=None, clerk=None,
        answer={"takings": [], "heat": [], "window": "", "bills": ""},
    )  # fmt: skip


# As it was delivered: right, and slow in a new way in each of the stages.


def read_list(shop):
    shop.names, shop.prices = [], []
    for line in shop.text.splitlines():
        name, price = line.split(";")
        shop.names.append(name.strip())
        shop.prices.append(float(price))


def search(shop):
    shop.due = []
    for name, pieces in shop.orders:
        for at in range(len(shop.names)):
            if shop.names[at] == name:
                shop.due.append(shop.prices[at] * pieces)
                break
    shop.answer["takings"].append(math.fsum(shop.due))


def write(shop, number, due):
    with open(shop.folder / "bills.txt", "a", encoding="utf-8") as file:
        file.write(f"{shop.day} {number} {due:.2f}\n")


def one_by_one(shop):
    for number, due in enumerate(shop.due):
        write(shop, number, due)


def burn(shop):
    for second in range(SECONDS):
        wanted = 220.0 if second % 1000 < 700 else 60.0
        shop.heat = shop.heat + (wanted - shop.heat) * 0.002
    shop.answer["heat"].append(shop.heat)


def dress(shop):
    rows = []
    for y in range(HEIGHT):
        row = ""
        for x in range(WIDTH):
            row += " .oO@"[(x * y + shop.day) % 5]
        rows.append(row)
    shop.answer["window"] = "\n".join(rows)


# Changes: each replaces one stage.


def dress_last(shop):
    if shop.day == DAYS - 1:
        dress(shop)


def read_once(shop):
    if shop.day == 0:
        read_list(shop)


def by_a_thread(shop):
    """A clerk writes the bills of the day while the bakery goes on."""
    if shop.clerk:
        shop.clerk.join()
    shop.clerk = threading.Thread(target=in_one_go, args=(SimpleNamespace(**vars(shop)),))
    shop.clerk.start()


def in_one_go(shop):
    lines = [f"{shop.day} {number} {due:.2f}\n" for number, due in enumerate(shop.due)]
    with open(shop.folder / "bills.txt", "a", encoding="utf-8") as file:
        file.writelines(lines)


def look_up(shop):
    if shop.day == 0:
        shop.price_of = dict(zip(shop.names, shop.prices, strict=True))
    shop.due = [shop.price_of[name] * pieces for name, pieces in shop.orders]
    shop.answer["takings"].append(math.fsum(shop.due))


def burn_array(shop):
    """What is wanted in every second comes from numpy, all at once."""
    wanted = np.where(np.arange(SECONDS) % 1000 < 700, 220.0, 60.0)
    for second in range(SECONDS):
        shop.heat = shop.heat + (wanted[second] - shop.heat) * 0.002
    shop.heat = float(shop.heat)
    shop.answer["heat"].append(shop.heat)


@njit
def _after(heat, seconds):
    for second in range(seconds):
        wanted = 220.0 if second % 1000 < 700 else 60.0
        heat = heat + (wanted - heat) * 0.002
    return heat


def burn_compiled(shop):
    shop.heat = _after(shop.heat, SECONDS)
    shop.answer["heat"].append(shop.heat)


AS_IT_WAS = {"price list": read_list, "orders": search, "bills": one_by_one, "oven": burn, "window": dress}
CHANGES = (
    ("as delivered", "", None, True),
    ("bulk: bills in one go", "bills", in_one_go, True),
    ("cheaper: a dict of prices", "orders", look_up, True),
    ("don't: dress the last day only", "window", dress_last, True),
    ("once: read the list once", "price list", read_once, True),
    ("bulk? the oven with an array", "oven", burn_array, False),
    ("meanwhile? a thread for bills", "bills", by_a_thread, False),
    ("cheaper: the oven compiled", "oven", burn_compiled, True),
)
"""Name, stage that is changed, by what, and whether the change is kept."""


def versions():
    """(name, stage that was changed, stages, name of the version before it, whether it is kept)."""
    now, before, found = dict(AS_IT_WAS), "", []
    for name, stage, function, kept in CHANGES:
        changed = {**now, stage: function} if stage else now
        found.append((name, stage, changed, before, kept))
        if kept:
            now, before = changed, name
    return found


def open_for_days(stages, text, orders, spent=None):
    """The answer of a version; `spent` gets the seconds of each stage."""
    with tempfile.TemporaryDirectory() as name:
        shop = new_day(text, orders, Path(name))
        for shop.day in range(DAYS):
            for stage in STAGES:
                begin = time.perf_counter()
                stages[stage](shop)
                if spent is not None:
                    spent[stage] += time.perf_counter() - begin
        if shop.clerk:
            shop.clerk.join()
        with contextlib.suppress(FileNotFoundError):
            shop.answer["bills"] = Path(name, "bills.txt").read_text(encoding="utf-8")
    return shop.answer


def shares_of(stages, text, orders):
    """Which part of the time each stage takes: the median of several runs."""
    runs = []
    for _ in range(ROUNDS):
        runs.append(dict.fromkeys(STAGES, 0.0))
        open_for_days(stages, text, orders, runs[-1])
    spent = {stage: statistics.median(run[stage] for run in runs) for stage in STAGES}
    return {stage: spent[stage] / sum(spent.values()) for stage in STAGES}


def measure():
    rng = np.random.default_rng(5)
    names = [f"bread {each}" for each in rng.permutation(GOODS)]
    text = "\n".join(f"{name} ; {price:.2f}" for name, price in zip(names, rng.uniform(1, 9, GOODS), strict=True))
    orders = [
        (names[at], int(pieces)) for at, pieces in zip(rng.integers(0, GOODS, ORDERS), rng.integers(1, 9, ORDERS), strict=True)
    ]
    begin = time.perf_counter()
    _after(20.0, 1)
    compiling = time.perf_counter() - begin
    several = versions()
    right = open_for_days(AS_IT_WAS, text, orders)
    for name, _, stages, _, _ in several:
        if open_for_days(stages, text, orders) != right:
            raise ValueError(f"{name}: another answer")
    took = interleaved({name: partial(open_for_days, stages, text, orders) for name, _, stages, _, _ in several}, ROUNDS)
    shares = {name: shares_of(stages, text, orders) for name, _, stages, _, _ in several}
    rows = []
    for name, stage, _, before, kept in several:
        told = ["", "", ""]
        if before:
            part = shares[before][stage]
            told = [f"{100 * part:.0f} %", f"{1 / (1 - part):.2f}x", f"{took.ratio(before, name):.2f}x"]
        largest = max(STAGES, key=lambda each, name=name: shares[name][each])
        then = f"{largest} {100 * shares[name][largest]:.0f} %" if kept else "taken back"
        rows.append([name, *told, duration(took.seconds(name)), then])
    first, last = several[0][0], several[-1][0]
    back = [f"{took.ratio(name, before):.2f} times the time ({name})" for name, _, _, before, kept in several if not kept]
    return ExperimentResult(
        f"A slow bakery: {DAYS} days with {ORDERS} orders",
        ["change", "its part", "at most", "won", "time", "largest part"],
        rows,
        f"Step by step the bakery gets from {duration(took.seconds(first))} to {duration(took.seconds(last))}, "
        f"{factor(took.ratio(first, last))} as fast. Two changes are taken back: they took {' and '.join(back)}. "
        f"To compile the oven took {duration(compiling)}, once.",
        [
            Bars(Axis("all days", "seconds", log=True), {name: {"": took.seconds(name)} for name, *_ in several}),
            Gantt(Axis("% of the time"), {name: _stacked(shares[name]) for name, *_ in several}, kinds=STAGES),
        ],
    )


def _stacked(share):
    """The stages one behind the other, in per cent of all time."""
    spans, begin = [], 0.0
    for stage in STAGES:
        spans.append(Span(begin, begin + 100 * share[stage], stage))
        begin += 100 * share[stage]
    return spans


if __name__ == "__main__":
    main(measure, quick={"DAYS": 2, "ORDERS": 20, "GOODS": 50, "ROUNDS": 2})
