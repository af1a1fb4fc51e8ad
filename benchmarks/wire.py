"""What crossing the border to a worker costs beside what it carries: a large argument, a 10 ms kernel.

    python benchmarks/wire.py

Prints ratios measured side by side; goals: a 64 MB array at most 1.5 memcpy, a 10 ms kernel under 1 % dearer once the null
call is subtracted, as races do. What a null call takes by itself, and a new worker, `make bench` tells: test_wire.py.
"""

import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from graders.worker.codec import Reference
from graders.worker.launch import Launcher, Plain, Settings
from graders.worker.process import Worker
from graders.worker.sandbox import Sandbox, trouble

SOURCE = """\
import time
def nothing(x=None): return None
def kernel():
    begin = time.perf_counter()
    while time.perf_counter() - begin < 0.01: pass
    return time.perf_counter() - begin
"""


def timed(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def measure(launcher: Launcher, folder: Path) -> None:
    file = folder / "e9_bench.py"
    file.write_text(SOURCE)
    worker = Worker(Settings(file), lambda reference: reference, launcher)
    worker.loaded(20)

    def call(name, *args):
        return worker.call("call", Reference("student", name), args, {}, limit=20, timed=True)

    array, copy = np.random.default_rng(1).random(8_000_000), np.empty(8_000_000)
    for _ in range(5):
        call("nothing", array)
    pairs = [(timed(lambda: call("nothing", array))[0], timed(lambda: np.copyto(copy, array))[0]) for _ in range(50)]
    ratio = statistics.median(ours / memcpy for ours, memcpy in pairs)
    inside_net = statistics.median(call("nothing").seconds for _ in range(200))
    kernels = [(reply.seconds - inside_net, reply.value) for reply in (call("kernel") for _ in range(100))]
    overhead = statistics.median(outside / inside - 1 for outside, inside in kernels)
    name = "sandbox" if launcher.sandboxed else "plain"
    print(f"{name:8} 64 MB argument {ratio:4.2f} memcpy   10 ms kernel {100 * overhead:+.2f} %")
    worker.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for launcher in [Plain()] if trouble() else [Plain(), Sandbox()]:
            measure(launcher, Path(name))
            launcher.close()
