"""What it costs to have a task that does nothing done by somebody else."""

import asyncio
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from graders.experiment import Axis, Bars, ExperimentResult, duration, interleaved, main

TASKS = 200  # how many tasks are handed over at once
ROUNDS = 15  # how often each is measured, in turn
STARTS = 5  # how often a process is started in each of the ways that there are


def nothing():
    """The task."""


def call():
    for _ in range(TASKS):
        nothing()


def hand_to(pool):
    for each in [pool.submit(nothing) for _ in range(TASKS)]:
        each.result()


def ask(pool):
    for _ in range(TASKS):
        pool.submit(nothing).result()


def start_threads():
    for _ in range(TASKS):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()


def start_process(kind):
    process = multiprocessing.get_context(kind).Process(target=nothing)
    process.start()
    process.join()


async def task():
    nothing()


async def gathered():
    await asyncio.gather(*(task() for _ in range(TASKS)))


def measure():
    usual = multiprocessing.get_start_method()
    kinds = multiprocessing.get_all_start_methods()
    # Before there are threads: a copy of a process with threads may be broken, and newer Pythons say so.
    starts = interleaved({kind: lambda kind=kind: start_process(kind) for kind in kinds}, STARTS)
    with ThreadPoolExecutor(1) as threads, ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as processes:
        took = interleaved(
            {
                "call it": call,
                "task of asyncio": lambda: asyncio.run(gathered()),
                "waiting thread, many at once": lambda: hand_to(threads),
                "waiting thread, one by one": lambda: ask(threads),
                "start a thread": start_threads,
                "waiting process, many at once": lambda: hand_to(processes),
                "waiting process, one by one": lambda: ask(processes),
            },
            ROUNDS,
        )
    costs = {name: took.seconds(name) / TASKS for name in took.samples}
    costs |= {f"process by {kind}" + " (usual)" * (kind == usual): starts.seconds(kind) for kind in kinds}
    costs = dict(sorted(costs.items(), key=lambda item: item[1]))
    cheapest = costs["call it"]
    thread, process = costs["start a thread"], starts.seconds(usual)
    return ExperimentResult(
        "A task that does nothing, done by somebody else",
        ["how", "per task", "as many calls"],
        [[name, duration(cost), f"{cost / cheapest:,.0f}"] for name, cost in costs.items()],
        f"To call a function takes {duration(cheapest)}, to hand it to a waiting thread and wait "
        f"{duration(costs['waiting thread, one by one'])}, to start a thread for it {duration(thread)}, to hand it to a "
        f"waiting process and wait {duration(costs['waiting process, one by one'])}, and to start a process "
        f"{duration(process)} ({usual}).",
        [Bars(Axis("per task", "seconds", log=True), {name: {"": cost} for name, cost in costs.items()})],
    )


if __name__ == "__main__":
    main(measure, quick={"TASKS": 20, "ROUNDS": 2, "STARTS": 1})
