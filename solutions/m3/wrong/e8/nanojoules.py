"""caught by m3.e8.correct m3.e8.hidden: takes a picojoule for 1e-9 joules."""


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    """Picojoules of all operations together, in joules."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("nothing happens less than 0 times")
    return 1e-9 * sum((count * table[operation] for operation, count in counts.items()), 0.0)
