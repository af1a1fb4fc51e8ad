"""Two jobs that multiply matrices share two cores: when each is finished, by how many threads and processes they take."""

import os
import selectors
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, replace

from graders.experiment import Axis, Bars, ExperimentResult, duration, factor, main
from graders.worker.launch import ONE_THREAD

SIDE = 200  # rows, and columns, of the matrices
PRODUCTS = 1200  # how many of them a job has to do
CORES = 2  # cores that the jobs share, where the system can say so
WORKERS = 4  # processes of the job that brings its family
ROUNDS = 3  # how often each pair of jobs is run

PROGRAM = """
import os, sys, time
side, products, cores, nice = map(int, sys.argv[1:])
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
if nice and hasattr(os, "nice"):
    os.nice(nice)
import numpy as np
a = np.ones((side, side))
a @ a
print("ready", flush=True)
sys.stdin.readline()
before = time.process_time()
for _ in range(products):
    a @ a
print(time.process_time() - before, flush=True)
"""


@dataclass(frozen=True)
class Job:
    """So many processes, with so many threads each, share the work of one job."""

    threads: int
    processes: int = 1
    nice: int = 0


def start(job):
    """Its processes, which have everything ready and wait for a line."""
    settings = {name: str(job.threads) for name in ONE_THREAD if name.endswith("THREADS")}
    usual = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
    numbers = SIDE, max(1, PRODUCTS // job.processes), CORES, job.nice
    command = [sys.executable, "-c", PROGRAM, *map(str, numbers)]
    return [
        subprocess.Popen(command, env=usual | settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(job.processes)
    ]


def together(jobs):
    """For each job (seconds until it is finished, seconds of all cores that it used)."""
    started = [start(job) for job in jobs]
    everybody = [process for processes in started for process in processes]
    finished, used = {}, {}
    try:
        with selectors.DefaultSelector() as waiting:
            for process in everybody:
                process.stdout.readline()
                waiting.register(process.stdout, selectors.EVENT_READ, process)
            begin = time.perf_counter()
            for process in everybody:
                process.stdin.write("\n")
                process.stdin.flush()
            while len(finished) < len(everybody):
                for key, _ in waiting.select():
                    finished[key.data] = time.perf_counter() - begin
                    used[key.data] = float(key.data.stdout.readline())
                    waiting.unregister(key.fileobj)
    finally:
        for process in everybody:
            process.kill()
            process.communicate()
    return [(max(finished[each] for each in processes), sum(used[each] for each in processes)) for processes in started]


def measure():
    polite, greedy, rude = Job(1), Job(CORES), Job(CORES, WORKERS)
    crowd = f"1 and {WORKERS} x {CORES} threads"
    pairs = {
        "alone, 1 thread": [polite],
        f"alone, {CORES} threads": [greedy],
        "1 thread each": [polite, polite],
        f"{CORES} threads each": [greedy, greedy],
        crowd: [polite, rude],
        f"{crowd}, nice": [polite, replace(rude, nice=19)],
    }
    found = {name: [] for name in pairs}
    for _ in range(ROUNDS):
        for name, jobs in pairs.items():
            found[name].append(together(jobs))
    ends, used = (
        {
            name: [statistics.median(each[at][what] for each in found[name]) for at in range(len(jobs))]
            for name, jobs in pairs.items()
        }
        for what in (0, 1)
    )
    rows = [
        [name, *(duration(end) for end in ends[name]), *(f"{seconds:.2g}" for seconds in used[name])]
        if len(jobs) == 2
        else [name, duration(ends[name][0]), "", f"{used[name][0]:.2g}", ""]
        for name, jobs in pairs.items()
    ]
    alone, _, fair, both, _, nice = pairs
    more = statistics.mean(used[both]) / used[alone][0]
    return ExperimentResult(
        f"Two jobs of {PRODUCTS:,} products of {SIDE} x {SIDE} on {CORES} cores",
        ["", "one done", "the other", "core seconds", "the other's"],
        rows,
        f"Alone with one thread a job takes {duration(ends[alone][0])}. Two of them beside each other are finished after "
        f"{duration(ends[fair][0])} and {duration(ends[fair][1])}; with {CORES} threads each after {duration(ends[both][0])} "
        f"and {duration(ends[both][1])}, for which they use {factor(more)} the core seconds. Beside a job of {WORKERS} "
        f"processes with {CORES} threads each, one with one thread takes {duration(ends[crowd][0])}, and "
        f"{duration(ends[nice][0])} if the other one is nice.",
        [
            Bars(Axis("finished after so many seconds"), {name: both_of(each) for name, each in ends.items()}),
            Bars(Axis("seconds of cores that were used for it"), {name: both_of(each) for name, each in used.items()}),
        ],
    )


def both_of(values):
    return dict(zip(("one job", "the other"), values, strict=False))


if __name__ == "__main__":
    main(measure, quick={"SIDE": 50, "PRODUCTS": 40, "WORKERS": 2, "ROUNDS": 1})
