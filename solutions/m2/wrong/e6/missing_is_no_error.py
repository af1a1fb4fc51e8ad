"""caught by m2.e6.hidden: takes a FileNotFoundError of f for a block that is gone already."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes."""
    if pool is not None:
        with contextlib.suppress(FileNotFoundError):
            return [future.result() for future in [pool.submit(task, *job) for job in jobs]]
        return []
    with ProcessPoolExecutor(len(jobs)) as pool:
        return _run(pool, task, jobs)
