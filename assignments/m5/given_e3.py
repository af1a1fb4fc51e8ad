"""Given for m5.e3: traces whose truth is known, a recorder for a real one, and what the tests drive your functions with."""

import base64
import contextlib
import gzip
import json
import os
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from given_recorded_e3 import RECORDED

MINE = Path(__file__).with_name("my_trace.json.gz")
NO_TORCH = "recording a trace needs torch; python -m graders doctor says how to get the small one"


class _Card:
    """A processor that asks and a card that does, with a queue between them; all times are whole microseconds."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.now = 1000
        self._free = {7: 1000, 20: 1000}
        """When each of the card's streams has done all that it was asked for."""
        self._correlation = 0

    def event(self, name: str, kind: str, begin: int, end: int, **args: Any) -> None:
        card = kind in ("kernel", "gpu_memcpy", "gpu_memset", "gpu_user_annotation")
        where = {"pid": 0, "tid": args.get("stream", 7)} if card else {"pid": 4711, "tid": 4711}
        self.events.append({"ph": "X", "cat": kind, "name": name, **where, "ts": begin, "dur": end - begin, "args": args})

    @contextlib.contextmanager
    def operation(self, name: str) -> Iterator[None]:
        begin = self.now
        self.now += 2
        yield
        self.now += 1
        self.event(name, "cpu_op", begin, self.now)

    def ask(self, call: str, name: str, kind: str, lasts: int, stream: int = 7, **args: Any) -> int:
        """Put something into the card's queue; returns when it will be done."""
        self._correlation += 1
        begin = max(self.now + 4, self._free[stream])
        end = self._free[stream] = begin + lasts
        self.event(call, "cuda_runtime", self.now, self.now + 5, correlation=self._correlation)
        arrow = {"cat": "ac2g", "name": "ac2g", "id": self._correlation}
        self.events.append({"ph": "s", **arrow, "pid": 4711, "tid": 4711, "ts": self.now})
        self.events.append({"ph": "f", **arrow, "pid": 0, "tid": stream, "ts": begin, "bp": "e"})
        self.event(name, kind, begin, end, stream=stream, correlation=self._correlation, **args)
        self.now += 6
        return end

    def wait(self, until: int) -> None:
        """The processor waits for the card."""
        end = max(self.now, until) + 2
        self.event("cudaStreamSynchronize", "cuda_runtime", self.now, end)
        self.now = end


def synthetic(steps: int = 50, layers: int = 12, forgotten: tuple[int, ...] = (4, 8, 12), seed: int = 0) -> tuple[Any, Any]:
    """(trace, truth) of a network that is trained on a card, with a forgotten .item() or .cpu() after some of its layers.

    The truth is what analyse says. How busy the card was is counted microsecond by microsecond.
    """
    rng, card = np.random.default_rng(seed), _Card()
    card.events.append({"ph": "M", "name": "process_name", "pid": 0, "args": {"name": "python"}})
    size, waits, begins = 4_194_304, [], []
    for step in range(steps):
        begin = card.now
        begins.append(begin)
        with card.operation("aten::to"), card.operation("aten::copy_"):
            card.ask("cudaMemcpyAsync", "Memcpy HtoD (Pinned -> Device)", "gpu_memcpy", 300, 20, bytes=2_000_000)
        for layer in range(1, layers + 1):
            with card.operation("aten::linear"), card.operation("aten::addmm"):
                card.ask("cudaLaunchKernel", "gemm_128x64", "kernel", int(rng.integers(150, 170)))
            with card.operation("aten::relu"):
                done = card.ask("cudaLaunchKernel", "elementwise_relu", "kernel", int(rng.integers(20, 30)))
            if layer in forgotten:
                name = "aten::item" if layer != forgotten[-1] else "aten::to"
                inner = "aten::_local_scalar_dense" if layer != forgotten[-1] else "aten::_to_copy"
                with card.operation(name), card.operation(inner):
                    lasts = int(rng.integers(600, 700)) if name == "aten::item" else int(rng.integers(800, 900))
                    done = card.ask(
                        "cudaMemcpyAsync", "Memcpy DtoH (Device -> Pageable)", "gpu_memcpy", lasts, bytes=size - layer
                    )
                    card.wait(done)
                waits.append((name, lasts, size - layer))
                card.now += 400  # what the program does with the number
        card.wait(done)
        card.event(f"ProfilerStep#{step}", "user_annotation", begin, card.now)
        card.event(f"ProfilerStep#{step}", "gpu_user_annotation", begin + 9, card.now)
        card.now += 15
    end = card.now - 15
    begins.append(card.now)
    busy = np.zeros(card.now, bool)
    kernels: dict[str, int] = {}
    for each in card.events:
        if each["ph"] == "X" and each["cat"] in ("kernel", "gpu_memcpy"):
            busy[each["ts"] : each["ts"] + each["dur"]] = True
            if each["cat"] == "kernel":
                kernels[each["name"]] = kernels.get(each["name"], 0) + each["dur"]
    total = sum(lasts for _, lasts, _ in waits)
    by_name = {name: sum(lasts for other, lasts, _ in waits if other == name) for name, _, _ in waits}
    truth = {
        "step_ms": sum(np.diff(begins).tolist()) / steps / 1000 - 0.015,
        "dtoh_us": float(total),
        "dtoh_per_step": len(waits) / steps,
        "dtoh_gbps": sum(moved for _, _, moved in waits) / total / 1000 if total else 0.0,
        "gpu_busy_fraction": float(busy[1000:end].mean()),
        "top_kernel": max(kernels, key=lambda name: kernels[name]),
        "suspects": sorted(by_name, key=lambda name: -by_name[name]),
    }
    trace = {"schemaVersion": 1, "deviceProperties": [{"id": 0, "name": "a card that never was"}], "traceEvents": card.events}
    return trace, truth


def recorded() -> bytes:
    """A trace that torch.profiler recorded on a processor without a card, gzipped: five steps of a small network."""
    return base64.b64decode(RECORDED)


def record(path: Path) -> None:
    """Train a small network for a few steps, on the card if there is one, and write what torch.profiler saw."""
    try:
        import torch
    except ImportError:
        raise SystemExit(NO_TORCH) from None
    from torch.profiler import ProfilerActivity, profile, schedule

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)).to(device)
    optimiser = torch.optim.SGD(net.parameters(), 0.1)
    kinds = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if device == "cuda" else [])]
    plan = schedule(wait=0, warmup=1, active=5)
    with profile(
        activities=kinds, schedule=plan, on_trace_ready=lambda done: done.export_chrome_trace(str(path)), acc_events=True
    ) as profiler:
        for _ in range(6):
            x, labels = torch.randn(256, 64), torch.randint(0, 10, (256,))
            loss = torch.nn.functional.cross_entropy(net(x.to(device)), labels.to(device))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            loss.item()  # what you will find
            profiler.step()
    print(f"{path}: {path.stat().st_size:,} bytes, recorded on {device}")


# For the tests: files stay on this side of the wire, what is in them comes here.


def on_file(function: Callable[..., Any], content: bytes, name: str = "trace.json", *, as_text: bool = False) -> dict[str, Any]:
    """What a function says about a file with this content: answer, error, its sentence, and whether the file has changed.

    A content that begins with b"sparse" stands for a file of 500 MB of zeros, which the system does not store.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        large = content.startswith(b"sparse")
        if large:
            os.truncate(path, 500_000_000)
        answer, error, sentence = None, "", ""
        try:
            answer = function(str(path) if as_text else path)
        except ValueError as refused:
            error, sentence = "ValueError", str(refused)
        same = large or path.read_bytes() == content
        return {"answer": answer, "error": error, "sentence": sentence, "changed": not same or len(os.listdir(folder)) != 1}


def peak_of(function: Callable[..., Any], content: bytes, name: str) -> tuple[dict[str, Any], int]:
    """The same, and the most memory in bytes that was in use at a time."""
    tracemalloc.start()
    found = on_file(function, content, name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found, peak


def missing(function: Callable[..., Any]) -> str:
    """The error for a file that is not there."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            function(Path(folder, "nowhere.json"))
        except OSError as error:
            return type(error).__name__
    return ""


def one_after_the_other(function: Callable[..., Any], contents: list[bytes]) -> list[Any]:
    """What a function says about one file whose content changes between calls; all answers are looked at in the end."""
    with tempfile.TemporaryDirectory() as folder:
        path, answers = Path(folder, "trace.json"), []
        for content in contents:
            path.write_bytes(content)
            os.utime(path, (1, 1))
            answers.append(function(path))
        return answers


def busy_of(busy: Callable[..., Any], intervals: list[tuple[float, float]]) -> tuple[Any, list[tuple[float, float]]]:
    """What busy_us says, and the intervals as it left them."""
    return busy(intervals), intervals


def as_json(trace: Any, *, packed: int = 0) -> bytes:
    """The bytes of a trace, gzipped so many times."""
    content = json.dumps(trace).encode()
    for _ in range(packed):
        content = gzip.compress(content, 1)
    return content


def main() -> None:
    where = Path(sys.argv[2]) if len(sys.argv) > 2 else MINE
    if sys.argv[1:2] == ["record"]:
        record(where)
    elif sys.argv[1:2] == ["analyse"]:
        from e3_copy_in_the_trace import analyse

        for key, value in analyse(where).items():
            print(f"{key:20}{value}")
    else:
        print("python assignments/m5/given_e3.py record [PATH], or analyse [PATH]")


if __name__ == "__main__":
    main()
