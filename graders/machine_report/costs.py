"""What the small things cost that no profile of one's own code shows: a call, a lock, a thread, a page of memory."""

import asyncio
import mmap
import os
import queue
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from graders.experiment.rounds import interleaved

TIMES = 200
"""How often a piece of work does its small thing, so that starting it does not count."""


@dataclass(frozen=True)
class Cost:
    """Seconds that a thing takes, and what it was."""

    name: str
    seconds: float
    how: str


def costs(rounds: int) -> list[Cost]:
    """From the cheapest on; medians over the rounds."""
    return sorted([*_small(rounds), *_large(rounds)], key=lambda cost: cost.seconds)


def _nothing() -> None:
    pass


_compiled: Any = numba.njit(_nothing)


def _small(rounds: int) -> Iterator[Cost]:
    """What is done many times in a loop of Python, less what the loop itself takes."""
    lock, table, one, out = threading.Lock(), {"a": 1}, np.ones(1), np.ones(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)

    def looping() -> None:
        for _ in range(TIMES):
            pass

    def calling() -> None:
        for _ in range(TIMES):
            _nothing()

    def looking_up() -> None:
        for _ in range(TIMES):
            table["a"]

    def locking() -> None:
        for _ in range(TIMES):
            with lock:
                pass

    def allocating() -> None:
        for _ in range(TIMES):
            bytearray(1000)

    def raising() -> None:
        for _ in range(TIMES):
            try:
                raise ValueError
            except ValueError:
                pass

    def compiled() -> None:
        for _ in range(TIMES):
            _compiled()

    def adding() -> None:
        for _ in range(TIMES):
            np.add(one, one, out=out)

    def writing() -> None:
        for _ in range(TIMES):
            os.write(nowhere, b"x")

    named = (
        ("function call", calling, "a Python function that does nothing"),
        ("look-up in a dictionary", looking_up, 'table["a"]'),
        ("lock", locking, "acquired and released without contention"),
        ("allocation", allocating, "bytearray(1000), and freed again"),
        ("exception", raising, "raised and caught on the spot"),
        ("call of compiled code", compiled, "a function of Numba's that does nothing"),
        ("call of numpy", adding, "np.add of one number to one number"),
        ("system call", writing, "writing a byte to nowhere"),
    )
    try:
        took = interleaved({"loop": looping, **{name: work for name, work, _ in named}}, rounds)
    finally:
        os.close(nowhere)
    for name, _, how in named:
        yield Cost(name, max(took.seconds(name) - took.seconds("loop"), 1e-10) / TIMES, how)


def _large(rounds: int) -> Iterator[Cost]:
    """What is slow enough for a clock of its own."""
    yield Cost(
        "page of memory, first touched", _first_touch(rounds), f"the system finds {mmap.PAGESIZE >> 10} KiB and clears them"
    )
    yield Cost("turn of an event loop", _middle(_turns, rounds) / TIMES, "await asyncio.sleep(0)")
    yield Cost("message to a thread and back", _middle(_messages, rounds) / TIMES, "through two queues")
    yield Cost("thread", _middle(_thread, 20 * rounds), "started and waited for")
    yield Cost("process", _middle(_process, rounds), "python -S -c pass, started and waited for")


def _middle(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def _first_touch(rounds: int) -> float:
    """Seconds per page of writing one number to each page of fresh memory, less what it takes the second time."""
    pages = 1024
    taken = []
    for _ in range(rounds):
        fresh = np.frombuffer(mmap.mmap(-1, pages * mmap.PAGESIZE), np.uint8)[:: mmap.PAGESIZE]
        touches = []
        for value in (1, 2):
            begin = time.perf_counter()
            fresh.fill(value)
            touches.append(time.perf_counter() - begin)
        taken.append(touches[0] - touches[1])
    return max(statistics.median(taken) / pages, 1e-10)


def _turns() -> None:
    async def turn() -> None:
        for _ in range(TIMES):
            await asyncio.sleep(0)

    asyncio.run(turn())


def _messages() -> None:
    there: queue.SimpleQueue[int] = queue.SimpleQueue()
    back: queue.SimpleQueue[int] = queue.SimpleQueue()

    def answer() -> None:
        for _ in range(TIMES):
            back.put(there.get())

    thread = threading.Thread(target=answer)
    thread.start()
    for number in range(TIMES):
        there.put(number)
        back.get()
    thread.join()


def _thread() -> None:
    thread = threading.Thread(target=_nothing)
    thread.start()
    thread.join()


def _process() -> None:
    subprocess.run([sys.executable, "-S", "-c", "pass"], check=True)
