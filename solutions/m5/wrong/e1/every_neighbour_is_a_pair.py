"""caught by m5.e1.correct m5.e1.hidden: each run belongs to two pairs."""


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    runs = [_seconds(run) for _ in range(rounds + 1)]
    return _ranked(np.sort([max(runs[i : i + 2]) / min(runs[i : i + 2]) - 1 for i in range(rounds)]), 95)
