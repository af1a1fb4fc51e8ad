"""Measures when two cooks have done everything, if they begin with what came first, and with what holds up the others."""

import queue
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from graders.experiment import Axis, ExperimentResult, Gantt, Span, factor, main

COOKS = (2, 1, 3)  # how many of them; the first number is drawn
UNIT = 0.006  # seconds that one minute in the kitchen takes here
ROUNDS = 3  # how often each is measured, in turn

KITCHEN = {  # minutes, what has to be done before, minutes from its begin to the end of all that follows from it
    **{f"plate {n}": (5, (), 5) for n in range(1, 9)},
    "knead": (10, (), 40),
    "roll": (10, ("knead",), 30),
    "bake": (10, ("roll",), 20),
    "ice": (10, ("bake",), 10),
}
RULES = {
    "what came first": lambda came, name: came,
    "what holds up most": lambda came, name: -KITCHEN[name][2],
}


def cooked(cooks, rule):
    """{task: (cook, begin, end)} in minutes: each free cook takes from the list what the rule puts first.

    Real threads, and real time; the tasks are waits, so that it takes no more cores than there are.
    """
    todo, lock, done, times = queue.PriorityQueue(), threading.Lock(), set(), {}
    listed = []

    def look_for_work():
        """Put on the list whatever has nothing to wait for any longer; called with the lock, or before anybody works."""
        for name, (_, before, _) in KITCHEN.items():
            if name not in listed and done.issuperset(before):
                todo.put((RULES[rule](len(listed), name), name))
                listed.append(name)

    def work(cook):
        while (name := todo.get()[1]) != HOME:
            since = time.perf_counter()
            time.sleep(max(0.0, KITCHEN[name][0] * UNIT))
            with lock:
                times[name] = (cook, (since - begin) / UNIT, (time.perf_counter() - begin) / UNIT)
                done.add(name)
                look_for_work()
                if len(done) == len(KITCHEN):
                    for _ in range(cooks):
                        todo.put((LAST, HOME))

    look_for_work()
    begin = time.perf_counter()
    with ThreadPoolExecutor(cooks) as kitchen:
        list(kitchen.map(work, range(cooks)))
    return times


HOME, LAST = "", 1_000_000


def end_of(times):
    return max(end for _, _, end in times.values())


def chart(rule, times, cooks, until):
    rows = {
        f"cook {cook + 1}": [
            Span(begin, end, "plates" if name.startswith("plate") else "biscuits", name.removeprefix("plate "))
            for name, (who, begin, end) in times.items()
            if who == cook
        ]
        for cook in range(cooks)
    }
    axis, fed = Axis("minutes in the kitchen"), {"iced": times["ice"][2]}
    return Gantt(axis, rows, fed, until, ("plates", "biscuits"), f"first {rule}")


def measure():
    runs = {(cooks, rule): [] for cooks in COOKS for rule in RULES}
    for _ in range(ROUNDS):
        for (cooks, rule), found in runs.items():
            found.append(cooked(cooks, rule))
    end = {key: statistics.median(map(end_of, found)) for key, found in runs.items()}
    work, chain = sum(minutes for minutes, _, _ in KITCHEN.values()), max(chain for _, _, chain in KITCHEN.values())
    first, critical = RULES
    cooks = COOKS[0]
    drawn = {rule: sorted(runs[cooks, rule], key=end_of)[ROUNDS // 2] for rule in RULES}
    latest = max(map(end_of, drawn.values()))
    return ExperimentResult(
        f"{work} minutes of work in a kitchen, {chain} of them in one chain",
        ["cooks", f"first {first}", f"first {critical}", "gain", "no less than"],
        [
            [
                str(each),
                f"{end[each, first]:.0f} min",
                f"{end[each, critical]:.0f} min",
                f"{end[each, first] / end[each, critical]:.2f}x",
                f"{max(chain, work / each):.0f} min",
            ]
            for each in sorted(COOKS)
        ],
        f"If {cooks} cooks begin with what came first, they are done after {end[cooks, first]:.0f} minutes; if they begin with "
        f"what holds up most, after {end[cooks, critical]:.0f}: {factor(end[cooks, first] / end[cooks, critical])} as fast.",
        [chart(rule, drawn[rule], cooks, latest) for rule in RULES],
    )


if __name__ == "__main__":
    main(measure, quick={"COOKS": (2, 1), "UNIT": 0.001, "ROUNDS": 1})
