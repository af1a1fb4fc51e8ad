"""caught by m5.e8.correct m5.e8.hidden: takes the largest matrices for the best."""


def measure_peak(multiply: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> float:
    """The best batch of the best size."""
    _check_sizes(sizes)
    if not sizes:
        raise ValueError("the peak of nothing is not known")
    return float(2 * max(sizes) ** 3 / _seconds(multiply, max(sizes), clock))
