"""Submissions in a folder, in one zip of a whole class, or in an nbgrader exchange."""

import contextlib
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from graders.collecting.names import Match, Names, Unmatched
from graders.collecting.trees import Folder, Loose, Sub, Zip, open_inner_zip, open_zip
from graders.collecting.version import NOT_A_FILE, CollectError, Entry, Refused, SubmissionVersion, Tree, Wanted
from graders.submission import stamp

_RECORD = re.compile(
    r"(?P<student>.+)\+(?P<module>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [^+]+)(\+[^+]*)?", re.DOTALL
)
"""What nbgrader calls a submission in `inbound`: student, assignment, time, and something random."""

_MOST_IN_CLASS = 1_000_000
_DEEPEST = 4


@dataclass
class Source:
    """Everything one source holds, by student; the versions of each in order of their time."""

    versions: dict[str, list[SubmissionVersion]] = field(default_factory=dict)
    unmatched: dict[str, str] = field(default_factory=dict)
    """Why something was not taken for anybody's, by its name."""


@contextlib.contextmanager
def read_source(path: Path, wanted: Wanted, names: Names) -> Iterator[Source]:
    """What lies in `path`, a folder or a zip; it can be read until the end of the context.

    Raises CollectError when it is no folder and no zip.
    """
    if path.is_dir():
        inbound = path / "inbound"
        try:
            source = _read(Folder(inbound if inbound.is_dir() else path), wanted, names)
        except OSError as error:
            raise CollectError(f"{error.filename} cannot be read: {error.strerror}") from None
        yield source
    elif path.is_file():
        with contextlib.ExitStack() as stack:
            try:
                archive = stack.enter_context(open_zip(path, _MOST_IN_CLASS))
            except Refused as error:
                raise CollectError(
                    f"{path} {error}: give a folder, or the zip that your platform made of all submissions"
                ) from None
            source = _read(archive, wanted, names)
            if archive.notes:
                source.unmatched[path.name] = "; ".join(archive.notes)
            yield source
    else:
        raise CollectError(f"there is no {path}: --from wants a folder or zip with all submissions")


@contextlib.contextmanager
def unwrapped(tree: Tree, wanted: Wanted) -> Iterator[tuple[Tree, list[str]]]:
    """The tree at whose top the module's files lie, or a folder for them, and what is to be said about zips on the way.

    People hand in a folder in a zip in a folder.
    """
    with contextlib.ExitStack() as stack:
        notes: list[str] = []
        for _ in range(_DEEPEST):
            notes += tree.notes if isinstance(tree, Zip) else []
            inside = [each for each in tree.children("") if not ignored(each.name)]
            if wanted.begins_at(inside):
                break
            folders = [each for each in inside if each.kind == "folder"]
            zips = [each for each in inside if _is_zip(each)]
            fitting = [each for each in folders if wanted.begins_at(tree.children(each.name))]
            if len(fitting) == 1 or (len(folders) == 1 and not zips):
                tree = Sub(tree, (fitting or folders)[0].name)
            elif len(zips) == 1 and not folders:
                tree = stack.enter_context(open_inner_zip(zips[0]))
            else:
                break
        yield tree, notes


def ignored(name: str) -> bool:
    """What systems leave behind."""
    return name.startswith(".") or name.lower() in ("__macosx", "thumbs.db", "desktop.ini")


def _read(tree: Tree, wanted: Wanted, names: Names) -> Source:
    source = Source()
    entries = [each for each in tree.children("") if not ignored(each.name)]
    if any(_RECORD.fullmatch(each.name) for each in entries):
        _read_exchange(tree, entries, wanted.module, names, source)
    else:
        tree, entries = _class_folder(tree, entries, wanted, names)
        _read_folder(tree, entries, wanted, names, source)
    for versions in source.versions.values():
        versions.sort(key=lambda each: each.time.timestamp() if each.time else 0)
    return source


def _class_folder(tree: Tree, entries: list[Entry], wanted: Wanted, names: Names) -> tuple[Tree, list[Entry]]:
    """Down through folders that hold nothing but one folder, which is nobody's: zips often begin with one."""
    for _ in range(_DEEPEST):
        if len(entries) != 1 or entries[0].kind != "folder":
            break
        inside = [each for each in tree.children(entries[0].name) if not ignored(each.name)]
        if wanted.begins_at(inside):
            break
        if names.people is None and sum(each.kind == "folder" or _is_zip(each) for each in inside) < 2:
            break
        if names.people is not None:
            with contextlib.suppress(Unmatched):
                names.match(entries[0].name, True, wanted.limits)
                break
        tree, entries = Sub(tree, entries[0].name), inside
    return tree, entries


def _read_folder(tree: Tree, entries: list[Entry], wanted: Wanted, names: Names, source: Source) -> None:
    loose: dict[str, list[tuple[Entry, Match]]] = {}
    for entry in entries:
        if "_assignsubmission_onlinetext" in entry.name:
            continue
        try:
            match = names.match(entry.name, entry.kind in ("folder", "link"), wanted.limits)
        except Unmatched as error:
            source.unmatched[entry.name] = str(error)
            continue
        if entry.kind == "folder" or _is_zip(entry) or not match.rest or match.rest.lower() not in wanted.limits:
            version = SubmissionVersion(
                match.student, entry.name, "", entry.time, "file", _Opener(tree, entry), _notes(match.note)
            )
            source.versions.setdefault(match.student, []).append(version)
        else:
            loose.setdefault(match.student, []).append((entry, match))
    for student, pairs in loose.items():
        files: dict[str, Entry] = {}
        for entry, match in sorted(pairs, key=lambda each: each[0].time.timestamp() if each[0].time else 0):
            files[match.rest] = Entry(match.rest, entry.kind, entry.read, entry.time)
        times = [entry.time for entry in files.values() if entry.time]
        notes = _notes(*dict.fromkeys(match.note for _, match in pairs))
        name = pairs[0][0].name if len(pairs) == 1 else f"{len(pairs)} files"
        opener = _Opener(Loose(list(files.values())))
        version = SubmissionVersion(student, name, "", max(times, default=None), "file", opener, notes)
        source.versions.setdefault(student, []).append(version)


def _read_exchange(tree: Tree, entries: list[Entry], module: str, names: Names, source: Source) -> None:
    for entry in entries:
        record = _RECORD.fullmatch(entry.name)
        if record is None:
            source.unmatched[entry.name] = "is not named like a submission in nbgrader's exchange"
            continue
        if record["module"] != module:
            continue
        time = stamp(record["time"])
        if time is None:
            source.unmatched[entry.name] = "has a time zone other than UTC: set Exchange.timezone to UTC, or rename it"
            continue
        try:
            student = names.by_account(record["student"])
        except Unmatched as error:
            source.unmatched[entry.name] = str(error)
            continue
        notes = _owner(
            tree, entry, record["student"], {match["student"] for each in entries if (match := _RECORD.match(each.name))}
        )
        version = SubmissionVersion(student, entry.name, "", time, "submit", _Opener(tree, entry), notes)
        source.versions.setdefault(student, []).append(version)


def _owner(tree: Tree, entry: Entry, student: str, students: set[str]) -> tuple[str, ...]:
    """In an exchange everybody can write anything: nbgrader looks at the owner of the folder, and so does this."""
    if not isinstance(tree, Folder) or os.name != "posix" or entry.kind == "link":
        return ()
    with contextlib.suppress(KeyError, OSError):
        owner = (tree.path / entry.name).owner()
        if owner != student and owner in students:
            return (f"was put there by {owner}",)
    return ()


@dataclass(frozen=True)
class _Opener:
    """Opens a version when its turn comes; what cannot be opened is Refused."""

    tree: Tree
    entry: Entry | None = None

    def __call__(self) -> AbstractContextManager[Tree]:
        if self.entry is None:
            return contextlib.nullcontext(self.tree)
        if self.entry.kind == "folder":
            return contextlib.nullcontext(Sub(self.tree, self.entry.name))
        if self.entry.kind != "file":
            raise Refused(f"is {NOT_A_FILE[self.entry.kind]}: not read")
        if not _is_zip(self.entry):
            raise Refused("is neither a zip nor a file of this module: ask for a zip")
        return open_inner_zip(self.entry)


def _is_zip(entry: Entry) -> bool:
    return entry.kind == "file" and entry.name.lower().endswith(".zip")


def _notes(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)
