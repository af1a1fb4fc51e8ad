"""What grading says about grades set by hand."""


def by_hand(who: str, why: str, judged: int) -> str:
    return f"set by hand by {who}: {why} (the grader said {judged})"


def disagreement(line: str, given: int | None, who: str, then: int, now: int) -> str:
    return f"{line}: by hand {given} (by {who}), when the grader said {then}; it says {now} now"
