"""How much memory a worker takes during a call, seen from outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

import psutil

from graders.worker import tree
from graders.worker.process import Worker


@dataclass
class _Peak:
    value: int = 0


@contextmanager
def peak(worker: Worker) -> Iterator[Callable[[], int]]:
    """How far the worker's memory rose during the block: resident pages by the kernel's high-water mark, else sampled.

    Shared memory that arguments and answer do not need counts like any other, and so do files in the sandbox's memory, which
    are looked at again and again while the block runs.
    """
    pid = worker.pid
    worker.give_back()
    exact = tree.forget_peak(pid)
    before = tree.resident(pid) if exact else psutil.Process(pid).memory_info().rss
    on_the_way = tree.shared(pid)
    seen, aside, done = _Peak(), _Peak(), Event()

    def watch() -> None:
        while not done.wait(0.001):
            aside.value = max(aside.value, worker.set_aside())
            if not exact:
                seen.value = max(seen.value, psutil.Process(pid).memory_info().rss - before)

    def growth() -> int:
        aside.value = max(aside.value, worker.set_aside())
        if not exact:
            return seen.value
        shared = tree.shared(pid) - on_the_way
        travelled = min(shared, worker.on_the_way)
        resident = tree.peak(pid) - before - travelled
        # What was written to the answers' memory without being mapped is not resident.
        unseen = max(aside.value - worker.answered - max(shared - travelled, 0), 0)
        return int(max(resident, 0) + unseen)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield growth
    finally:
        done.set()
        watcher.join()
