"""How often is a race decided wrongly? Real workloads, real disturbance, known truth, and four rivals beside it.

    python benchmarks/decision_quality.py                 records for about ten minutes, then judges
    python benchmarks/decision_quality.py --replay FILE   judges an earlier recording again

Student and yardstick run the same kernel in two workers, so the true ratio is that of the quiet recording, about 1. Long series
of rounds are recorded, quiet and under load. Each decision is replayed on a stretch of such a series, for a step placed so that
truth / step is 0.77, 0.87, 1.15 or 1.3: below 1 a pass is wrong, above 1 a fail is. Every protocol gets the same stretches.
"""

import argparse
import contextlib
import json
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from graders.judge import decision, race
from graders.judge.decision import Round
from graders.result import Step
from graders.worker.codec import Reference
from graders.worker.launch import Plain, Settings, usable
from graders.worker.process import Worker
from graders.worker.sandbox import Sandbox, trouble

SOURCE = """\
import numpy as np
import torch
from numba import njit, prange

torch.set_num_threads(1)
rng = np.random.default_rng(1)
x = rng.random(2_000_000)
bytes_ = rng.integers(0, 256, 2_000_000).astype("u1")
a, b, c = (rng.random(2_000_000) for _ in range(3))
m = torch.rand(500, 500)

@njit
def _sum(x):
    s = 0.0
    for v in x: s += v
    return s

@njit
def _histogram(x, counts):
    for v in x: counts[v] += 1

@njit(parallel=True)
def _everywhere(x):
    s = 0.0
    for i in prange(len(x)): s += np.sqrt(x[i])
    return s

def numba_sum(): _sum(x)
def histogram(): _histogram(bytes_, np.zeros(256, np.int64))
def strided_copy(): x[::8].copy()
def triad(): np.add(b, c, out=a)
def prange_sum(): _everywhere(x)
def matmul(): m @ m
def python_sum():
    s = 0
    for i in range(60_000): s += i
"""
WORKLOADS = ("numba_sum", "histogram", "strided_copy", "triad", "prange_sum", "matmul", "python_sum")
PARALLEL = ("prange_sum",)
CONDITIONS = ("quiet", "one burner", "two burners", "bandwidth hog")
TRUTHS = (1.3, 1.15, 0.87, 0.77)
ROUNDS = 500


def burn() -> None:
    while True:
        pass


def hog() -> None:
    a = np.ones(16_000_000)
    b = np.empty_like(a)
    while True:
        np.copyto(b, a)


@contextlib.contextmanager
def disturbed(condition: str) -> Iterator[None]:
    work = {"quiet": [], "one burner": [burn], "two burners": [burn, burn], "bandwidth hog": [hog]}[condition]
    processes = [multiprocessing.Process(target=target, daemon=True) for target in work]
    for process in processes:
        process.start()
    time.sleep(0.5 if processes else 0)
    yield
    for process in processes:
        process.kill()
        process.join()


def record(out: Path) -> dict[str, Any]:
    """Rounds by workload and condition; each [student wall, cpu, yardstick wall, cpu, seconds somebody waited for a CPU]."""
    recorded: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "e9_kernels.py"
        file.write_text(SOURCE)
        launcher = Plain() if trouble() else Sandbox()
        settings = Settings(file, preload=("numpy", "numba", "torch"))
        workers = [Worker(settings, lambda reference: reference, launcher) for _ in range(2)]
        for worker in workers:
            assert not worker.loaded(60).raised

        def once(worker: Worker, name: str, batch: int) -> tuple[float, float]:
            wall = cpu = 0.0
            for _ in range(batch):
                reply = worker.call("call", Reference("student", name), (), {}, limit=60, timed=True)
                wall += reply.seconds
                cpu += reply.cpu or 0.0
            return wall, cpu

        for name in WORKLOADS:
            quick = min(once(worker, name, 1)[0] for _ in range(5) for worker in workers)
            batch = max(1, round(race.SHORTEST / quick + 0.5))
            for condition in CONDITIONS:
                rounds = []
                with disturbed(condition):
                    for _ in range(ROUNDS):
                        place = usable() if name in PARALLEL else [random.choice(usable())]
                        for worker in workers:
                            worker.stay_on(place)
                        before = race._pressure() or 0.0
                        seconds = {worker: once(worker, name, batch) for worker in random.sample(workers, 2)}
                        waited = (race._pressure() or 0.0) - before
                        rounds.append([*seconds[workers[0]], *seconds[workers[1]], waited])
                recorded.setdefault(name, {})[condition] = rounds
                print(f"recorded {name}, {condition}: {1e3 * statistics.median(each[2] for each in rounds):.1f} ms", flush=True)
        for worker in workers:
            worker.close()
        launcher.close()
    out.write_text(json.dumps(recorded))
    return recorded


# Protocols. Each is given the rest of a recording from some round on, and the step; it says "pass", "fail" or "noisy", and the
# seconds it needed.

Rows = list[list[float]]
Protocol = Callable[[Rows, float, bool], tuple[str, float]]


def by_race(rows: Rows, step: float, parallel: bool) -> tuple[str, float]:
    """The judge's own: up to three attempts, each until it is settled."""
    steps, attempts, used, seconds = [Step(step, 1)], [], 0, 0.0
    for _ in range(race.ATTEMPTS):
        taken: Rows = []
        for row in rows[used : used + decision.MAX_ROUNDS["wall" if parallel else "cpu"]]:
            taken.append(row)
            seconds += row[0] + row[2]
            if decision.is_settled(_rounds(taken, parallel), steps, by_wall_clock=parallel):
                break
        used += len(taken)
        attempts.append(decision.attempt(_rounds(taken, parallel), steps, by_wall_clock=parallel))
        if decision.is_enough(attempts, steps):
            break
    speedup, points = decision.conclude(attempts, steps)
    return "noisy" if speedup.undecided else "pass" if points else "fail", seconds


def _rounds(rows: Rows, parallel: bool) -> list[Round]:
    clock = 0 if parallel else 1
    return [
        Round(
            ratio=row[2 + clock] / row[clock],
            seconds=row[clock],
            clean=row[4] < race.PRESSURE * (row[0] + row[2]),
        )
        for row in rows
    ]


def separately(figure: Callable[[list[float]], float], count: int = 0, seconds: float = 0.0) -> Protocol:
    """First the student's runs, then the yardstick's, by the wall clock: `count` of each, or as many as fit into `seconds`."""

    def protocol(rows: Rows, step: float, parallel: bool) -> tuple[str, float]:
        number = count or max(5, round(seconds / statistics.median(row[0] for row in rows[:20])))
        number = min(number, len(rows) // 2)
        student, yardstick = [row[0] for row in rows[:number]], [row[2] for row in rows[number : 2 * number]]
        return "pass" if figure(yardstick) / figure(student) >= step else "fail", sum(student) + sum(yardstick)

    return protocol


PROTOCOLS: dict[str, Protocol] = {
    "race": by_race,
    "one timing each": separately(min, count=1),
    "best of 5": separately(min, count=5),
    "pytest-benchmark, minimum": separately(min, seconds=1.0),
    "pytest-benchmark, median": separately(statistics.median, seconds=1.0),
    "separate runs, mean of 10": separately(statistics.mean, count=10),
}


def judge(recorded: dict[str, Any], trials: int) -> None:
    for kind, names in (("one thread", [n for n in WORKLOADS if n not in PARALLEL]), ("two threads", list(PARALLEL))):
        for condition in CONDITIONS:
            print(f"\n{kind}, {condition}: per cent wrong at truth / step")
            print(f"{'':28}" + "".join(f"{truth:>7}" for truth in TRUTHS) + "   noisy  seconds")
            for name, protocol in PROTOCOLS.items():
                print(f"{name:28}" + _row(recorded, names, condition, protocol, trials))


def _row(recorded: dict[str, Any], names: list[str], condition: str, protocol: Protocol, trials: int) -> str:
    generator = random.Random(1)
    wrong: dict[float, list[bool]] = {truth: [] for truth in TRUTHS}
    noisy, seconds = [], []
    for name in names:
        parallel = name in PARALLEL
        clock = 0 if parallel or protocol is not by_race else 1
        true = statistics.median(row[2 + clock] / row[clock] for row in recorded[name]["quiet"])
        rows = recorded[name][condition]
        for truth in TRUTHS:
            for _ in range(trials):
                start = generator.randrange(len(rows))
                verdict, spent = protocol(rows[start:] + rows[:start], true / truth, parallel)
                wrong[truth].append(verdict == ("fail" if truth > 1 else "pass"))
                noisy.append(verdict == "noisy")
                seconds.append(spent)
    cells = "".join(f"{100 * statistics.mean(wrong[truth]):7.1f}" for truth in TRUTHS)
    return f"{cells}{100 * statistics.mean(noisy):8.1f}{statistics.mean(seconds):9.2f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--replay", type=Path, help="a recording made earlier")
    parser.add_argument("--trials", type=int, default=60, help="decisions per workload, condition and truth")
    options = parser.parse_args()
    Path("build").mkdir(exist_ok=True)
    data = json.loads(options.replay.read_text()) if options.replay else record(Path("build/decision_quality.json"))
    judge(data, options.trials)
