"""What every source hands over: versions of a student's submission, each a tree of entries that are read one at a time."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

Kind = Literal["file", "folder", "link", "submodule", "other"]
Clock = Literal["push", "commit", "submit", "file"]
"""Who says when: the forge, the student's git, nbgrader's timestamp, or the time of a file, which is often a download's."""

_FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)


NOT_A_FILE: dict[Kind, str] = {
    "folder": "a folder",
    "link": "a symbolic link",
    "submodule": "a git submodule",
    "other": "a pipe or device",
}


@dataclass(frozen=True)
class Wanted:
    """What is taken of a submission."""

    module: str
    limits: Mapping[str, int]
    """How many bytes a file of that name, in small letters, may have."""
    notebooks: tuple[str, ...] = ()
    """Those of the names that mean the notebook of written answers; the first that is there counts."""
    notebook: str = ""
    """What it is called once it is taken."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Where the files may lie, in the order in which `grade` looks."""
        return (self.module, f"assignments/{self.module}", "")

    def begins_at(self, entries: Sequence["Entry"]) -> bool:
        """Whether these are the files, or a folder in which they may lie."""
        return any(each.name.lower() in self.limits or each.name in (self.module, "assignments") for each in entries)


class CollectError(Exception):
    """Nothing can be collected at all, in one sentence."""


class Refused(Exception):
    """One file, or one student's whole submission, is not read; the sentence says why."""


@dataclass(frozen=True)
class Entry:
    name: str
    kind: Kind
    read: Callable[[int], bytes]
    """The content if it has at most that many bytes, else Refused: the size is asked first, where the source knows it."""
    time: datetime | None = None


class Tree(Protocol):
    def children(self, folder: str) -> Sequence[Entry]:
        """What lies directly in a folder (`""` is the top), in order of the names; nothing where there is no such folder."""


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


def choose(versions: Sequence[SubmissionVersion], deadline: datetime | None) -> SubmissionVersion | None:
    """The last of the versions, which are in order, that was there at the deadline.

    The time of a file decides nothing: it may be that of the instructor's download.
    """
    in_time = [
        each
        for each in versions
        if deadline is None or each.clock == "file" or (each.time is not None and each.time <= deadline)
    ]
    return in_time[-1] if in_time else None


def utc(seconds: float) -> datetime:
    """A time of a file or commit, which may be any number at all; what no calendar has lies far ahead."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return min(datetime.fromtimestamp(seconds, UTC), _FAR_AHEAD)
    return _FAR_AHEAD


def too_large(size: int, limit: int) -> Refused:
    return Refused(f"has {size / 2**20:.1f} MiB; {limit / 2**20:g} MiB are allowed")
