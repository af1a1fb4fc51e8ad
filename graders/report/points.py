"""The points of a run: what was decided here, and what is decided elsewhere."""

import msgspec

from graders.result import Points, Result, whole


def public_points(result: Result) -> tuple[Points, int]:
    """Points of the checks that were decided here, and how many there were to get."""
    judged = [line for exercise in result.exercises for line in exercise.rubric if line.checks]
    maximum = sum(check.max for line in judged for check in line.checks if check.state != "deferred")
    return whole(sum(line.points for line in judged)), maximum


def public_bonus(result: Result) -> int:
    """Of the points there were to get, those that nobody has to win."""
    return public_points(msgspec.structs.replace(result, exercises=[each for each in result.exercises if each.bonus]))[1]


def undecided_points(result: Result) -> str:
    """What is decided elsewhere, in words: "4 GPU and 6 hidden"; empty for nothing."""
    lines = [line for exercise in result.exercises for line in exercise.rubric if line.state == "deferred"]
    names = {"gpu": "GPU", "hidden": "hidden"}
    counts = {kind: sum(line.max for line in lines if line.id.endswith(f".{kind}")) for kind in names}
    return " and ".join(f"{count} {names[kind]}" for kind, count in counts.items() if count)
