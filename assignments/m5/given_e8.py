"""Given for m5.e8: this machine, machines that are made up, and kernels to think about. Yours to call, not to change.

python assignments/m5/given_e8.py measures and predicts with your functions, then measures what was predicted.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np

KERNELS: dict[str, dict[str, Any]] = {
    "copy": {"flops": 0, "chain": 0, "arrays": [("r", 8, 8), ("w", 8, 8)]},
    "scale": {"flops": 1, "chain": 0, "arrays": [("rw", 8, 8)]},
    "triad": {"flops": 2, "chain": 0, "arrays": [("r", 8, 8), ("r", 8, 8), ("w", 8, 8)]},
    "column of a matrix": {"flops": 1, "chain": 0, "arrays": [("r", 8, 8192)]},
    "polynomial": {"flops": 64, "chain": 0, "arrays": [("r", 4, 4), ("w", 4, 4)]},
    "running mean": {"flops": 2, "chain": 2, "arrays": [("r", 8, 8), ("w", 8, 8)]},
}


class Pretend:
    """A machine that is made up. Its speed is known, its time passes only in move and multiply, and it is not always alone."""

    def __init__(self, machine: dict[str, Any], seed: int, tick: float, cold: float, busy: float) -> None:
        self.machine, self.tick, self.cold, self.busy = machine, tick, cold, busy
        self.random = random.Random(seed)
        self.now = self.random.uniform(0, 1000)
        self.begin = self.now
        self.last, self.calls = 0, 0
        self.quiet_until = self.now + self.random.uniform(0, 0.05)
        self.busy_until = self.quiet_until + 0.05

    def clock(self) -> float:
        return self.now // self.tick * self.tick

    def move(self, size: int) -> None:
        self._pass(size, size / self._bandwidth(size))

    def multiply(self, n: int) -> None:
        self._pass(n, 2 * n**3 / self.flops(n))

    def flops(self, n: int) -> float:
        """What a product of this size reaches: less where it is small, and a little less where it is large."""
        return float(self.machine["peak"] * n / (n + 40) * (0.8 if n > 600 else 1.0))

    def _bandwidth(self, size: int) -> float:
        levels = self.machine["levels"]
        return float(next((bandwidth for capacity, bandwidth in levels if size <= capacity), levels[-1][1]))

    def _pass(self, size: int, seconds: float) -> None:
        self.calls = self.calls + 1 if size == self.last else 1
        self.last = size
        if self.calls <= 10:
            seconds *= self.cold
        if self.now >= self.busy_until:
            self.quiet_until = self.now + self.random.uniform(0.1, 0.2)
            self.busy_until = self.quiet_until + self.random.uniform(0.02, 0.05)
        if self.now >= self.quiet_until:
            seconds *= self.random.uniform(2, self.busy) if self.busy > 2 else 1.0
        self.now += seconds


def measured(
    measure: Callable[..., Any],
    which: str,
    sizes: Any,
    machine: dict[str, Any],
    seed: int,
    tick: float,
    cold: float,
    busy: float,
) -> dict[str, Any]:
    """What measure_bandwidth (which is "move") or measure_peak ("multiply") says of a machine that is made up."""
    pretend = Pretend(machine, seed, tick, cold, busy)
    was, answer, error = repr(sizes), None, ""
    try:
        answer = measure(getattr(pretend, which), sizes, pretend.clock)
    except ValueError:
        error = "ValueError"
    took = pretend.now - pretend.begin
    return {"answer": answer, "error": error, "seconds": took, "calls": pretend.last != 0, "same": repr(sizes) == was}


def one_after_the_other(
    measure: Callable[..., Any], which: str, sizes: list[int], machine: dict[str, Any], other: dict[str, Any]
) -> list[Any]:
    """What it says twice, of the same functions and sizes, with another machine behind them the second time."""
    pretend = Pretend(machine, 1, 1e-6, 1, 0)
    work, clock = getattr(pretend, which), pretend.clock
    first = measure(work, sizes, clock)
    pretend.machine = other
    return [first, measure(work, sizes, clock)]


def here(measure_bandwidth: Callable[..., Any], measure_peak: Callable[..., Any], sizes: list[int], sides: list[int]) -> Any:
    """What both say of this machine: bandwidths of a copy, and the peak of a product in float32."""
    source, target = np.ones(max(sizes), np.uint8), np.zeros(max(sizes), np.uint8)
    matrices = {n: np.ones((n, n), np.float32) for n in sides}
    out = {n: np.empty((n, n), np.float32) for n in sides}

    def move(size: int) -> None:
        # A copy fetches and writes back its target: a third of the traffic for what is read, two for what is written.
        np.copyto(target[: size // 3], source[: size // 3])

    def multiply(n: int) -> None:
        np.matmul(matrices[n], matrices[n], out=out[n])

    bandwidths = measure_bandwidth(move, sizes, time.perf_counter)
    return bandwidths, measure_peak(multiply, sides, time.perf_counter)


def changed(function: Callable[..., Any], *args: Any) -> bool:
    """Whether a function changes what it is given."""
    was = repr(args)
    function(*args)
    return repr(args) != was


def main() -> None:
    import e8_roofline as mine

    sizes = [3 << bits for bits in range(13, 27)]
    bandwidths, peak = here(mine.measure_bandwidth, mine.measure_peak, sizes, [64, 128, 256, 512, 1024])
    for size, bandwidth in zip(sizes, bandwidths, strict=True):
        print(f"{size / 1024:12,.0f} KiB {bandwidth / 1e9:8.1f} GB/s")
    print(f"peak {peak / 1e9:.1f} Gflop/s, one thread or as many as your BLAS has")
    machine = {"levels": list(zip(sizes, bandwidths.tolist(), strict=True)), "peak": peak, "latency": 1e-9, "overhead": 1e-6}
    works: dict[str, Callable[..., Any]] = {
        "copy": lambda a, b: np.copyto(b, a),
        "scale": lambda a, b: np.multiply(a, 1.5, out=a),
    }
    for name, work in works.items():
        for n in (10_000, 1_000_000, 5_000_000):
            a, b = np.ones(n), np.zeros(n)
            times = []
            for _ in range(9):
                begin = time.perf_counter()
                work(a, b)
                times.append(time.perf_counter() - begin)
            predicted, why = mine.predict(KERNELS[name], n, machine), mine.bound(KERNELS[name], n, machine)
            print(f"{name:6} {n:10,} predicted {predicted * 1e6:9.1f} us ({why}), measured {min(times) * 1e6:9.1f} us")


if __name__ == "__main__":
    main()
