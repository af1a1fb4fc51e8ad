"""caught by m2.e1.hidden: the mean of what every point says on its own, which is not the line of least squares."""


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    few, slow = min(zip(workers, seconds, strict=True))
    told = []
    for n, t in zip(workers, seconds, strict=True):
        if n != few:
            b = (slow - t) / (1 / few - 1 / n)
            told.append(b / (slow - b / few + b))
    return min(1.0, max(0.0, sum(told) / len(told)))
