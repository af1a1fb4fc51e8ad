"""caught by m2.e1.hidden: a line through the first and the last point, whatever lies between."""


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    b = (seconds[0] - seconds[-1]) / (1 / workers[0] - 1 / workers[-1])
    a = seconds[0] - b / workers[0]
    return min(1.0, max(0.0, b / (a + b)))
