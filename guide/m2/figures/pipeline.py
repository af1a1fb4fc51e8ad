"""Measures when each stage of a pipeline works on which item, against one thread that takes every item through all stages."""

import statistics
import threading
import time

from numba import njit

from graders.experiment import Axis, ExperimentResult, Gantt, Span, duration, main

RATIOS = (1, 3, 1)  # how long the stages take, compared with each other
ITEMS = 8  # items that go through them
UNIT = 0.004  # seconds for a 1
WAITING = 2  # items that may wait between two stages
STAGES = "compute"  # what a stage does: compute, or wait as for a disk or a device
ROUNDS = 7  # how often each is measured, in turn; the quickest is shown


@njit(nogil=True)
def spin(n):
    x = 1.0
    for i in range(n):
        x = x * 0.999999 + 1e-6 * i
    return x


def stage(ratio, steps):
    """What a stage does with any item."""
    return (lambda: spin(ratio * steps)) if STAGES == "compute" else (lambda: time.sleep(ratio * UNIT))


def one_thread(works):
    """(begin, end) of every item in every stage, one after the other."""
    begin, times = time.perf_counter(), [[] for _ in works]
    for _ in range(ITEMS):
        for work, noted in zip(works, times, strict=True):
            since = time.perf_counter()
            work()
            noted.append((since - begin, time.perf_counter() - begin))
    return times


def thread_per_stage(works):
    """The same with a thread for each stage.

    Here an item is only a number, and who is done with it raises a flag for those that wait. A pipeline that hands things on
    needs something between its stages; see the page.
    """
    done = [[threading.Event() for _ in range(ITEMS)] for _ in works]
    times = [[] for _ in works]
    start = threading.Barrier(len(works) + 1)

    def attend(number):
        start.wait()
        for item in range(ITEMS):
            if number > 0:
                done[number - 1][item].wait()
            if number + 1 < len(works) and item > WAITING:
                done[number + 1][item - WAITING - 1].wait()  # no room before: else there would be too many in between
            since = time.perf_counter()
            works[number]()
            times[number].append((since, time.perf_counter()))
            done[number][item].set()

    threads = [threading.Thread(target=attend, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    begin = time.perf_counter()
    start.wait()
    for thread in threads:
        thread.join()
    return [[(a - begin, b - begin) for a, b in noted] for noted in times]


def steps_per_unit():
    """Steps of the loop that take one unit on this machine."""
    taken = []
    spin(1)
    while sum(taken) < 10 * UNIT:
        begin = time.perf_counter()
        spin(1_000_000)
        taken.append(time.perf_counter() - begin)
    return int(UNIT * 1_000_000 / statistics.median(taken))


def all_done(times):
    return max(end for noted in times for _, end in noted)


def busy(noted):
    """Which part of the time between its first and its last item a stage was at work."""
    return sum(end - begin for begin, end in noted) / (noted[-1][1] - noted[0][0])


def chart(title, times, until):
    rows = {f"stage {number} ({ratio})": number - 1 for number, ratio in enumerate(RATIOS, 1)}
    kinds = ["the slowest" if ratio == max(RATIOS) else "the others" for ratio in RATIOS]
    spans = {
        name: [Span(begin, end, kinds[number], str(item)) for item, (begin, end) in enumerate(times[number], 1)]
        for name, number in rows.items()
    }
    return Gantt(Axis("time", "seconds"), spans, until=until, kinds=("the slowest", "the others"), title=title)


def measure():
    steps = steps_per_unit()
    works = [stage(ratio, steps) for ratio in RATIOS]
    alone, piped = [], []
    for _ in range(ROUNDS):
        alone.append(one_thread(works))
        piped.append(thread_per_stage(works))
    alone, piped = (min(runs, key=all_done) for runs in (alone, piped))  # the least disturbed
    slow, fast = all_done(alone), all_done(piped)
    bottleneck = RATIOS.index(max(RATIOS))
    bound = ITEMS * sum(RATIOS) / (ITEMS * max(RATIOS) + sum(RATIOS) - max(RATIOS))
    shown = " : ".join(map(str, RATIOS))
    latency = [statistics.median(times[-1][i][1] - times[0][i][0] for i in range(ITEMS)) for times in (alone, piped)]
    return ExperimentResult(
        f"{ITEMS} items through stages of {shown}",
        ["", "one thread", "a thread per stage"],
        [
            ["all items", duration(slow), duration(fast)],
            ["items per second", f"{ITEMS / slow:.0f}", f"{ITEMS / fast:.0f}"],
            ["from entering to leaving, median", duration(latency[0]), duration(latency[1])],
            *(
                [f"stage {n} at work", f"{busy(alone[n - 1]):.0%}", f"{busy(piped[n - 1]):.0%}"]
                for n in range(1, len(RATIOS) + 1)
            ),
            ["speed-up", "1x", f"{slow / fast:.2f}x"],
            ["at most, with a core each", "", f"{bound:.2f}x"],
        ],
        f"One thread takes {ITEMS} items through stages of {shown} in {duration(slow)}, a thread for each stage in "
        f"{duration(fast)}: {slow / fast:.2f}x. Stage {bottleneck + 1}, the slowest, is at work for "
        f"{busy(piped[bottleneck]):.0%} of the time between its first and its last item, stage 1 for {busy(piped[0]):.0%}.",
        [chart("one thread", alone, slow), chart("a thread per stage", piped, slow)],
    )


if __name__ == "__main__":
    main(measure, quick={"ITEMS": 4, "UNIT": 0.001, "ROUNDS": 1})
