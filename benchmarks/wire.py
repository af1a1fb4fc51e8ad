"""What crossing the border to a worker costs: a null call, a large argument, a 10 ms kernel.

    python benchmarks/wire.py

Prints medians and ratios measured side by side; goals: null call under 150 µs, a 64 MB array at most 1.5 memcpy,
a 10 ms kernel under 1 % dearer once the null call is subtracted, as races do.
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
    start, worker = timed(lambda: Worker(Settings(file), lambda reference: reference, launcher))
    load, _ = timed(lambda: worker.loaded(20))

    def call(name, *args):
        return worker.call("call", Reference("student", name), args, {}, limit=20, timed=True)

    array, copy = np.random.default_rng(1).random(8_000_000), np.empty(8_000_000)
    for _ in range(5):
        call("nothing", array)
    null = statistics.median(timed(lambda: call("nothing"))[0] for _ in range(1000))
    pairs = [(timed(lambda: call("nothing", array))[0], timed(lambda: np.copyto(copy, array))[0]) for _ in range(50)]
    ratio = statistics.median(ours / memcpy for ours, memcpy in pairs)
    inside_net = statistics.median(call("nothing").seconds for _ in range(200))
    kernels = [(reply.seconds - inside_net, reply.value) for reply in (call("kernel") for _ in range(100))]
    overhead = statistics.median(outside / inside - 1 for outside, inside in kernels)
    name = "sandbox" if launcher.sandboxed else "plain"
    print(f"{name:8} start {1e3 * (start + load):5.0f} ms   null call {1e6 * null:5.0f} µs", end="   ")
    print(f"64 MB argument {ratio:4.2f} memcpy   10 ms kernel {100 * overhead:+.2f} %")
    worker.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for launcher in [Plain()] if trouble() else [Plain(), Sandbox()]:
            measure(launcher, Path(name))
            launcher.close()
