"""Five small programs that wait for different things, as a system monitor sees them."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from graders.course import ROOT
from graders.experiment import Axis, ExperimentResult, Lines, cores, main

SECONDS = 4.0  # that each program runs
LOOKS = 20  # how often the monitor looks meanwhile
MEGABYTES = 256  # in memory, of the program that reads at random

SLACK = 0.6
"""Seconds that a program goes on after the last look should have been."""

HEAD = "import hashlib, os, sys, threading, time\nend = time.monotonic() + {seconds}\n"
FOOT = """
try:
    import resource
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_nvcsw, used.ru_nivcsw)
except ImportError:
    print("nan nan")
"""
PROGRAMS = {
    "computes": """
state = 1
while time.monotonic() < end:
    for _ in range(10_000): state = (state * 5 + 3) % 1_000_003
""",
    "computes in threads": """
def work():
    block = bytes(1 << 20)
    while time.monotonic() < end: hashlib.sha256(block).digest()
many = [threading.Thread(target=work) for _ in range({threads})]
for each in many: each.start()
for each in many: each.join()
""",
    "writes and waits": """
with open(sys.argv[1], "wb", buffering=0) as file:
    while time.monotonic() < end:
        file.write(bytes(4096))
        os.fsync(file.fileno())
""",
    "asks and waits": """
while time.monotonic() < end: time.sleep(0.02); sum(range(1000))
""",
    "reads at random": """
import numpy as np
rng = np.random.default_rng(1)
numbers, places = np.zeros({megabytes} << 17), rng.integers(0, {megabytes} << 17, 1 << 18)
while time.monotonic() < end: numbers[places] += 1
""",
}


def watched(program):
    """A row of looks: (seconds since it began, cores in use), and what the system counted, for each second."""
    for name, value in {"seconds": SECONDS + SLACK, "threads": 2 * cores(), "megabytes": MEGABYTES}.items():
        program = program.replace("{" + name + "}", str(value))
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        command = [sys.executable, "-c", program, str(Path(folder, "file"))]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            shown, found = looked_at(psutil.Process(child.pid))
            gave_way, sent_away = map(float, child.communicate(timeout=10 * SECONDS + 10)[0].split())
        finally:
            child.kill()
            child.wait()
    return shown, {**found, "gave way": gave_way / (SECONDS + SLACK), "sent away": sent_away / (SECONDS + SLACK)}


def looked_at(process):
    """The same while it runs; a monitor sees nothing but what the system counts."""
    time.sleep(SECONDS / 5)  # until it has started
    begin, before, first = time.perf_counter(), process.cpu_times(), written(process)
    since, used, shown = begin, before.user + before.system, []
    for _ in range(LOOKS):
        time.sleep(SECONDS * 0.6 / LOOKS)
        now, times = time.perf_counter(), process.cpu_times()
        shown.append((now - begin, (times.user + times.system - used) / (now - since)))
        since, used = now, times.user + times.system
    found = {"written": (written(process) - first) / (now - begin), "memory": process.memory_info().rss}
    found |= {kind: (getattr(times, kind) - getattr(before, kind)) / (now - begin) for kind in ("user", "system")}
    return shown, found


def written(process):
    """Bytes that it sent to the disk so far; NaN where the system does not say."""
    return process.io_counters().write_bytes if hasattr(process, "io_counters") else float("nan")


def told(value, form="{:,.0f}"):
    return "-" if value != value else form.format(value)


def measure():
    found = {name: watched(HEAD + program + FOOT) for name, program in PROGRAMS.items()}
    rows = [
        [
            name,
            told(each["user"], "{:.2f}"),
            told(each["system"], "{:.2f}"),
            told(each["gave way"]),
            told(each["sent away"]),
            told(each["written"] / 1e6, "{:.1f}"),
            told(each["memory"] / 1e6),
        ]
        for name, (_, each) in found.items()
    ]
    said = "; ".join(f"{name}: {each['user'] + each['system']:.2f}" for name, (_, each) in found.items())
    disk = found["writes and waits"][1]
    crowd = found["computes in threads"][1]
    return ExperimentResult(
        f"Five programs in a monitor, {cores()} cores",
        ["a program that", "own", "system's", "waits/s", "sent away/s", "MB/s out", "MB"],
        rows,
        f"Cores in use: {said}. The one that writes goes to sleep {disk['gave way']:,.0f} times a second. "
        f"{2 * cores()} threads on {cores()} cores are sent away "
        f"{crowd['sent away']:,.0f} times a second while they still have work.",
        [Lines(Axis("seconds", "number"), Axis("cores in use"), {name: shown for name, (shown, _) in found.items()})],
    )


if __name__ == "__main__":
    main(measure, quick={"SECONDS": 0.4, "LOOKS": 4, "MEGABYTES": 16})
