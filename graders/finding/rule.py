"""The rule by which a submission's files are found, wherever in it they lie.

A file of exactly the wanted name counts before one whose name was added to, a browser's `e1_amdahl (1).py`; that counts before
any other name with the wanted one in it, which is taken only where it is the only one. Backups never count. Whatever looks like
one of the module's files and is not chosen is named, and so is everything else that was handed in.
"""

import contextlib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from graders.csv_cells import cell
from graders.finding.entries import NOT_A_FILE, Entry, Refused, Tree, Wanted
from graders.finding.trees import LARGEST_ZIP, Zip, open_zip

Likeness = Literal["exact", "again", "near", "backup"]
"""How a name is like the wanted one: the same, downloaded again, added to, or added to in a way that says it is not meant."""

_BACKUPS = "old older backup backups bak orig original starter starters draft drafts wip unused trash archive tmp temp"
BACKUP = frozenset(_BACKUPS.split())
"""Words that say of a file or folder that it is not the one meant."""
_BEFORE = "test tests given plot run bench benchmark time check profile use main conftest hidden solution"
_NOT_IT = frozenset(_BEFORE.split())
"""Words before a name that make it another file."""
_AGAIN = re.compile(
    r"(?P<before>copy of )?(?P<stem>.+?)(?P<behind> ?\((?P<number>\d+)\)|-(?P<upload>\d+)| ?-? copy(?: ?\(?\d+\)?)?)?"
)
_OURS = re.compile(r"(test_|given_).*\.py|readme.*|module\.toml|handin\.md|conftest\.py|timestamp\.txt|submission_secret\.txt")
"""What the course or nbgrader put beside the files."""
_NOBODYS = frozenset(("__macosx", "__pycache__", "thumbs.db", "desktop.ini", "node_modules", "venv", "env"))
ARCHIVES = (".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")
"""How archives end that are not read; a zip is."""
_DEEPEST = 12
_ZIPS_DEEP = 4
_MOST = 20_000
_MOST_NAMED = 4
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


@dataclass(frozen=True)
class Chosen:
    files: dict[str, Candidate]
    """By the wanted name in small letters; of the notebook's names by the first that is there."""
    notes: tuple[str, ...]
    refused: tuple[str, ...]
    """What may have been meant and is not taken, in sentences that begin with its path."""


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


def choose(looked: Looked, wanted: Wanted, accepted: Mapping[str, str] = MappingProxyType({})) -> Chosen:
    """One candidate for each of the module's files, and what is to be said about it.

    `accepted` are the paths on which people decided, by the wanted name in small letters.
    """
    files: dict[str, Candidate] = {}
    notes: list[str] = []
    refused: list[str] = []
    plain = [name for name in looked.candidates if name not in wanted.notebooks]
    notebooks = [name for name in wanted.notebooks if name in looked.candidates]
    for group in (*([name] for name in plain), notebooks):
        everybody = [each for name in group for each in looked.candidates[name]]
        decided = next((each for each in everybody if is_accepted(each, accepted)), None)
        # What is there under its right name by now comes before what was accepted in its place.
        if decided and not any(each.is_exact and not each.zips for each in everybody):
            files[decided.wanted] = decided
        elif everybody:
            _choose_one(everybody, wanted, files, notes, refused)
    return Chosen(files, tuple(notes), tuple(refused))


def is_accepted(candidate: Candidate, accepted: Mapping[str, str]) -> bool:
    """Whether people decided on it, in a file in which nothing is calculated."""
    return accepted.get(candidate.wanted) in (candidate.path, cell(candidate.path))


def named(paths: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def ignored(name: str) -> bool:
    """What systems leave behind."""
    return name.startswith(".") or name.lower() in _NOBODYS


def is_other(before: str) -> bool:
    """Whether the words before a wanted name make it another file: `test_` e1_blur.py, but not `Sam Test - ` e1_blur.py."""
    words = _words(before)
    return bool(words) and words[-1] in _NOT_IT and before == before.rstrip()


def likeness(name: str, wanted: str) -> Likeness | None:
    small = unicodedata.normalize("NFC", name).lower()
    if small == wanted:
        return "exact"
    stem, _, ending = wanted.rpartition(".")
    if small == f"{wanted}.txt":
        return "again"
    own, _, own_ending = small.rpartition(".")
    if own_ending != ending:
        return None
    if (found := _AGAIN.fullmatch(own)) and found["stem"] == stem:
        return "again"
    place = re.search(rf"(?<![^\W_]){re.escape(stem)}(?![^\W_])", own)
    if place is None or is_other(own[: place.start()]):
        return None
    return "backup" if BACKUP & {*_words(own[: place.start()]), *_words(own[place.end() :])} else "near"


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


def _choose_one(
    everybody: Sequence[Candidate], wanted: Wanted, files: dict[str, Candidate], notes: list[str], refused: list[str]
) -> None:
    """Of the candidates for one file, which may have several names, the one that counts."""
    best = next((each for each in everybody if each.is_exact), None)
    if best is None:
        again = [each for each in everybody if each.likeness == "again"]
        near = [each for each in everybody if each.likeness == "near"]
        if again:
            best = max(again, key=lambda each: each.number)
        elif len(near) == 1 or (near and _same(near)):
            best = near[0]
        elif near:
            paths = sorted(each.path for each in near)
            refused.append(f"{' and '.join(paths)} could both be {near[0].wanted}: rename the one that counts")
            return
        if best is not None:
            notes.append(f"{best.path} is taken as {best.wanted}")
    if best is None:
        refused.append(
            f"{named([each.path for each in everybody])} is not taken: rename it to {everybody[0].wanted} if it is meant"
        )
        return
    if (worked_on := _worked_on(best, everybody, wanted)) is not best:
        notes.append(f"{best.path} is as it was handed out: {worked_on.path} counts")
        best = worked_on
    files[best.wanted] = best
    others = [each.path for each in everybody if each is not best and not _same([best, each])]
    if others:
        notes.append(f"{best.path} is taken, not {named(others)}")


def _worked_on(best: Candidate, everybody: Sequence[Candidate], wanted: Wanted) -> Candidate:
    """The only other one with work in it, where the best is as it was handed out; else the best."""
    if len(everybody) == 1 or not _is_blank(best, wanted):
        return best
    others = [
        each for each in everybody if each.likeness != "backup" and not _lies_in_backup(each) and not _is_blank(each, wanted)
    ]
    return others[0] if others and _same(others) else best


def _is_blank(candidate: Candidate, wanted: Wanted) -> bool:
    try:
        return candidate.entry.kind == "file" and wanted.is_blank(
            candidate.wanted, candidate.entry.read(wanted.limits[candidate.wanted])
        )
    except Refused:
        return True


def _lies_in_backup(candidate: Candidate) -> bool:
    return any(BACKUP & set(_words(part)) for part in candidate.folder.split("/"))


def _rank(candidate: Candidate, wanted: Wanted) -> tuple[bool, bool, int, bool, int, float, bool, str]:
    """What counts first among several of one name: what lies in the module's folder, on top, is newer."""
    parts = candidate.folder.lower().split("/") if candidate.folder else []
    backup = _lies_in_backup(candidate)
    newest = -candidate.entry.time.timestamp() if candidate.entry.time else 0.0
    at_home = bool(parts) and parts[-1] == wanted.module
    other_case = candidate.entry.name != candidate.entry.name.lower()
    return not candidate.is_exact, backup, candidate.zips, not at_home, len(parts), newest, other_case, candidate.path


def _same(candidates: Sequence[Candidate]) -> bool:
    """Whether these have the same content, so that it does not matter which counts."""
    try:
        return len({each.entry.read(1 << 20) if each.entry.kind == "file" else str(each.path) for each in candidates}) == 1
    except Refused:
        return False


def _is_of_another_module(name: str, wanted: Wanted) -> bool:
    return name.lower().removesuffix(".zip") in wanted.others - {wanted.module}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
