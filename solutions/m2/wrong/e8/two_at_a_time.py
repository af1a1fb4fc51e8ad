"""caught by m2.e8.correct m2.e8.hidden: looks for two programs that wait for each other, but not for three."""

from itertools import combinations

_among_all = has_deadlock


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Whether one of them, or two side by side, can get stuck."""
    return any(_among_all(some) for count in (1, 2) for some in combinations(programs, count))
