"""caught by m5.e1.correct m5.e1.hidden: the 95th percentile lies between two pairs."""


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    pairs = [(_seconds(run), _seconds(run)) for _ in range(rounds)]
    return float(np.quantile([max(pair) / min(pair) - 1 for pair in pairs], 0.95))
