"""caught by m2.e6.hidden: with a pool, an error of one process is raised while others still write."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes."""
    if pool is not None:
        futures = [pool.submit(task, *job) for job in jobs]
        return [future.result() for future in futures]
    with ProcessPoolExecutor(len(jobs)) as pool:
        return _run(pool, task, jobs)
