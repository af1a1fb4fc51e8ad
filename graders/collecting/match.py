"""Whose something is, or why that cannot be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from graders.collecting.platforms import Label


@dataclass(frozen=True)
class Match:
    students: tuple[str, ...]
    """More than one where several handed in together."""
    rest: str
    """The name of the file in the submission; empty for a folder."""
    by: str = "id"
    """What they were recognised by."""
    note: str = ""
    label: Label | None = None
    """What a platform wrote there, where one did."""


class Unmatched(Exception):
    """Nobody, or more than one, could be meant; the sentence says what to do."""


class NotOurs(Exception):
    """Somebody said that this is nobody's."""


def could_be(students: Sequence[str]) -> str:
    if students:
        return f"could be {' or '.join(students)}: rename it to the id"
    return "belongs to no student in the class list: add the student there, or rename it to the id"
