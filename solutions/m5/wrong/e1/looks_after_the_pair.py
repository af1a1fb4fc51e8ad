"""caught by m5.e1.correct m5.e1.hidden: makes the second run of a pair before it looks at the first."""


def noise_floor(run: Callable[[], float], rounds: int = 40) -> float:
    """By how much a program differs from itself: what is below that is a story, not a gain. A Python float, 0.0 or more."""
    if rounds < 1:
        raise ValueError(f"{rounds} rounds")
    differences = []
    for _ in range(rounds):
        a, b = float(run()), float(run())
        if not (math.isfinite(a) and math.isfinite(b) and min(a, b) > 0):
            raise ValueError("a run that took no time")
        differences.append(max(a, b) / min(a, b) - 1)
    return _ranked(np.sort(differences), 95)
