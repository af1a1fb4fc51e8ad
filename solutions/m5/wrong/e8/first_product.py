"""caught by m5.e8.correct m5.e8.hidden: the peak of the first size."""


def measure_peak(multiply: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> float:
    """The best batch of the best size."""
    _check_sizes(sizes)
    if not sizes:
        raise ValueError("the peak of nothing is not known")
    return float(max(2 * n**3 / _seconds(multiply, n, clock) for n in sizes[:1]))
