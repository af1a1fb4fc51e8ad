"""caught by m2.e6.hidden: starts two processes, whatever workers says."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes."""
    if pool is not None:
        return [future.result() for future in [pool.submit(task, *job) for job in jobs]]
    with ProcessPoolExecutor(2) as pool:
        return _run(pool, task, jobs)
