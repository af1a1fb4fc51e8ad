"""Looks through a submission: what may stand for one of the files, what else is there, and what cannot be looked into."""

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graders.finding.entries import NOT_A_FILE, Entry, Refused, Tree, Wanted
from graders.finding.likeness import BACKUP, Likeness, likeness, words
from graders.finding.trees import LARGEST_ZIP, Zip, open_zip

_OURS = re.compile(r"(test_|given_).*\.py|readme.*|module\.toml|handin\.md|conftest\.py|timestamp\.txt|submission_secret\.txt")
"""What the course or nbgrader put beside the files."""
_NOBODYS = frozenset(("__macosx", "__pycache__", "thumbs.db", "desktop.ini", "node_modules", "venv", "env"))
ARCHIVES = (".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")
"""How archives end that are not read; a zip is."""
_DEEPEST = 12
_ZIPS_DEEP = 4
_MOST = 20_000
_MOST_BLOCKED = 6
_MOST_UNPACKED = 128 << 20
_EVERY_ZIP = 1 << 20
"""As what a zip counts however small it is."""


@dataclass(frozen=True)
class Candidate:
    wanted: str
    """The name, in small letters, that it may stand for."""
    entry: Entry
    folder: str
    """Where it lies, beginning at the submission; zips are part of the path."""
    likeness: Likeness
    zips: int
    """Inside of how many zips it lies."""

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.entry.name}".strip("/")

    @property
    def is_exact(self) -> bool:
        return self.likeness == "exact"

    @property
    def name(self) -> str:
        """What it is called once it is taken."""
        return self.entry.name if self.is_exact else self.wanted

    @property
    def lies_in_backup(self) -> bool:
        return any(BACKUP & set(words(part)) for part in self.folder.split("/"))

    @property
    def number(self) -> int:
        """Which download or upload of that name it is, where that is said."""
        found = re.search(r"\((\d+)\)|-(\d+)(?=\.\w+$)", self.entry.name)
        return int(found[1] or found[2]) if found else 0


@dataclass
class Looked:
    """What a submission holds."""

    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    """Paths of files that are not like any of the module's."""
    blocked: list[str] = field(default_factory=list)
    """Why something could not be looked into, in sentences that begin with its path."""
    in_the_way: list[str] = field(default_factory=list)
    """The same of what should be a folder of the module."""
    notes: list[str] = field(default_factory=list)
    folders: dict[str, Sequence[Entry]] = field(default_factory=dict)
    """What lies in each folder and each zip, by its path."""
    entries: int = 0
    unpacked: int = 0
    """Bytes of zips, which stay open."""

    @property
    def is_checkout(self) -> bool:
        """Whether somebody handed in the whole course, in which all else is the course's."""
        return any(
            f"{path.removesuffix('assignments')}graders" in self.folders
            for path in self.folders
            if path.endswith("assignments")
        )

    def beside(self, folder: str) -> Sequence[Entry]:
        return self.folders.get(folder, ())


@contextlib.contextmanager
def looking(tree: Tree, wanted: Wanted, zips: bool = True) -> Iterator[Looked]:
    """Everything in the tree; what is inside of zips can be read until the end of the context."""
    with contextlib.ExitStack() as stack:
        looked = Looked(notes=[*tree.notes] if isinstance(tree, Zip) else [])
        _walk(_Place(tree, "", "", 0, 0), wanted, looked, stack if zips else None)
        looked.blocked = list(dict.fromkeys(looked.blocked))
        if (more := len(looked.blocked) - _MOST_BLOCKED) > 0:
            looked.blocked[_MOST_BLOCKED:] = [f"{more} more cannot be looked into either"]
        for candidates in looked.candidates.values():
            candidates.sort(key=lambda each: _rank(each, wanted))
        yield looked


def ignored(name: str) -> bool:
    """What systems leave behind."""
    return name.startswith(".") or name.lower() in _NOBODYS


@dataclass(frozen=True)
class _Place:
    """A folder of a tree, or the top of a zip."""

    tree: Tree
    folder: str
    shown: str
    """Its path from the top of the submission."""
    depth: int
    zips: int

    def under(self, name: str) -> "_Place":
        return _Place(self.tree, _joined(self.folder, name), _joined(self.shown, name), self.depth + 1, self.zips)


def _walk(place: _Place, wanted: Wanted, looked: Looked, stack: contextlib.ExitStack | None) -> None:
    try:
        looked.folders[place.shown] = place.tree.children(place.folder)
    except OSError as error:
        looked.blocked.append(f"{place.shown or 'it'} cannot be looked into: {error.strerror}")
        return
    for entry in looked.folders[place.shown]:
        looked.entries += 1
        if looked.entries > _MOST:
            if looked.entries == _MOST + 1:
                looked.blocked.append(f"{place.shown or 'it'} has too many files to look at: {_MOST} are allowed")
            return
        if ignored(entry.name) or _is_of_another_module(entry.name, wanted):
            continue
        shown = _joined(place.shown, entry.name)
        if entry.kind == "folder":
            if place.depth < _DEEPEST:
                _walk(place.under(entry.name), wanted, looked, stack)
            else:
                looked.blocked.append(f"{shown} lies too deep to be looked at")
        elif entry.is_zip:
            _unpack(entry, shown, place, wanted, looked, stack)
        else:
            _note(entry, shown, place, wanted, looked)


def _unpack(
    entry: Entry, shown: str, place: _Place, wanted: Wanted, looked: Looked, stack: contextlib.ExitStack | None
) -> None:
    if stack is None:
        looked.others.append(shown)
        return
    if place.zips >= _ZIPS_DEEP:
        looked.blocked.append(f"{shown} lies in too many zips to be looked at")
        return
    if looked.unpacked >= _MOST_UNPACKED:
        looked.blocked.append(f"{shown} is one zip too many: {_MOST_UNPACKED >> 20} MiB of them are looked at")
        return
    try:
        content = entry.read(LARGEST_ZIP)
        looked.unpacked += len(content) + _EVERY_ZIP
        inner = stack.enter_context(open_zip(io.BytesIO(content)))
    except Refused as error:
        looked.blocked.append(f"{shown} {error}")
        return
    looked.notes += inner.notes
    if not inner.children(""):
        looked.blocked.append(f"{shown} is empty")
    _walk(_Place(inner, "", shown, place.depth + 1, place.zips + 1), wanted, looked, stack)


def _note(entry: Entry, shown: str, place: _Place, wanted: Wanted, looked: Looked) -> None:
    """What is no folder and no zip: a candidate, or one of the others."""
    small = entry.name.lower()
    if small in (wanted.module, "assignments"):
        what = "a file" if entry.kind == "file" else NOT_A_FILE[entry.kind]
        looked.in_the_way.append(f"{shown} is {what}, not a folder")
        return
    fitting = [(name, like) for name in wanted.limits if (like := likeness(entry.name, name))]
    if not fitting:
        if small.endswith(ARCHIVES) and entry.kind == "file":
            looked.blocked.append(f"{shown} is an archive that is not read: ask for a zip")
        elif not _OURS.fullmatch(small):
            looked.others.append(shown)
        return
    # e1_sum.py and e1_sum_2.py may both be wanted: the longer name is meant.
    name, like = max(fitting, key=lambda each: (each[1] == "exact", len(each[0])))
    looked.candidates.setdefault(name, []).append(Candidate(name, entry, place.shown, like, place.zips))


def _rank(candidate: Candidate, wanted: Wanted) -> tuple[bool, bool, int, bool, int, float, bool, str]:
    """What counts first among several of one name: what lies in the module's folder, on top, is newer."""
    parts = candidate.folder.lower().split("/") if candidate.folder else []
    backup = candidate.lies_in_backup
    newest = -candidate.entry.time.timestamp() if candidate.entry.time else 0.0
    at_home = bool(parts) and parts[-1] == wanted.module
    other_case = candidate.entry.name != candidate.entry.name.lower()
    return not candidate.is_exact, backup, candidate.zips, not at_home, len(parts), newest, other_case, candidate.path


def _is_of_another_module(name: str, wanted: Wanted) -> bool:
    return name.lower().removesuffix(".zip") in wanted.others - {wanted.module}


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
