"""caught by m2.e6.hidden: tells of the error of f by one of its own, with the same words."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes."""
    if pool is None:
        with ProcessPoolExecutor(len(jobs)) as pool:
            return _run(pool, task, jobs)
    try:
        return [future.result() for future in [pool.submit(task, *job) for job in jobs]]
    except Exception as error:
        raise RuntimeError(str(error)) from error
