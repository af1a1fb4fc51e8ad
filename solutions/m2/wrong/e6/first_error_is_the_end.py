"""caught by m2.e6.hidden: waits for the first error only, and calls off what has not begun; what has begun goes on writing."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes. Waits for the first error."""
    if pool is not None:
        futures = [pool.submit(task, *job) for job in jobs]
        wait(futures, return_when="FIRST_EXCEPTION")
        for future in futures:
            future.cancel()
        return [future.result() for future in futures if not future.cancelled()]
    with ProcessPoolExecutor(len(jobs)) as pool:
        return _run(pool, task, jobs)
