"""caught by m2.e6.speed m2.e6.hidden: starts processes of its own although it was given some."""


def _run(pool: ProcessPoolExecutor | None, task: Callable[..., Any], jobs: list[tuple[Any, ...]]) -> list[Any]:
    """task(*job) for every job, in processes."""
    with ProcessPoolExecutor(len(jobs)) as own:
        return [future.result() for future in [own.submit(task, *job) for job in jobs]]
