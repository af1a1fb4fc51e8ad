"""Measures how late an event loop gets to its callers while something is computed, and whether a timeout still works."""

import asyncio
import statistics
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context

from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, duration, main

WORK = 0.2  # seconds of computing
EVERY = 0.005  # seconds from one caller to the next
TIMEOUT = 0.05  # seconds after which somebody loses patience with the computing
PIECE = 1000  # steps between two looks at the loop, where the work is done in pieces
PLACES = ("nothing", "inline", "pieces", "python", "compiled", "nogil", "process")  # where the work is done
ROUNDS = 3  # how often each is measured, in turn

STEPS = 200_000


def count_down(n):
    while n:
        n -= 1


@njit
def spin(n):
    x = 1.0
    for i in range(n):
        x = x * 0.999999 + 1e-6 * i
    return x


spin_free = njit(nogil=True)(spin.py_func)


async def inline(steps):
    count_down(steps)


async def in_pieces(steps):
    while steps > 0:
        count_down(PIECE)
        steps -= PIECE
        await asyncio.sleep(0)


async def elsewhere(pool, work, steps):
    await asyncio.get_running_loop().run_in_executor(pool, work, steps)


async def callers(lateness):
    """One is due every so often, whatever happens; notes how many seconds late each of them was let in."""
    due = time.perf_counter()
    while True:
        due += EVERY
        await asyncio.sleep(due - time.perf_counter())
        lateness.append(time.perf_counter() - due)


async def beside(job):
    """How late each caller was while the job ran."""
    lateness = []
    calling = asyncio.create_task(callers(lateness))
    await asyncio.sleep(0)
    await job()
    await asyncio.sleep(2 * EVERY)
    calling.cancel()
    return lateness


async def given_up(job):
    """After how many seconds somebody who wanted to wait for TIMEOUT only could go on."""
    begin = time.perf_counter()
    try:
        async with asyncio.timeout(TIMEOUT):
            await job()
    except TimeoutError:
        return time.perf_counter() - begin, "raised"
    return time.perf_counter() - begin, "not raised"


def steps_for(seconds, work, tried):
    """About how many steps of this work take so long."""
    taken = []
    while sum(taken) < seconds:
        begin = time.perf_counter()
        work(tried)
        taken.append(time.perf_counter() - begin)
    return int(seconds * tried / statistics.median(taken))


def measure():
    with ExitStack() as pools:
        thread = pools.enter_context(ThreadPoolExecutor(1))
        idle = [thread]
        if "process" in PLACES:
            process = pools.enter_context(ProcessPoolExecutor(1, get_context("spawn")))
            starting = process.submit(count_down, 1)  # takes a second, in which the compiler can work
            idle.append(process)
        spin(1), spin_free(1)
        if "process" in PLACES:
            starting.result()
        python, compiled = steps_for(WORK, count_down, STEPS), steps_for(WORK, spin, 10 * STEPS)
        jobs = {
            "nothing": ("nothing to do", partial(asyncio.sleep, WORK)),
            "inline": ("inline", partial(inline, python)),
            "pieces": ("inline, in pieces", partial(in_pieces, python)),
            "python": ("a thread, pure Python", partial(elsewhere, thread, count_down, python)),
            "compiled": ("a thread, compiled", partial(elsewhere, thread, spin, compiled)),
            "nogil": ("a thread, compiled, nogil", partial(elsewhere, thread, spin_free, compiled)),
            "process": ("a process, pure Python", partial(elsewhere, idle[-1], count_down, python)),
        }
        named = dict(jobs[place] for place in PLACES)
        late, ends = {name: [] for name in named}, {name: [] for name in named}
        for _ in range(ROUNDS):
            for name, job in named.items():
                late[name] += asyncio.run(beside(job))
                ends[name].append(asyncio.run(given_up(job)))
                for pool in idle:  # whoever was given up on computes on
                    pool.submit(count_down, 1).result()
    typical = {name: statistics.median(each) for name, each in late.items()}
    worst = {name: max(each) for name, each in late.items()}
    end = {name: sorted(each)[len(each) // 2] for name, each in ends.items()}
    told = "; ".join(f"{name.replace(',', '')} {duration(each)}" for name, each in typical.items())
    return ExperimentResult(
        f"How late the loop is while {duration(WORK)} of work are done",
        ["where the work is done", "median", "worst", f"timeout of {duration(TIMEOUT)}", "after"],
        [[name, duration(typical[name]), duration(worst[name]), end[name][1], duration(end[name][0])] for name in named],
        f"How late a caller is let in while {duration(WORK)} of work are done (median): {told}.",
        [
            Bars(
                Axis("how late a caller is let in", "seconds", log=True),
                {name: {"median": typical[name], "worst": worst[name]} for name in named},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"WORK": 0.03, "TIMEOUT": 0.01, "PLACES": ("nothing", "inline", "python", "nogil"), "ROUNDS": 1})
