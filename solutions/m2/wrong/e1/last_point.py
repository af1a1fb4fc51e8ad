"""caught by m2.e1.correct m2.e1.hidden: reads the fraction off the last point as 1 - 1/speed-up, without n / (n - 1)."""


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    return 1 - seconds[-1] / seconds[0]
