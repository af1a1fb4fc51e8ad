"""The machine card: on what a result was measured."""

import hashlib
import importlib.metadata
import math
import os
import platform
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from graders.worker import cgroup
from graders.worker.launch import cores


def machine_card(*, sandboxed: bool) -> dict[str, str | int | float | bool]:
    """CPU, cores usable, versions, timing noise of a short calibration, sandboxed or not."""
    return {
        "system": system(),
        "cpu": cpu_name(),
        "cores": cores(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else -1.0,
        "python": platform.python_version(),
        "numpy": _version("numpy"),
        "numba": _version("numba"),
        "blas_threads": 1,
        "noise": timing_noise(),
        "sandboxed": sandboxed,
        "control_group": cgroup.described() if sandboxed else "not used",
    }


def timing_noise(seconds: float = 0.1) -> float:
    """Quartile range over median of the time a fixed piece of work takes: 0.05 is a quiet machine, 0.5 a busy one."""
    samples: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(samples) < 8:
        begin = time.perf_counter()
        sum(range(20_000))
        samples.append(time.perf_counter() - begin)
    low, middle, high = statistics.quantiles(samples, n=4)
    return round((high - low) / middle, 3)


def noise_in_words(noise: float) -> str:
    """What to make of `timing_noise`."""
    if noise < 0.1:
        return "fine"
    if noise < 0.3:
        return "somebody else is at work; races take longer"
    return "too busy for races: close the browser, plug in the power"


def two_threads_capacity() -> float:
    """How much work two threads get done in the time one needs for half of it: 2.0 on two idle cores, about 1.3 on one core.

    Takes about 3 ms. A virtual machine whose two processors share a real core says 1.5 now and 1.9 a second later, and
    nothing else in it tells.
    """
    data = bytes(2 << 20)

    def together(count: int) -> float:
        threads = [threading.Thread(target=lambda: hashlib.sha256(data).digest()) for _ in range(count)]
        begin = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - begin

    return 2 * together(1) / together(2)


def triad_bandwidth(seconds: float = 0.5) -> float:
    """Bytes per second that one thread moves in a = b + c on arrays far larger than the caches: three per element, best of all.

    Source: the sum kernel of McCalpin's STREAM benchmark (https://www.cs.virginia.edu/stream/); the write-allocate
    traffic that hardware adds is not counted, as there.
    """
    b, c = np.ones(8_000_000), np.ones(8_000_000)
    a = np.empty_like(b)
    return 3 * b.nbytes / _best(lambda: np.add(b, c, out=a), seconds)


def matmul_rate(seconds: float = 0.5) -> float:
    """Floating-point operations per second in numpy's product of two float64 matrices, on all threads that it uses."""
    a = np.random.default_rng(1).random((1000, 1000))
    return 2 * 1000**3 / _best(lambda: a @ a, seconds)


def blas() -> str:
    """The library behind numpy's matrix product."""
    try:
        found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f"{found['name']} {found['version']}"
    except (KeyError, TypeError):
        return "unknown"


def system() -> str:
    return f"{platform.system()} {platform.machine()}"


def _best(work: Callable[[], object], seconds: float) -> float:
    """The shortest time that `work` took, in that many seconds of trying."""
    best, end = math.inf, time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def cpu_name() -> str:
    if sys.platform == "linux":
        try:
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
        except OSError:
            pass
    return platform.processor() or "unknown"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
