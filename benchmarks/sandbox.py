"""What the sandbox costs: the same kernels in a plain and in a sandboxed worker, in turn, and how long a fresh worker takes.

    python benchmarks/sandbox.py

Prints medians of pair ratios (inside / outside) with their quartiles; goals: every kernel within 3 %, and a fresh worker with
numpy and numba imported that answers its first call in under 150 ms after the first one.
"""

import random
import statistics
import tempfile
import time
from pathlib import Path

from graders.worker.codec import Reference
from graders.worker.launch import Launcher, Plain, Settings
from graders.worker.process import Worker
from graders.worker.sandbox import Sandbox, trouble

SOURCE = """\
import threading
import numpy as np
import torch
from numba import njit, prange

@njit(nogil=True)
def spin(n, x):
    for _ in range(n):
        x = x * 6364136223846793005 + 1442695040888963407
    return x

@njit(parallel=True)
def everywhere(a, b, c):
    for i in prange(len(a)):
        c[i] = np.sqrt(a[i] * b[i]) + c[i]

a, b, c = (np.random.default_rng(k).random(8_000_000) for k in range(3))
m = torch.rand(700, 700)
torch.set_num_threads(1)

def compute_bound(): return int(spin(20_000_000, np.uint64(1)) & np.uint64(255))
def memory_bound(): np.add(a, b, out=c)
def two_threads():
    threads = [threading.Thread(target=spin, args=(10_000_000, np.uint64(k))) for k in range(2)]
    for t in threads: t.start()
    for t in threads: t.join()
def numba_parallel(): everywhere(a, b, c)
def torch_matmul(): m @ m
def torch_two_threads():
    torch.set_num_threads(2); m @ m; torch.set_num_threads(1)
def system_calls():
    import os
    for _ in range(20_000): os.stat("/")
"""
KERNELS = [
    "compute_bound",
    "memory_bound",
    "two_threads",
    "numba_parallel",
    "torch_matmul",
    "torch_two_threads",
    "system_calls",
]
ROUNDS = 60


def ask(worker: Worker, name: str) -> float:
    return worker.call("call", Reference("student", name), (), {}, limit=60, timed=True).seconds


def kernels(settings: Settings, inside: Launcher, outside: Launcher) -> None:
    workers = [Worker(settings, lambda reference: reference, launcher) for launcher in (inside, outside)]
    for worker in workers:
        assert not worker.loaded(60).raised
        for name in KERNELS:
            ask(worker, name)
    for name in KERNELS:
        ratios = []
        for _ in range(ROUNDS):
            order = random.sample(workers, 2)
            seconds = {worker: ask(worker, name) for worker in order}
            ratios.append(seconds[workers[0]] / seconds[workers[1]])
        low, middle, high = statistics.quantiles(ratios, n=4)
        print(
            f"{name:18} inside / outside {middle:5.3f}  ({low:5.3f}–{high:5.3f}), outside {1e3 * seconds[workers[1]]:6.1f} ms"
        )
    for worker in workers:
        worker.close()


def starts(settings: Settings, launcher: Launcher, name: str) -> None:
    seconds = []
    for _ in range(21):
        begin = time.perf_counter()
        worker = Worker(settings, lambda reference: reference, launcher)
        worker.loaded(60)
        ask(worker, "nothing")
        seconds.append(time.perf_counter() - begin)
        worker.close()
    rest = sorted(seconds[1:])
    middle = 1e3 * statistics.median(rest)
    print(f"{name:8} first {1e3 * seconds[0]:4.0f} ms, then {middle:4.0f} ms (slowest {1e3 * rest[-1]:4.0f})")


if __name__ == "__main__":
    if trouble():
        raise SystemExit(trouble())
    plain, sandbox = Plain(), Sandbox()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "e9_kernels.py"
        file.write_text(SOURCE)
        kernels(Settings(file, preload=("numpy", "numba", "torch"), memory=8 << 30), sandbox, plain)
        file.write_text("import numpy, numba\ndef nothing(): return None\n")
        print("a fresh worker with numpy and numba, to its first answer:")
        starts(Settings(file, preload=("numpy", "numba")), plain, "plain")
        starts(Settings(file, preload=("numpy", "numba")), sandbox, "sandbox")
    sandbox.close()
