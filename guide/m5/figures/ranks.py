"""One program in a counting profiler and in a sampler: which part of it is the largest, and what looking costs."""

import cProfile
import pstats
import random
import sys
import threading
import time

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, interleaved, main

CALLS = 400_000  # how often the first part calls a function that does next to nothing
STEPS = 500_000  # rounds of the second part, a loop that calls nothing
SORTED = 100_000  # numbers that the third part sorts, in one call of a function in C
EVERY = 1.0  # milliseconds from one look of the sampler to the next
RUNS = 7  # how often the program is run in each way, in turn

PARTS = ("small_calls", "plain_loop", "one_call")


def is_even(number):
    return number & 1 == 0


def small_calls():
    found = 0
    for number in range(CALLS):
        found += is_even(number)
    return found


def plain_loop():
    state = 1
    for number in range(STEPS):
        state = (state * 69_069 + number) & 0xFFFF_FFFF
    return state


def one_call(numbers):
    return sorted(numbers)


def program(numbers):
    small_calls()
    plain_loop()
    one_call(numbers)


def by_clock(numbers):
    """Seconds of each part with nobody looking."""
    took, begin = {}, time.perf_counter()
    for part, arguments in zip(PARTS, ((), (), (numbers,)), strict=True):
        globals()[part](*arguments)
        end = time.perf_counter()
        took[part], begin = end - begin, end
    return took


def counted(numbers):
    """The cumulative seconds of each part by cProfile, which is called at every call and at every return."""
    profile = cProfile.Profile()
    profile.runcall(program, numbers)
    stats = pstats.Stats(profile).stats
    return {name: numbers[3] for (_, _, name), numbers in stats.items() if name in PARTS}


def sampled(numbers):
    """The seconds of each part by a thread that looks at the stack now and then.

    It gets to look only when the program lets it, and then all the time since its last look counts as what it sees.
    """
    me, took, done = threading.get_ident(), dict.fromkeys(PARTS, 0.0), threading.Event()

    def look():
        last = time.perf_counter()
        while not done.wait(EVERY / 1000):
            frame, now = sys._current_frames()[me], time.perf_counter()
            while frame is not None:
                if frame.f_code.co_name in took:
                    took[frame.f_code.co_name] += now - last
                frame = frame.f_back
            last = now

    before = sys.getswitchinterval()
    sys.setswitchinterval(2e-4)
    thread = threading.Thread(target=look)
    thread.start()
    try:
        program(numbers)
    finally:
        done.set()
        thread.join()
        sys.setswitchinterval(before)
    return took


def shares(runs):
    """The share of each part in all runs together, in per cent."""
    total = {part: sum(run[part] for run in runs) for part in PARTS}
    return {part: 100 * total[part] / sum(total.values()) for part in PARTS}


def measure():
    numbers = random.Random(1).choices(range(1 << 30), k=SORTED)
    ways = {"nobody looks": by_clock, "cProfile": counted, "sampler": sampled}
    found = {way: [] for way in ways}

    def run(way):
        found[way].append(ways[way](numbers))

    took = interleaved({way: lambda way=way: run(way) for way in ways}, RUNS)
    parts = {way: shares(runs) for way, runs in found.items()}
    plain, cost = took.seconds("nobody looks"), {way: took.ratio(way, "nobody looks") for way in ways}
    each = (took.seconds("cProfile") - plain) / max(CALLS, 1)
    first = {way: max(parts[way], key=parts[way].get) for way in ways}
    most = {way: f"{first[way]}, {parts[way][first[way]]:.0f} %" for way in ways}
    return ExperimentResult(
        "Where the time goes, by three accounts",
        ["part", *ways],
        [
            *([part, *(f"{parts[way][part]:.0f} %" for way in ways)] for part in PARTS),
            ["whole run", *(duration(took.seconds(way)) for way in ways)],
            ["times as long", *(factor(cost[way]) for way in ways)],
        ],
        f"With nobody looking the largest part is {most['nobody looks']}. cProfile says {most['cProfile']}, and the sampler "
        f"{most['sampler']}. In cProfile the program takes {factor(cost['cProfile'])} as long, {duration(max(each, 1e-9))} "
        f"more for each of {CALLS:,} calls, and with the sampler {factor(cost['sampler'])}.",
        [
            Bars(
                Axis("share of the time, in per cent"),
                {part: {way: parts[way][part] for way in ways} for part in PARTS},
                title="whose part is the largest?",
            ),
            Bars(
                Axis("time for a run, nobody looking = 1", "ratio"),
                {way: {"": cost[way]} for way in ways},
                title="what it costs to look",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"CALLS": 20_000, "STEPS": 40_000, "SORTED": 4_000, "RUNS": 2})
