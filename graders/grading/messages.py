"""What grading says about grades set by hand."""

from graders.result import Points


def by_hand(who: str, why: str, judged: Points) -> str:
    return f"set by hand by {who}: {why} (the grader said {judged})"


def disagreement(line: str, given: int | None, who: str, then: int, now: Points) -> str:
    return f"{line}: by hand {given} (by {who}), when the grader said {then}; it says {now} now"
