"""caught by m2.e1.hidden: with noise the fraction may be -0.3 or 1.2."""


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    x = [1 / n for n in workers]
    mean_x, mean_t = sum(x) / len(x), sum(seconds) / len(seconds)
    b = sum((xi - mean_x) * (ti - mean_t) for xi, ti in zip(x, seconds, strict=True)) / sum((xi - mean_x) ** 2 for xi in x)
    return b / (mean_t - b * mean_x + b)
