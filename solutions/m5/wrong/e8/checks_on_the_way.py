"""caught by m5.e8.hidden: moves what can be moved before it refuses the rest."""


def measure_bandwidth(move: Callable[[int], None], sizes: list[int], clock: Callable[[], float]) -> np.ndarray:
    """The best batch of each size."""
    answer = []
    for size in sizes:
        _check_sizes([size])
        answer.append(size / _seconds(move, size, clock))
    return np.array(answer, np.float64)
