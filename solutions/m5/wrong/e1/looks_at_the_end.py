"""caught by m5.e1.correct m5.e1.hidden: goes on after a run that took no time."""


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    runs = [float(run()) for _ in range(2 * rounds)]
    if not all(math.isfinite(each) and each > 0 for each in runs):
        raise ValueError("a run that took no time")
    return _ranked(np.sort([max(pair) / min(pair) - 1 for pair in zip(runs[::2], runs[1::2], strict=True)]), 95)
