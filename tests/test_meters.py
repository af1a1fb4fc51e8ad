"""Meters: what they find in functions whose behaviour is known, and the line that the student reads.

The limits here are a factor away from what is measured, for this machine may be busy.
"""

import math
import random
import re
import subprocess
import sys

import pytest

from graders import regression
from graders.judge import messages
from graders.judge.instructions import counted_by_perf, perf_counts
from graders.report.messages import measured
from graders.result import Measure, load
from graders.worker import sandbox
from tests.checkout import Checkout

pytestmark = pytest.mark.alone

STUDENT = """\
import time
import numpy as np

def frugal(x): return float(x.sum())
def greedy(x): return float((np.repeat(x, 64) + 1).sum())
def linear(x):
    s = 0.0
    for v in x: s += v
    return s
def quadratic(x):
    s = 0.0
    for v in x:
        for w in x: s += v * w
    return s
def add(a, b):
    a += b
def slow_add(a, b):
    for i in range(0, len(a), 4): a[i] += b[i]
first = True
def compiled(x):
    global first
    if first: time.sleep(0.5)
    first = False
    return x
def shared(x, workers):
    time.sleep(0.06 / workers)
def many(n): return [np.zeros(10) for _ in range(n)]
def frame(i): time.sleep(0.3 if i % 10 == 9 else 0.0)
"""

TESTS = """\
import itertools
import numpy as np
import pytest
from graders.judge import meters

pytestmark = pytest.mark.exercise("m9.e2")
seen = []
def saw(answer, before, after): seen.append((answer, before, after))

@pytest.mark.points(1)
def test_cpu(student):
    x = np.ones(1 << 20)
    few = (np.ones(8),)
    meters.memory(student, "frugal", x, verify=saw, warm_up=few, at_most=4 << 20)
    meters.exponent(student, "linear", lambda n: (np.ones(n),), verify=saw, sizes=[2000, 8000, 32000, 128000], at_most=1.6)
    meters.bandwidth(student, "add", lambda: (np.ones(1 << 21), np.ones(1 << 21)), verify=saw, moved=24 << 21)
    meters.compile_time(student, "compiled", 1, verify=saw, at_most=20)
    meters.latency(student, "frame", lambda: (0,), verify=saw, deadline=5.0, frames=20)
    meters.threads(student, "shared", lambda: (1,), verify=saw, at_least=1.2)
    meters.energy(student, "linear", np.ones(100_000), verify=saw)
    make = lambda: (np.ones(1 << 21), np.ones(1 << 21))
    meters.roofline(student, "add", make, verify=saw, moved=24 << 21, operations=1 << 21)
    meters.allocations(student, "many", 100, verify=saw)
    meters.instructions(student, "linear", np.ones(1000), verify=saw)

@pytest.mark.gpu
@pytest.mark.points(2)
def test_gpu(student): pass
"""
BREAKS = {
    "memory": (
        'meters.memory(student, "greedy", np.ones(1 << 18), verify=saw, warm_up=(np.ones(8),), at_most=4 << 20)',
        r"memory: [\d.]+ MiB, more than 4 MiB",
    ),
    "growth": (
        'meters.exponent(student, "quadratic", lambda n: (np.ones(n),), verify=saw, sizes=[100, 250, 600, 1500], at_most=1.2)',
        r"growth: n\^(1\.[6-9]|2|2\.[1-4]), more than n\^1\.2",
    ),
    "bandwidth": (
        'meters.bandwidth(student, "slow_add", lambda: (np.ones(1 << 18),) * 2, verify=saw, moved=24 << 18, at_least=0.3)',
        r"bandwidth: 0\.\d+ of the triad, less than 0\.3",
    ),
    "first call": (
        'meters.compile_time(student, "compiled", 1, verify=saw, at_most=0.2)',
        r"first call: [\d.]+ m?s, more than 200 ms",
    ),
    "latency": (
        "frames = itertools.count(); "
        'meters.latency(student, "frame", lambda: (next(frames),), verify=saw, deadline=0.2, frames=30)',
        r"3 of 30 frames took longer than 200 ms",
    ),
    "allocations": (
        'meters.allocations(student, "many", 3000, verify=saw, at_most=100)',
        r"allocations: \d[\d.]*( thousand)?, more than 100",
    ),
    "roofline": (
        "make = lambda: (np.ones(1 << 18),) * 2; "
        'meters.roofline(student, "slow_add", make, verify=saw, moved=6 << 20, operations=9**6, at_least=0.3)',
        r"roofline: 0\.\d+ of the roof, less than 0\.3",
    ),
    "speed-up": (
        'meters.threads(student, "shared", lambda: (1,), verify=saw, at_least=50)',
        r"speed-up: [\d.]+x on \d+ cores, less than 50",
    ),
}


@pytest.fixture
def metered(trial: Checkout) -> Checkout:
    trial.write("assignments/m9/e2_gpu.py", STUDENT)
    trial.write("assignments/m9/test_e2_gpu.py", TESTS)
    return trial


def test_every_meter_is_a_line_in_the_terminal_and_in_the_result(metered):
    done = metered.pytest("assignments/m9", "-k", "e2", "--gpu", "off")
    assert re.search(r"m9\.e2 .* 1/3", done.stdout), done.stdout
    check = load(metered.folder / "results" / "last.json").exercises[0].rubric[0].checks[0]
    found = {each.name: each for each in check.measures}
    assert found["memory"].value < 4 << 20
    assert 0.5 < found["growth"].value < 1.6 and found["growth"].low < found["growth"].value < found["growth"].high
    assert 0 < found["bandwidth"].value < 400  # beside other work an empty call may seem to take most of the time
    assert found["first call"].value > 0.2
    assert found["energy"].value > 0 and found["energy"].note
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert len(found["growth"].curve) == 4 and found["growth"].footprints == [8 * n for n in (2000, 8000, 32000, 128000)]
    assert found["speed-up"].curve[0] == (1.0, 1.0) and "% parallel (Amdahl)" in found["speed-up"].note
    assert found["roofline"].curve[0][0] == 1 / 24 and found["roofline"].roofs[1] > found["roofline"].roofs[0] / 24
    assert 100 <= found["allocations"].value < 20_000
    if found["instructions"].value is None:
        assert found["instructions"].note == messages.NO_INSTRUCTIONS
    else:
        assert 10_000 < found["instructions"].value < 10_000_000
    for line in ("memory ", "growth ", "bandwidth ", "first call ", "latency ", "energy ", "roofline ", "allocations "):
        assert f"      {line}" in done.stdout, done.stdout


@pytest.mark.parametrize("meter", BREAKS)
def test_a_broken_limit_fails_the_check_and_says_by_how_much(metered, meter):
    call, sentence = BREAKS[meter]
    head, tail = TESTS.split("    x = np.ones(1 << 20)")
    metered.write("assignments/m9/test_e2_gpu.py", f"{head}    {call}\n\n@pytest.mark.gpu{tail.split('@pytest.mark.gpu')[1]}")
    done = metered.pytest("assignments/m9", "-k", "e2", "--gpu", "off")
    assert re.search(sentence, " ".join(done.stdout.split())), done.stdout
    assert re.search(r"✗ cpu +0/1", done.stdout), done.stdout


CHEATING = """\
import gc
import mmap
import os
import numpy as np

def in_place(x, p):
    done = np.zeros(len(p), bool)
    for start in range(len(p)):
        i, first = start, x[start]
        while not done[i]:
            done[i] = True
            x[i] = first if p[i] == start else x[p[i]]
            i = p[i]
def by_a_copy(x, p): x[:] = x[p]
def only_when_collected(x, p):
    if gc.isenabled(): x[:] = x[p]
def _through(memory, x, p):
    copy = np.frombuffer(memory, x.dtype, len(x))
    np.take(x, p, out=copy)
    x[:] = copy
def in_a_mapping(x, p):
    with open("scratch", "w+b") as file:
        file.truncate(x.nbytes)
        memory = mmap.mmap(file.fileno(), x.nbytes)
    _through(memory, x, p)
def in_the_outgoing_arena(x, p): _through(mmap.mmap(5, x.nbytes), x, p)
def written_to_the_outgoing_arena(x, p):
    for i in range(0, len(p), 1000): os.pwrite(5, x[p[i:i+1000]].tobytes(), 8*i)
    for i in range(0, len(p), 1000): x[i:i+1000] = np.frombuffer(os.pread(5, 8 * len(x[i:i+1000]), 8*i), x.dtype)
def in_a_file(x, p, name="/tmp/scratch"):
    with open(name, "w+b", buffering=0) as file:
        for i in range(0, len(p), 1000): file.write(x[p[i:i+1000]].tobytes())
        file.seek(0)
        for i in range(0, len(p), 1000): x[i:i+1000] = np.frombuffer(file.read(8 * len(x[i:i+1000])), x.dtype)
    os.unlink(name)
def in_a_file_of_shared_memory(x, p): in_a_file(x, p, "/dev/shm/scratch")
def in_a_file_beside(x, p): in_a_file(x, p, "scratch")
def in_what_was_touched_before(x, p): _through(touched, x, p)
touched = mmap.mmap(5, 1 << 28)
touched[::4096] = bytes(len(touched) // 4096)
"""
METERED = """\
import numpy as np
import pytest
from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m9.e2")

def verify(answer, before, after):
    check.equal(after[0], before[0][before[1]], "x")
    check.equal(after[1], before[1], "p")

@pytest.mark.points(1)
@pytest.mark.parametrize("name", {names})
def test_cpu(student, name, rng):
    n = 400_000 if "in_place" in name else 1_000_000
    few = rng.random(5), rng.permutation(5)
    meters.memory(student, name, rng.random(n), rng.permutation(n), verify=verify, warm_up=few, at_most=4 << 20)

@pytest.mark.gpu
@pytest.mark.points(2)
def test_gpu(student): pass
"""
CHEATS = {
    "by_a_copy": "memory",
    "only_when_collected": "",
    "in_a_mapping": "memory",
    "in_the_outgoing_arena": "memory",
    "written_to_the_outgoing_arena": "memory",
    "in_a_file": "memory",
    "in_a_file_of_shared_memory": "memory",
    "in_a_file_beside": "memory",
    "in_what_was_touched_before": "memory",
}


@pytest.mark.skipif(bool(sandbox.trouble()), reason="no sandbox here")
def test_memory_counts_wherever_it_lies_and_what_was_metered_is_verified(metered):
    """In place there is room for a mark of each element; a copy has eight times as much, and is found in every hiding place."""
    names = ["in_place", *CHEATS]
    metered.write("assignments/m9/e2_gpu.py", CHEATING)
    metered.write("assignments/m9/test_e2_gpu.py", METERED.format(names=names))
    command = ("assignments/m9/test_e2_gpu.py::test_cpu", "--sandbox", "--gpu", "off")
    metered.pytest(*command)
    result = load(metered.folder / "results" / "last.json").exercises[0].rubric[0]
    found = dict(zip(names, result.checks, strict=True))
    assert found["in_place"].state == "pass", found["in_place"]
    for name, said in CHEATS.items():
        if name == "only_when_collected":  # nothing tells it which call is metered: it does no work in any
            assert found[name].state == "fail" and "x is wrong" in found[name].why, found[name]
        else:
            assert found[name].state == "fail", found[name]
            assert re.search(f"{said}.* MiB, more than 4 MiB", found[name].why), found[name]


def test_a_call_that_is_metered_looks_like_any_other(metered):
    """Whatever a function sees of its own call: collector, frames and what is in them, threads, environment, limits, files."""
    metered.write("assignments/m9/e2_gpu.py", PORTRAIT)
    metered.write("assignments/m9/test_e2_gpu.py", PORTRAYED)
    done = metered.pytest("assignments/m9", "-k", "e2", "--gpu", "off")
    check = load(metered.folder / "results" / "last.json").exercises[0].rubric[0].checks[0]
    assert check.state == "pass", (check, done.stdout)


PORTRAIT = """\
import gc
import os
import resource
import sys
import threading
import tracemalloc

def portrait(x):
    frame, frames = sys._getframe(1), []
    while frame is not None:
        plain = {k: v for k, v in frame.f_locals.items() if type(v) in (bool, str, int) and k != "call"}
        frames.append((frame.f_code.co_name, sorted(frame.f_locals), sorted(map(str, plain.items()))))
        frame = frame.f_back
    return {
        "collector": gc.isenabled(), "debug": gc.get_debug(), "hooks": len(gc.callbacks), "frames": frames,
        "threads": [(each.name, each.daemon) for each in threading.enumerate()], "trace": tracemalloc.is_tracing(),
        "profile": repr(sys.getprofile()) + repr(sys.gettrace()),
        "environment": {key: value for key, value in os.environ.items() if "worker-" not in value},
        "files": len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0, "cwd": os.getcwd(),
        "limits": [resource.getrlimit(each) for each in range(16)], "priority": os.getpriority(os.PRIO_PROCESS, 0),
        "switch": sys.getswitchinterval(), "array": (str(x.flags), type(x.base).__name__), "modules": len(sys.modules),
        "scheduler": os.sched_getscheduler(0) if hasattr(os, "sched_getscheduler") else 0,
    }
"""
PORTRAYED = """\
import numpy as np
import pytest
from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m9.e2")

@pytest.mark.points(1)
def test_cpu(student):
    x = np.ones(100_000)
    student.portrait(x)
    ordinary = student.portrait(x)
    def verify(answer, before, after):
        for key in ordinary:
            check.equal(answer[key], ordinary[key], key)
    timed = student.timed("portrait", x)
    verify(timed.value, (), ())
    meters.memory(student, "portrait", x, verify=verify, warm_up=(x,))
    meters.bandwidth(student, "portrait", lambda: (x,), verify=verify, moved=1)
    meters.latency(student, "portrait", lambda: (x,), verify=verify, deadline=60, frames=5)
    meters.compile_time(student, "portrait", x, verify=lambda *_: None)
    meters.energy(student, "portrait", x, verify=verify)

@pytest.mark.gpu
@pytest.mark.points(2)
def test_gpu(student): pass
"""


def test_the_fitted_exponent_is_exact_without_noise_and_covers_the_truth_with_it():
    sizes = [10, 100, 1000, 10_000]
    slope, error = regression.exponent(sizes, [3 * n**1.5 for n in sizes])
    assert slope == pytest.approx(1.5) and error == pytest.approx(0, abs=1e-6)
    generator, missed = random.Random(3), 0
    for _ in range(1000):
        slope, error = regression.exponent(sizes, [n**1.5 * math.exp(generator.gauss(0, 0.1)) for n in sizes])
        missed += not slope - error <= 1.5 <= slope + error
    assert 20 <= missed <= 85


def test_amdahls_law_is_found_again():
    threads = [1, 2, 3, 4, 8]
    for part in (0.0, 0.5, 0.9, 1.0):
        assert regression.parallel_fraction(threads, [regression.amdahl(part, n) for n in threads]) == pytest.approx(part)
    assert regression.amdahl(0.9, 1e12) == pytest.approx(10)
    assert regression.parallel_fraction([1, 2], [1, 0.5]) == 0.0  # slower with two: nothing of it is parallel
    with pytest.raises(ValueError, match="one thread"):
        regression.parallel_fraction([1], [1])


@pytest.mark.parametrize("limit", ["", ", at_most=5"])
def test_what_cannot_be_measured_is_said_to_be_missing_or_decided_elsewhere(metered, limit):
    head, tail = TESTS.split("    x = np.ones(1 << 20)")
    nobody = "    meters.counting.shutil.which = lambda name: None\n"
    call = f'{nobody}    meters.instructions(student, "linear", np.ones(9), verify=saw{limit})'
    metered.write("assignments/m9/test_e2_gpu.py", f"{head}{call}\n\n@pytest.mark.gpu{tail.split('@pytest.mark.gpu')[1]}")
    metered.pytest("assignments/m9", "-k", "e2", "--gpu", "off")
    check = load(metered.folder / "results" / "last.json").exercises[0].rubric[0].checks[0]
    if limit:
        assert (check.state, check.points, check.why) == ("deferred", 0, messages.NO_INSTRUCTIONS)
    else:
        assert check.state == "pass"
        assert check.measures == [Measure("instructions", None, "", note=messages.NO_INSTRUCTIONS)]


def test_inline_there_is_no_worker_to_look_at(metered):
    for limit, said in (("", "memory: not measured; not with --inline"), (", at_most=5", "not with --inline")):
        head, tail = TESTS.split("    x = np.ones(1 << 20)")
        call = f'    meters.memory(student, "frugal", np.ones(9), verify=saw{limit})\n'
        call += '    meters.instructions(student, "linear", np.ones(9), verify=saw)'
        metered.write("assignments/m9/test_e2_gpu.py", f"{head}{call}\n\n@pytest.mark.gpu{tail.split('@pytest.mark.gpu')[1]}")
        done = metered.pytest("assignments/m9", "-k", "e2", "--gpu", "off", "--inline")
        assert said in " ".join(done.stdout.split()) and "trouble" not in done.stdout, done.stdout
        assert done.returncode == 0


@pytest.mark.skipif(not perf_counts("page-faults:u"), reason="perf is not here")
def test_perf_counts_what_happens_during_the_call_and_nothing_else():
    worker = subprocess.Popen(
        [sys.executable, "-c", "import mmap\nfor line in open(0):\n m = mmap.mmap(-1, int(line) << 12)\n"
         " for i in range(0, len(m), 4096): m[i] = 1\n print(flush=True)"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def touch(pages: int) -> None:
        worker.stdin.write(b"%d\n" % pages)
        worker.stdin.flush()
        worker.stdout.readline()

    with worker:
        touch(5000)
        counts = [counted_by_perf(worker.pid, lambda pages=pages: touch(pages), "page-faults:u") for pages in (100, 3000)]
        worker.stdin.close()
    assert 100 <= counts[0] < 1000 and 3000 <= counts[1] < 4000


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure("memory", 12 << 20, "B", limit=20 << 20), "memory 12 MiB, limit 20 MiB"),
        (Measure("growth", 1.98, "n", 1.9, 2.06, 3), "growth n^2 (n^1.9–n^2.1), limit n^3"),
        (Measure("latency", 0.0012, "s", 0.001, 0.0034, 0.01), "latency 1.2 ms (1 ms–3.4 ms), limit 10 ms"),
        (Measure("instructions", 1.23e7, "", limit=10**9), "instructions 12 million, limit 1 billion"),
        (Measure("allocations", 9999, "", limit=12), "allocations 9999, limit 12"),
        (Measure("speed-up", None, "", note=messages.ONE_CORE), f"speed-up: not measured; {messages.ONE_CORE}"),
        (Measure("energy", 0.25, "J", note="modelled"), "energy 250 mJ; modelled"),
    ],
)
def test_measures_in_words(measure, words):
    assert measured(measure) == words
