"""caught by m3.e8.correct m3.e8.hidden: multiplies by the place in the table, not by name."""


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    """Picojoules of all operations together, in joules."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("nothing happens less than 0 times")
    return _PICO * sum(
        (
            count * price
            for count, price in zip(counts.values(), table.values(), strict=False)
            if all(map(table.__getitem__, counts))
        ),
        0.0,
    )
