"""caught by m3.e8.hidden: negative counts are subtracted."""


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    """Picojoules of all operations together, in joules."""
    return _PICO * sum((count * table[operation] for operation, count in counts.items()), 0.0)
