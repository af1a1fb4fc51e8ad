"""m2.e2: threads or processes? It depends on who holds the GIL, the lock that lets one thread at a time run Python.

given_e2 has the work (darts), ItemError, and what starting workers costs. concurrent.futures has the pools.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import Any


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items], in this order, by that many other threads at the same time, and no more of them.

    With fewer items than workers, as many threads as there are items have work; otherwise all of them do, also where the
    items do not divide evenly: 9 items keep 6 threads busy. items may be any iterable, also an empty one; items and
    answers may be anything, also None, exceptions or numpy arrays. f is called once for each item.
    If f raises any Exception, also an ItemError, the call raises given_e2.ItemError(index) from that error, where index is
    the smallest position of an item that fails, however late it does; items behind it may be left out. f raises nothing
    else: it does not call sys.exit.
    In either case no thread is left running. Several threads may call this at the same time.
    """
    raise NotImplementedError


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many other processes. f, the items, the answers and the errors can be pickled.

    Starting processes is slow. Where a pool is given, it has the right size already: use it, and leave it running.
    Where none is, no process is left running, either.
    """
    raise NotImplementedError


def darts_compiled(job: tuple[int, int]) -> int:
    """The same number as given_e2.darts(job), compiled, and without holding the GIL. The seed is 0 to 2**62."""
    raise NotImplementedError


def darts_threads(jobs: list[tuple[int, int]], workers: int) -> list[int]:
    """darts_compiled for every job, in order, by that many threads, as map_threads would."""
    raise NotImplementedError


def choose(work: str, seconds: float) -> str:
    """The fastest of "serial", "threads" and "processes" for `seconds` of work that two workers can share.

    work is "python" (only the one who holds the GIL gets on), "compiled" or "waiting" (no GIL needed: for two threads
    it takes half as long). For two processes any work takes half as long. Starting costs given_e2.START_THREADS or
    given_e2.START_PROCESSES seconds on top. Of equally fast ones, the first of the three.
    """
    raise NotImplementedError
