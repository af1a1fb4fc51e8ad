"""caught by m2.e8.correct m2.e8.hidden: takes every circle in the order of the locks for a deadlock."""


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Looks for a circle in the graph that has an edge from every lock held to the lock acquired then."""
    after: dict[int, set[int]] = {}
    for program in programs:
        held: set[int] = set()
        for step, lock in program:
            if step == "acquire":
                for other in held:
                    after.setdefault(other, set()).add(lock)
            (held.add if step == "acquire" else held.discard)(lock)

    def reaches(lock: int, goal: int, seen: set[int]) -> bool:
        if lock in seen:
            return False
        seen.add(lock)
        return goal in after.get(lock, set()) or any(reaches(other, goal, seen) for other in after.get(lock, set()))

    return any(reaches(lock, lock, set()) for lock in after)
