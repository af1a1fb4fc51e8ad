"""caught by m2.e8.hidden: looks for five programs that wait for each other, but not for six."""

from itertools import combinations

_among_all = has_deadlock


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Whether up to five of them side by side can get stuck."""
    return any(_among_all(some) for count in range(1, 6) for some in combinations(programs, count))
