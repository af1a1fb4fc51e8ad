"""One run of a program, twice: as a timeline, and as a flame graph, which puts the same calls together."""

import sys
import time

from graders.experiment import Axis, ExperimentResult, Gantt, Span, duration, main

ORDERS = 4  # how many orders the program serves
LINES = 5  # how many lines of an order it reads, one call for each
STEPS = 20_000  # rounds of a loop that reads a line
LATE = 2  # which order has to wait for its parcel service
WAIT = 24.0  # milliseconds for which it waits

NAMES = ("order", "read", "line", "price", "ship", "wait")
KINDS = ("computes", "reads", "waits")
KIND_OF = {"read": "reads", "line": "reads", "wait": "waits"}


def busy(steps):
    state = 1
    for number in range(steps):
        state = (state * 69_069 + number) & 0xFFFF_FFFF
    return state


def line():
    busy(STEPS)


def read():
    for _ in range(LINES):
        line()


def price():
    busy(2 * STEPS)


def wait():
    time.sleep(WAIT / 1000)


def ship(number):
    if number == LATE:
        wait()
    busy(STEPS // 2)


def order(number):
    read()
    price()
    ship(number)


def program():
    for number in range(1, ORDERS + 1):
        order(number)


def recorded(work):
    """Every call of one of our functions: (depth, name, begin, end), in seconds."""
    calls, stack = [], []

    def note(frame, event, _):
        name = frame.f_code.co_name
        if name not in NAMES or frame.f_globals is not globals():
            return
        if event == "call":
            stack.append((name, time.perf_counter()))
        elif event == "return":
            _, begin = stack.pop()
            calls.append((len(stack), name, begin, time.perf_counter()))

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return sorted(calls, key=lambda call: (call[2], call[0]))


def put_together(calls):
    """The same calls as a tree: {name: [seconds, calls, {what it called}]}."""
    root, path = {}, []
    for depth, name, begin, end in calls:
        del path[depth:]
        node = (path[-1][2] if path else root).setdefault(name, [0.0, 0, {}])
        node[0], node[1] = node[0] + end - begin, node[1] + 1
        path.append(node)
    return root


def bars(tree, begin=0.0, depth=0):
    """(depth, name, begin, end, calls) of each bar of the flame graph, the widest first."""
    for name, (seconds, calls, inside) in sorted(tree.items(), key=lambda item: -item[1][0]):
        yield depth, name, begin, begin + seconds, calls
        yield from bars(inside, begin, depth + 1)
        begin += seconds


def rows(spans):
    """For a chart: what calls above, what is called below."""
    named = ("the outermost", "called by it", "called by that")
    return {name: [span for depth, span in spans if depth == at] for at, name in enumerate(named)}


def measure():
    program()
    calls = recorded(program)
    zero, end = min(call[2] for call in calls), max(call[3] for call in calls)
    whole = list(bars(put_together(calls)))
    totals, counts, widest = {}, {}, {}
    for _, name, begin, until in calls:
        totals[name] = totals.get(name, 0.0) + until - begin
        counts[name] = counts.get(name, 0) + 1
        widest[name] = max(widest.get(name, 0.0), until - begin)
    inner = {name: sum(until - begin for depth, each, begin, until, _ in whole if each == name) for name in NAMES}
    below = {"order": ("read", "price", "ship"), "read": ("line",), "ship": ("wait",)}
    own = {name: inner[name] - sum(inner[each] for each in below.get(name, ())) for name in NAMES}
    longest = max((name for name in NAMES if name not in ("order", "read", "ship")), key=lambda name: widest.get(name, 0.0))
    most = max(own, key=own.get)
    return ExperimentResult(
        "The same run, as a timeline and as a flame graph",
        ["function", "calls", "own", "with calls", "longest call"],
        [
            [
                name,
                counts.get(name, 0),
                duration(max(own[name], 1e-9)),
                duration(max(inner[name], 1e-9)),
                duration(widest.get(name, 1e-9)),
            ]
            for name in NAMES
        ],
        f"The run takes {duration(end - zero)}. In the timeline the longest bar with nothing below it is {longest}, "
        f"{duration(widest[longest])}; in the flame graph the widest is {most}, {counts[most]} call{'s' * (counts[most] > 1)} "
        f"and {duration(own[most])} in all.",
        [
            Gantt(
                Axis("time", "seconds"),
                rows(
                    [
                        (depth, Span(begin - zero, until - zero, KIND_OF.get(name, KINDS[0]), name))
                        for depth, name, begin, until in calls
                    ]
                ),
                until=end - zero,
                kinds=KINDS,
                title="timeline: when was what?",
            ),
            Gantt(
                Axis("time in all", "seconds"),
                rows(
                    [
                        (depth, Span(begin, until, KIND_OF.get(name, KINDS[0]), name if count == 1 else f"{count} x {name}"))
                        for depth, name, begin, until, count in whole
                    ]
                ),
                until=end - zero,
                kinds=KINDS,
                title="flame graph: how much in all?",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"STEPS": 2_000, "WAIT": 1.0})
