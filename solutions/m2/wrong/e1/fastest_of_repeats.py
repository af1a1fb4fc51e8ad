"""caught by m2.e1.hidden: of several measurements with as many workers it takes the fastest only."""


def fit_parallel_fraction(workers: Sequence[int], seconds: Sequence[float]) -> float:
    """The parallel fraction behind measured run times, between 0 and 1."""
    fastest: dict[int, float] = {}
    for n, time in zip(workers, seconds, strict=True):
        fastest[n] = min(time, fastest.get(n, time))
    x = [1 / n for n in fastest]
    mean_x, mean_t = sum(x) / len(x), sum(fastest.values()) / len(x)
    b = sum((xi - mean_x) * (ti - mean_t) for xi, ti in zip(x, fastest.values(), strict=True))
    b /= sum((xi - mean_x) ** 2 for xi in x)
    return min(1.0, max(0.0, b / (mean_t - b * mean_x + b)))
