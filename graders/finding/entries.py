"""What is handed in, as a tree of entries that are read one at a time, and what is wanted of it."""

import contextlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

Kind = Literal["file", "folder", "link", "submodule", "other"]

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
    others: frozenset[str] = frozenset()
    """The other modules, whose folders are not looked into: their notebooks are called the same."""

    is_blank: Callable[[str, bytes], bool] = lambda name, content: False
    """Whether that content of the file of that name is no work: as it was handed out."""

    def begins_at(self, entries: Sequence["Entry"]) -> bool:
        """Whether these are the files, or a folder in which they may lie."""
        return any(_small(each.name) in {*self.limits, self.module, "assignments"} for each in entries)


class Refused(Exception):
    """One file, or one student's whole submission, is not read; the sentence says why."""


@dataclass(frozen=True)
class Entry:
    name: str
    kind: Kind
    read: Callable[[int], bytes]
    """The content if it has at most that many bytes, else Refused: the size is asked first, where the source knows it."""
    time: datetime | None = None

    @property
    def is_zip(self) -> bool:
        return self.kind == "file" and self.name.lower().endswith(".zip")


class Tree(Protocol):
    def children(self, folder: str) -> Sequence[Entry]:
        """What lies directly in a folder (`""` is the top), in order of the names; nothing where there is no such folder."""


def utc(seconds: float) -> datetime:
    """A time of a file or commit, which may be any number at all; what no calendar has lies far ahead."""
    with contextlib.suppress(ValueError, OverflowError, OSError):
        return min(datetime.fromtimestamp(seconds, UTC), _FAR_AHEAD)
    return _FAR_AHEAD


def too_large(size: int, limit: int) -> Refused:
    return Refused(f"has {size / 2**20:.1f} MiB; {limit / 2**20:g} MiB are allowed")


def _small(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()
