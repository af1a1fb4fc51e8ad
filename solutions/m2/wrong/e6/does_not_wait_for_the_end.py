"""caught by m2.e6.hidden: has the results, and leaves the processes to end when they like."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes. All have come to their end before an error is raised: nobody writes any more."""
    if pool is not None:
        futures = [pool.submit(task, *job) for job in jobs]
        wait(futures)
        return [future.result() for future in futures]
    pool = ProcessPoolExecutor(len(jobs))
    try:
        return _run(pool, task, jobs)
    finally:
        pool.shutdown(wait=False)
