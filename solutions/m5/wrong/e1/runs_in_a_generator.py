"""caught by m5.e1.hidden: a run that raises StopIteration ends the generator, which says RuntimeError."""


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    seconds = (_seconds(run) for _ in range(2 * rounds))
    return _ranked(np.sort([max(a, b) / min(a, b) - 1 for a, b in zip(seconds, seconds, strict=True)]), 95)
