"""caught by m5.e8.correct m5.e8.hidden: puts the sizes of others in order."""


def measure_bandwidth(move: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> np.ndarray:
    """The best batch of each size."""
    _check_sizes(sizes)
    sizes.sort()
    return np.array([size / _seconds(move, size, clock) for size in sizes], np.float64)
