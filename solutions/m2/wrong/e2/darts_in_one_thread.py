"""caught by m2.e2.speed m2.e2.hidden: throws all the darts in the caller's thread."""


def darts_threads(jobs: list[tuple[int, int]], workers: int) -> list[int]:
    """darts_compiled for every job."""
    return [darts_compiled(job) for job in jobs]
