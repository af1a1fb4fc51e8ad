"""m2 beside numpy, torch and the standard library, with one worker: what several are worth is what its races measure.

m2.e8 is not here: no library schedules tasks by the same rule, nor looks for deadlocks.
"""

import asyncio
import queue
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from rivals import Case, agrees, row

# m2.e1


@agrees("m2.e1", "fit_parallel_fraction")
def fit(solution, given, rng, size):
    workers = [1, 2, 3, 4, 8]
    seconds = [(0.2 + 0.8 / n) * noise for n, noise in zip(workers, rng.uniform(0.95, 1.05, 5), strict=True)]

    def by_polyfit():
        slope, constant = np.polyfit([1 / n for n in workers], seconds, 1)
        return slope / (slope + constant)

    return Case(lambda: solution.fit_parallel_fraction(workers, seconds), {"np.polyfit": by_polyfit}, rtol=1e-9)


# m2.e2


@row("m2.e2", "map_threads, {2,000} tiny calls")
def calls(solution, given, rng, size):
    items = rng.integers(0, 1000, size(2000)).tolist()

    def by_pool():
        with ThreadPoolExecutor(1) as pool:
            return list(pool.map(int.bit_length, items))

    return Case(lambda: solution.map_threads(int.bit_length, items, 1), {"ThreadPoolExecutor.map": by_pool})


# m2.e3


@row(
    "m2.e3",
    "parallel_sum, {16,777,216} floats",
    "Every piece has one running total, each addition of which waits for the one before; numpy keeps several under way.",
)
def total(solution, given, rng, size):
    x = rng.random(size(1 << 24), "f4")
    return Case(
        lambda: solution.parallel_sum(x, 1),
        {"np.sum": lambda: x.sum(dtype=np.float64), "torch.sum": lambda: torch.from_numpy(x).sum(dtype=torch.float64)},
        rtol=1e-9,
        moved=x.nbytes,
    )


@agrees("m2.e3", "hist_lock, _atomic, _channels")
def histograms(solution, given, rng, size):
    x = rng.integers(0, 7, 10_001, dtype="u1")
    ways = [solution.hist_lock, solution.hist_atomic, solution.hist_channels]
    return Case(lambda: [way(x, 9, 3) for way in ways], {"np.bincount": lambda: [np.bincount(x, minlength=9)] * 3})


@row("m2.e3", "hist_private, {16,777,216} bytes")
def histogram(solution, given, rng, size):
    x = rng.integers(16, 240, size(1 << 24), dtype="u1")
    return Case(
        lambda: solution.hist_private(x, 256, 1),
        {
            "np.bincount": lambda: np.bincount(x, minlength=256),
            "torch.bincount": lambda: torch.bincount(torch.from_numpy(x), minlength=256),
        },
        moved=x.nbytes,
    )


# m2.e4


@row("m2.e4", "count_parallel, {4,000,000}", "Every addition has to be indivisible, which is what the exercise is about.")
def count(solution, given, rng, size):
    x = rng.integers(0, 256, size(4_000_000), dtype="u1")
    return Case(
        lambda: solution.count_parallel(x, 1),
        {"np.sum": lambda: x.sum(dtype=np.int64), "torch.sum": lambda: torch.from_numpy(x).sum()},
    )


# m2.e5


@row("m2.e5", "Channel, {10,000} in and out")
def channel(solution, given, rng, size):
    numbers = rng.integers(0, 99, size(10_000)).tolist()

    def through(channel):
        for x in numbers:
            channel.put(x)
        return [channel.get() for _ in numbers]

    return Case(lambda: through(solution.Channel(len(numbers))), {"queue.Queue": lambda: through(queue.Queue(len(numbers)))})


@row("m2.e5", "run_workers, {20,000} tiny calls")
def workers(solution, given, rng, size):
    items = rng.integers(0, 1000, size(20_000)).tolist()

    def by_pool():
        with ThreadPoolExecutor(1) as pool:
            return list(pool.map(int.bit_length, items))

    return Case(lambda: solution.run_workers(int.bit_length, items, 1), {"ThreadPoolExecutor.map": by_pool})


# m2.e6


@agrees("m2.e6", "process_sum")
def process_sum(solution, given, rng, size):
    x = rng.random((100, 7), "f4")

    def summed():
        with solution.SharedArray(x.shape, "f4") as shared:
            shared.array[...] = x
            return solution.process_sum(shared, 2)

    return Case(summed, {"np.sum": lambda: x.sum(dtype=np.float64)}, rtol=1e-12)


# m2.e7


@agrees("m2.e7", "fetch_all, failures among them")
def fetch(solution, given, rng, size):
    async def get(number):
        await asyncio.sleep(0)
        return 100 // number

    def told(answers):
        return [type(answer).__name__ if isinstance(answer, Exception) else answer for answer in answers]

    async def gathered():
        return await asyncio.gather(*map(get, range(50)), return_exceptions=True)

    return Case(
        lambda: asyncio.run(solution.fetch_all(get, range(50), 3)),
        {"asyncio.gather": lambda: asyncio.run(gathered())},
        shown=told,
    )
