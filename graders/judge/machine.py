"""The machine card: on what a result was measured."""

import importlib.metadata
import os
import platform
import statistics
import sys
import time
from pathlib import Path

from graders.worker import cgroup
from graders.worker.launch import cores


def machine_card(*, sandboxed: bool) -> dict[str, str | int | float | bool]:
    """CPU, cores usable, versions, timing noise of a short calibration, sandboxed or not."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": _cpu_name(),
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


def _cpu_name() -> str:
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
