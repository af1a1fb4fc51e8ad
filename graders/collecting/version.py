"""What every source hands over: versions of a student's submission, each a tree."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from graders.finding.entries import Tree

Clock = Literal["push", "commit", "submit", "file"]
"""Who says when: the forge, the student's git, nbgrader's timestamp or the learning platform, or the time of a file, which is
often a download's."""


class CollectError(Exception):
    """Nothing can be collected at all, in one sentence."""


@dataclass(frozen=True)
class SubmissionVersion:
    """One version of what a student handed in."""

    student: str
    source: str
    """The repository without its password, or the name of the folder or zip."""
    version: str
    """The commit; empty where there are none."""
    time: datetime | None
    clock: Clock
    open: Callable[[], AbstractContextManager[Tree]]
    notes: tuple[str, ...] = ()
    by: str = ""
    """What the student was recognised by."""
    together: tuple[str, ...] = ()
    """Who else handed it in."""
    upload: int = 0
    """Grows with each upload, where a platform counts them."""
    attempt: bool = False
    """Whether a learning platform keeps several of these, of which the last is meant."""


def choose(
    versions: Sequence[SubmissionVersion], deadline: datetime | None, grace: timedelta = timedelta()
) -> SubmissionVersion | None:
    """The last of the versions, which are in order, that was there at the deadline or within the grace after it.

    The time of a file decides nothing: it may be that of the instructor's download.
    """
    in_time = [
        each
        for each in versions
        if deadline is None or each.clock == "file" or (each.time is not None and each.time <= deadline + grace)
    ]
    # What somebody vouches for comes before what has the time of a file.
    best = [each for each in in_time if each.clock != "file"] or in_time
    return best[-1] if best else None
