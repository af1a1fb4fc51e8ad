"""The machine card: on what a result was measured."""

import contextlib
import hashlib
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from graders.quantities import quantity
from graders.worker import cgroup, priority
from graders.worker.launch import cores

PIECES = 5
"""Of about half a millisecond of work, for each thread whose share of the machine is measured."""


def machine_card(*, sandboxed: bool, timed: bool = True) -> dict[str, str | int | float | bool]:
    """CPU, cores usable, versions, sandboxed or not; where something was timed, the timing noise of a short calibration."""
    return {
        "system": system(),
        "cpu": cpu_name(),
        "cores": cores(),
        **{f"{level}_cache_bytes": size for level, size in caches().items()},
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else -1.0,
        "python": platform.python_version() + ("" if gil() else " without GIL"),
        "numpy": _version("numpy"),
        "numba": _version("numba"),
        "blas_threads": 1,
        **({"noise": timing_noise()} if timed else {}),
        "sandboxed": sandboxed,
        "control_group": cgroup.described() if sandboxed else "not used",
        "priority": "real time in races" if sandboxed and priority.allowed() else "as usual",
    }


def in_one_line(card: Mapping[str, str | int | float | bool]) -> str:
    """What a reader of a number wants to know of the machine: processor, cores, caches, versions, how quiet it was."""
    caches = ", ".join(f"{level} {quantity(size, 'B')}" for level, size in caches_of(card).items())
    versions = f"Python {card['python']}, numpy {card['numpy']}, numba {card['numba']}"
    cores_in_words = f"{card['cores']} core{'s' if card['cores'] != 1 else ''}"
    parts = (f"{card['cpu']}, {cores_in_words}", caches, versions, f"timing noise {100 * float(card['noise']):.0f} %")
    return " · ".join(part for part in parts if part)


def caches_of(card: Mapping[str, str | int | float | bool]) -> dict[str, int]:
    """What `caches` returned on the machine of that card."""
    return {key[:2]: int(size) for key, size in card.items() if key.endswith("_cache_bytes")}


def gil() -> bool:
    """Whether one thread at a time runs Python code here. Not so in a free-threaded Python."""
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())


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
        return "other programs are at work; races take longer"
    return "too busy for races: close the browser, plug in the power"


def capacity(cores: int, *, in_real_time: bool = False) -> float:
    """How much that many independent threads get done in the time that one needs for its part: 2.0 for two on two idle cores.

    `in_real_time` they come before other work, as a worker does that runs so. Takes a few milliseconds. A virtual machine
    whose two processors share a real core says 1.5 now and 1.9 a second later, and nothing else in it tells.
    """
    data = bytes(1 << 20)

    def together(count: int) -> float:
        ready = threading.Barrier(count)
        begun, ended = [0.0] * count, [0.0] * count

        def work(place: int) -> None:
            if in_real_time:
                priority.as_workers()
            ready.wait()
            begun[place] = time.perf_counter()
            for _ in range(PIECES):
                hashlib.sha256(data).digest()
            ended[place] = time.perf_counter()

        threads = [threading.Thread(target=work, args=(place,)) for place in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return max(ended) - min(begun)

    with priority.judging() if in_real_time else contextlib.nullcontext():
        return cores * together(1) / together(cores)


def has_gpu() -> bool:
    nvidia = shutil.which("nvidia-smi")
    return nvidia is not None and subprocess.run([nvidia, "-L"], capture_output=True).returncode == 0


def blas() -> str:
    """The library behind numpy's matrix product."""
    try:
        library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f"{library['name']} {library['version']}"
    except (KeyError, TypeError):
        return "unknown"


def system() -> str:
    return f"{platform.system()} {platform.machine()}"


def caches() -> dict[str, int]:
    """Bytes of the data caches that one core sees, by level ("L1", "L2", "L3"); empty where the system does not say."""
    if sys.platform == "darwin":
        names = {"L1": "hw.l1dcachesize", "L2": "hw.l2cachesize", "L3": "hw.l3cachesize"}
        texts = {level: _output_of("sysctl", "-n", name) for level, name in names.items()}
        return {level: int(text) for level, text in texts.items() if text.isdigit() and int(text)}
    sizes: dict[str, int] = {}
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        try:
            kind, level, size = ((index / name).read_text().strip() for name in ("type", "level", "size"))
            if kind != "Instruction":
                sizes[f"L{level}"] = int(size.removesuffix("K")) << 10
        except (OSError, ValueError):
            continue
    return sizes


def _output_of(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=10).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


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
