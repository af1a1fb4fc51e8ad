"""How often is a race decided wrongly? Real workloads, real disturbance, known truth, and four rivals beside it.

    python benchmarks/decision_quality.py                        records for about half an hour, then judges
    python benchmarks/decision_quality.py --replay FILE          judges an earlier recording again
    python benchmarks/decision_quality.py --only "two threads" --rounds 120 --trials 40         a few minutes

Where it may, it records each series twice, as usual and in real time. A recording that was interrupted goes on where it was,
and one made with `--only` is completed by the next without it; `--out` says where it is kept.

Student and yardstick run the same kernel in two workers, so the true ratio is that of the quiet recording, about 1; or the
student runs it in two threads and the yardstick in one: the true ratio is about 2. Long series of rounds are recorded, quiet
and under load. Each decision is replayed on a stretch of such a series, for a step placed so that truth / step is 0.77, 0.87,
1.15 or 1.3: below 1 a pass is wrong, above 1 a fail is. Every protocol gets the same stretches.
"""

import argparse
import contextlib
import itertools
import json
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graders.judge import decision, machine, race, samples
from graders.result import Step
from graders.worker import priority
from graders.worker.codec import Reference
from graders.worker.launch import Plain, Settings, usable
from graders.worker.process import SETTLING, Worker
from graders.worker.sandbox import Sandbox, trouble

SOURCE = """\
from concurrent.futures import ThreadPoolExecutor

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

@njit(nogil=True)
def _stir(n):
    s = np.uint64(n)
    for _ in range(n): s = s * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
    return s

def stirred(): return [_stir(20_000_000) for _ in range(2)]
def stirred_in_threads():
    with ThreadPoolExecutor(2) as pool: return list(pool.map(_stir, [20_000_000] * 2))

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


@dataclass(frozen=True)
class Workload:
    """What the student runs, and the yardstick; on how many cores the student counts, and by which clock."""

    student: str
    yardstick: str
    cores: int = 1
    clock: samples.Clock = "cpu"


KINDS = {
    "one thread": {
        name: Workload(name, name) for name in ("numba_sum", "histogram", "strided_copy", "triad", "matmul", "python_sum")
    },
    "two threads": {
        "prange_sum": Workload("prange_sum", "prange_sum", clock="wall"),
        "stirred": Workload("stirred_in_threads", "stirred", cores=2, clock="wall"),
    },
}
POLICIES = ("as usual", "in real time")
CONDITIONS = ("quiet", "one burner", "two burners", "bandwidth hog")
TRUTHS = (1.3, 1.15, 0.87, 0.77)
ROUNDS = 500


def burn() -> None:
    while True:
        pass


def hog() -> None:
    a = np.ones(120_000_000)
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


def record(out: Path, kinds: list[str], policies: list[str], count: int) -> dict[str, Any]:
    """Adds to what is recorded in `out` what is missing there: by workload, condition and policy, a list of rounds."""
    recorded: dict[str, Any] = json.loads(out.read_text()) if out.is_file() else {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "e9_kernels.py"
        file.write_text(SOURCE)
        launcher = Plain() if trouble() else Sandbox()
        settings = Settings(file, preload=("numpy", "numba", "torch"))
        workers = [Worker(settings, lambda reference: reference, launcher) for _ in range(2)]
        for worker in workers:
            assert not worker.loaded(60).raised
        for name, work in [pair for kind in kinds for pair in KINDS[kind].items()]:
            named = list(zip(workers, (work.student, work.yardstick), strict=True))
            quick = min(sample(worker, call, 1, POLICIES[0]).wall for _ in range(5) for worker, call in named)
            batch = max(1, round(race.SHORTEST / quick + 0.5))
            for condition, policy in itertools.product(CONDITIONS, policies):
                series = recorded.setdefault(name, {}).setdefault(condition, {})
                if len(series.get(policy, [])) >= count:
                    continue
                with disturbed(condition):
                    series[policy] = [one_round(work, named, batch, policy) for _ in range(count)]
                out.write_text(json.dumps(recorded))
                middle = 1e3 * statistics.median(each["yardstick"]["wall"] for each in series[policy])
                print(f"recorded {name}, {condition}, {policy}: {middle:.1f} ms", flush=True)
        for worker in workers:
            worker.close()
        launcher.close()
    return recorded


def one_round(work: Workload, named: list[tuple[Worker, str]], batch: int, policy: str) -> dict[str, Any]:
    """What a round of a race measures, on both sides."""
    place = usable() if work.clock == "wall" else [random.choice(usable())]
    for worker, _ in named:
        worker.stay_on(place)
    samples = {}
    for side in random.sample(range(2), 2):
        named[1 - side][0].freeze_and_wait(SETTLING)
        samples[("student", "yardstick")[side]] = asdict(sample(*named[side], batch, policy))
    capacity = machine.capacity(work.cores, in_real_time=policy == POLICIES[1]) if work.cores > 1 else None
    return {**samples, "capacity": capacity}


def sample(worker: Worker, name: str, batch: int, policy: str) -> samples.Sample:
    with worker.at_once() if policy == POLICIES[1] else contextlib.nullcontext() as in_real_time:
        watch = samples.Watch(worker)
        replies = [worker.call("call", Reference("student", name), (), {}, limit=60, timed=True) for _ in range(batch)]
        taken = [samples.Sample(reply.seconds, reply.cpu) for reply in replies]
        return watch.total(taken, samples.Sample(0.0, 0.0), bool(in_real_time))


# Protocols. Each is given the rest of a recording from some round on, and the step; it says "pass", "fail" or "noisy", and the
# seconds it needed.

Rows = list[dict[str, Any]]
Protocol = Callable[[Rows, float, Workload], tuple[str, float]]


def by_race(rows: Rows, step: float, work: Workload) -> tuple[str, float]:
    """The judge's own: up to three attempts, each until it is settled."""
    steps, attempts, used, seconds = [Step(step, 1)], [], 0, 0.0
    wall = work.clock == "wall"
    for _ in range(race.ATTEMPTS):
        pairs: list[samples.Pair] = []
        for row in rows[used : used + decision.MAX_ROUNDS[work.clock]]:
            pairs.append(_pair(row))
            seconds += row["student"]["wall"] + row["yardstick"]["wall"]
            if decision.is_settled(samples.rounds(pairs, work.clock, work.cores), steps, by_wall_clock=wall):
                break
        used += len(pairs)
        attempts.append(decision.attempt(samples.rounds(pairs, work.clock, work.cores), steps, by_wall_clock=wall))
        if decision.is_enough(attempts, steps):
            break
    speedup, points = decision.conclude(attempts, steps)
    return "noisy" if speedup.undecided else "pass" if points else "fail", seconds


def _pair(row: dict[str, Any]) -> samples.Pair:
    return samples.Pair(samples.Sample(**row["student"]), samples.Sample(**row["yardstick"]), 1, row["capacity"])


def separately(figure: Callable[[list[float]], float], count: int = 0, seconds: float = 0.0) -> Protocol:
    """First the student's runs, then the yardstick's, by the wall clock: `count` of each, or as many as fit into `seconds`."""

    def protocol(rows: Rows, step: float, work: Workload) -> tuple[str, float]:
        number = count or max(5, round(seconds / statistics.median(row["student"]["wall"] for row in rows[:20])))
        number = min(number, len(rows) // 2)
        student = [row["student"]["wall"] for row in rows[:number]]
        yardstick = [row["yardstick"]["wall"] for row in rows[number : 2 * number]]
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
    for kind, policy, condition in itertools.product(KINDS, POLICIES, CONDITIONS):
        names = [name for name in KINDS[kind] if policy in recorded.get(name, {}).get(condition, {})]
        if not names:
            continue
        print(f"\n{kind}, {condition}, {policy}: per cent wrong at truth / step")
        print(f"{'':28}" + "".join(f"{truth:>7}" for truth in TRUTHS) + "   noisy  seconds")
        for name, protocol in PROTOCOLS.items():
            print(f"{name:28}" + _row(recorded, kind, names, condition, policy, protocol, trials))


def _row(
    recorded: dict[str, Any], kind: str, names: list[str], condition: str, policy: str, protocol: Protocol, trials: int
) -> str:
    generator = random.Random(1)
    wrong: dict[float, list[bool]] = {truth: [] for truth in TRUTHS}
    noisy, seconds = [], []
    for name in names:
        work = KINDS[kind][name]
        # What the rivals time is the wall, whatever the race counts.
        seen = work if protocol is by_race else Workload(work.student, work.yardstick, clock="wall")
        series = recorded[name]["quiet"]
        quiet = [_pair(row) for row in series.get(POLICIES[1], series.get(policy))]
        true = statistics.median(each.ratio for each in samples.rounds(quiet, seen.clock, seen.cores))
        rows = recorded[name][condition][policy]
        for truth in TRUTHS:
            for _ in range(trials):
                start = generator.randrange(len(rows))
                verdict, spent = protocol(rows[start:] + rows[:start], true / truth, work)
                wrong[truth].append(verdict == ("fail" if truth > 1 else "pass"))
                noisy.append(verdict == "noisy")
                seconds.append(spent)
    cells = "".join(f"{100 * statistics.mean(wrong[truth]):7.1f}" for truth in TRUTHS)
    return f"{cells}{100 * statistics.mean(noisy):8.1f}{statistics.mean(seconds):9.2f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--replay", type=Path, help="a recording made earlier")
    parser.add_argument("--out", type=Path, default=Path("build/decision_quality.json"), help="where the recording is kept")
    parser.add_argument("--only", choices=KINDS, help="record only these workloads")
    parser.add_argument("--policy", choices=POLICIES, help="record only with this priority")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of a series")
    parser.add_argument("--trials", type=int, default=60, help="decisions per workload, condition and truth")
    options = parser.parse_args()
    if options.replay:
        data = json.loads(options.replay.read_text())
    else:
        options.out.parent.mkdir(exist_ok=True)
        usable_policies = [policy for policy in POLICIES if policy == POLICIES[0] or (priority.allowed() and not trouble())]
        wanted = [policy for policy in usable_policies if options.policy in (None, policy)]
        data = record(options.out, [options.only] if options.only else list(KINDS), wanted, options.rounds)
    judge(data, options.trials)
