"""caught by m3.e8.hidden: takes the counts out of the dict."""


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    """Picojoules of all operations together, in joules."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("nothing happens less than 0 times")
    return _PICO * sum((count * table[operation] for operation, count in [counts.popitem() for _ in range(len(counts))]), 0.0)
