"""The same four tasks in turn, interleaved, and in parallel: if they wait, and if they compute."""

import asyncio
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np
from _pace import steps_per_second
from _work import stir

from graders.experiment import Axis, ExperimentResult, Gantt, Span, cores, factor, main

TASK = 0.04  # seconds that a task waits, or computes on a core of its own
TASKS = 4  # how many tasks
SLICES = 5  # so many parts a task is in, after each of which it lets others have a go
WORKERS = 0  # threads in parallel, or 0: for waiting as many as tasks, for computing at most as many as cores
ROUNDS = 9  # how often each is measured, in turn


def wait(seconds):
    time.sleep(seconds)


def timed(spans, act, seconds):
    begin = time.perf_counter()
    act(seconds)
    spans.append((begin, time.perf_counter()))


def in_turn(act, pool, tasks):
    """One thread: the next task begins when the last one is done."""
    for spans in tasks:
        timed(spans, act, TASK)


def interleaved(act, pool, tasks):
    """One thread: a task that has done a slice, or that waits, gives way to the others."""

    async def task(spans):
        if act is wait:
            begin = time.perf_counter()
            await asyncio.sleep(TASK)
            spans.append((begin, time.perf_counter()))
            return
        for _ in range(SLICES):
            timed(spans, act, TASK / SLICES)
            await asyncio.sleep(0)

    async def all_of_them():
        await asyncio.gather(*map(task, tasks))

    asyncio.run(all_of_them())


def in_parallel(act, pool, tasks):
    """Several threads: each takes a task, and when that is done the next one."""
    list(pool.map(lambda spans: timed(spans, act, TASK), tasks))


WAYS = {"in turn": in_turn, "interleaved": interleaved, "in parallel": in_parallel}


def measure():
    start = np.uint64(1)
    speed = steps_per_second(lambda steps: stir(start, steps))
    kinds = {"waiting": wait, "computing": lambda seconds: stir(start, int(seconds * speed))}
    workers = {"waiting": WORKERS or TASKS, "computing": WORKERS or min(cores(), TASKS)}
    runs = {(kind, way): [] for kind in kinds for way in WAYS}
    with ExitStack() as stack:
        pools = {kind: stack.enter_context(ThreadPoolExecutor(count)) for kind, count in workers.items()}
        for kind, pool in pools.items():
            list(pool.map(wait, [0.01] * workers[kind]))  # so that all threads have started
        for _ in range(ROUNDS):
            for kind, way in runs:
                tasks = [[] for _ in range(TASKS)]
                begin = time.perf_counter()
                WAYS[way](kinds[kind], pools[kind], tasks)
                runs[kind, way].append([[(a - begin, b - begin) for a, b in spans] for spans in tasks])
    last = {key: [max(spans[-1][1] for spans in run) for run in many] for key, many in runs.items()}
    first = {key: [min(spans[-1][1] for spans in run) for run in many] for key, many in runs.items()}
    gain = {
        (kind, way): statistics.median(a / b for a, b in zip(last[kind, "in turn"], last[kind, way], strict=True))
        for kind, way in runs
    }
    # The run in the middle is the one that is drawn.
    middle = {key: sorted(range(ROUNDS), key=ends.__getitem__)[ROUNDS // 2] for key, ends in last.items()}
    until = max(last[key][middle[key]] for key in runs)
    told = {kind: ", ".join(f"{factor(gain[kind, way])} {way}" for way in list(WAYS)[1:]) for kind in kinds}
    return ExperimentResult(
        f"{TASKS} tasks of {1e3 * TASK:.0f} ms each",
        ["tasks that", "all done after ms", "gain", "the first after ms"],
        [
            [
                f"{kind}, {way}",
                1e3 * statistics.median(last[kind, way]),
                factor(gain[kind, way]),
                1e3 * statistics.median(first[kind, way]),
            ]
            for kind, way in runs
        ],
        f"Against one after the other, {TASKS} tasks that wait gain {told['waiting']} with {workers['waiting']} threads; "
        f"{TASKS} tasks that compute gain {told['computing']} with {workers['computing']} threads.",
        [
            Gantt(
                Axis("since the beginning", "seconds"),
                {
                    f"{way} {chr(ord('A') + at)}": [Span(a, b, way) for a, b in spans]
                    for way in WAYS
                    for at, spans in enumerate(runs[kind, way][middle[kind, way]])
                },
                until=until,
                title=f"{kind} tasks",
            )
            for kind in kinds
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"TASK": 0.01, "ROUNDS": 3})
