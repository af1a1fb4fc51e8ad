"""caught by m2.e2.hidden: thinks that a few darts are not worth any threads."""


def darts_threads(jobs: list[tuple[int, int]], workers: int) -> list[int]:
    """darts_compiled for every job by that many threads."""
    if sum(throws for _, throws in jobs) < 10_000:
        return [darts_compiled(job) for job in jobs]
    return map_threads(darts_compiled, jobs, workers)
