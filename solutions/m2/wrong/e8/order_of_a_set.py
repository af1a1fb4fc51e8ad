"""caught by m2.e8.hidden: locks in the order in which a set has them, which is not always the same for the same two."""


def protocol(a: int, b: int) -> list[tuple[str, int]]:
    """Both locks, in the order of a set."""
    order = list({a, b})
    return [("acquire", lock) for lock in order] + [("release", lock) for lock in reversed(order)]
