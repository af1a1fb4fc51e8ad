"""m2.e2: threads or processes?"""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, wait

import given_e2
from numba import njit


def _collect(pool, f, items):
    futures = []
    try:
        for item in items:
            futures.append(pool.submit(f, item))
        results = []
        for i, fut in enumerate(futures):
            error = fut.exception()
            if error is not None:
                raise given_e2.ItemError(i) from error
            results.append(fut.result())
        return results
    finally:
        # only matters when something failed
        for fut in futures:
            fut.cancel()
        wait(futures)


def map_threads(f, items, workers):
    """[f(item) for item in items], in this order, by that many threads."""
    with ThreadPoolExecutor(workers) as pool:
        return _collect(pool, f, items)


def map_processes(f, items, workers, pool=None):
    """The same by that many processes. f is a function that can be pickled."""
    items = list(items)
    if not items:
        return []
    if pool is not None:
        return _collect(pool, f, items)
    with ProcessPoolExecutor(workers) as own:
        return _collect(own, f, items)


_fast_darts = njit(nogil=True)(given_e2.darts)


def darts_compiled(job):
    """The same number as given_e2.darts(job), compiled, and without holding the GIL."""
    seed, throws = job
    # only seed mod 2**31 matters, and so it fits into 64 bits
    return _fast_darts((seed % 2147483648, throws))


def darts_threads(jobs, workers):
    """darts_compiled for every job, in order, by that many threads."""
    return map_threads(darts_compiled, jobs, workers)


def choose(work, seconds):
    """The fastest of "serial", "threads" and "processes"."""
    times = {
        "serial": seconds,
        "threads": (seconds if work == "python" else seconds / 2) + given_e2.START_THREADS,
        "processes": seconds / 2 + given_e2.START_PROCESSES,
    }
    return min(times, key=times.get)  # min takes the first of equals
