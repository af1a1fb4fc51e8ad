"""What the laboratory says."""

from collections.abc import Sequence

NO_PYGAL = "--benchmark-histogram draws with pygal, which is not installed: python -m pip install pygal"
LEFT_TO_WRITE = "it leaves the work to you"
NOT_COUNTED = (
    "Here one row is timed after the other, and nothing counts.",
    "Points are for races, in which both take turns: leave --benchmark-... out.",
)


def nothing_raced(asked: str, raced: Sequence[str]) -> str:
    there = f"races are in {', '.join(raced)}" if raced else "no exercise has a race there"
    return f"there is nothing to time in {asked}: {there}"


def left_out(row: str, where: Sequence[str], why: str) -> str:
    return f"{row} left out in {', '.join(where)}: {why}"
