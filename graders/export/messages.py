"""What exports and pages say about points that people typed in formgrader."""

from graders.result import Points

WRITTEN = "Written answers"
READ = "read and given by a person"
TO_READ = "a written answer, to be read"
NOT_IN_GRADEBOOK = "a written answer, not in the gradebook yet"
CHANGED_SINCE = "a written answer that changed since it was read"
NO_ANSWER = "no answer was written"
TYPED = "typed in formgrader"
VERDICT_MOVED = "typed in formgrader, and the grader has changed its mind since"
LATENESS = "Handed in late"
POINTS_OFF = "points off"
LATE = "counted by nbgrader, from when it was due and when it came"


def typed(before: Points, points: Points | None, extra: Points, by_hand: str) -> str:
    """Who decided: a person in formgrader, over the grader or over an earlier decision by hand."""
    added = f"{extra:+g} extra credit" if extra else ""
    given = "" if points is None else f"{points:g}"
    over = f"{by_hand}, {before} then" if by_hand else f"the grader said {before}"
    return f"typed in formgrader: {' and '.join(filter(None, (given, added)))} ({over})"


def gradebook_is_gone(where: str) -> str:
    return f"the gradebook {where} is gone, and with it what people typed: restore it, or remove its folder to begin anew"
