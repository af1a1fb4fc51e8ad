"""caught by m2.e1.hidden: a line through the fewest and the most workers, whatever lies between."""


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    points = sorted(zip(workers, seconds, strict=True))
    (few, slow), (many, fast) = points[0], points[-1]
    b = (slow - fast) / (1 / few - 1 / many)
    a = slow - b / few
    return min(1.0, max(0.0, b / (a + b)))
