"""m2.e2: threads or processes? It depends on who holds the GIL, the lock that lets one thread at a time run Python."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

from given_e2 import START_PROCESSES, START_THREADS, ItemError, darts
from numba import njit

darts_compiled = njit(nogil=True)(darts)


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    futures = [pool.submit(f, item) for item in items]
    results = []
    for index, future in enumerate(futures):
        try:
            results.append(future.result())
        except Exception as error:
            raise ItemError(index) from error
    return results


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""
    with ThreadPoolExecutor(workers) as pool:
        return _map_in(pool, f, items)


def map_processes(
    f: Callable[[Any], Any], items: Iterable[Any], workers: int, pool: ProcessPoolExecutor | None = None
) -> list[Any]:
    """The same by that many processes, or by those of the pool."""
    if pool is not None:
        return _map_in(pool, f, items)
    with ProcessPoolExecutor(workers) as pool:
        return _map_in(pool, f, items)


def darts_threads(jobs: list[tuple[int, int]], workers: int) -> list[int]:
    """darts_compiled for every job by that many threads."""
    return map_threads(darts_compiled, jobs, workers)


def choose(work: str, seconds: float) -> str:
    """The fastest of "serial", "threads" and "processes"; min takes the first of equal ones."""
    threads = START_THREADS + (seconds if work == "python" else seconds / 2)
    times = {"serial": seconds, "threads": threads, "processes": START_PROCESSES + seconds / 2}
    return min(times, key=times.__getitem__)
