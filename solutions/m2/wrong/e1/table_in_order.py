"""caught by m2.e1.correct m2.e1.hidden: sorts the table, and has every number of workers once."""


def predict_table(seconds: float, p: float, workers: Sequence[int]) -> list[tuple[int, float, float]]:
    """For every n in workers: (n, predicted seconds, efficiency), by Amdahl from the time on one worker."""
    return [(n, seconds / amdahl(p, n), amdahl(p, n) / n) for n in sorted(set(workers))]
