"""caught by m5.e1.correct m5.e1.hidden: the largest difference, which one disturbed run decides."""


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    pairs = [(_seconds(run), _seconds(run)) for _ in range(rounds)]
    return max(max(pair) / min(pair) - 1 for pair in pairs)
