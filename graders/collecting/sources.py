"""Submissions in a folder, in one zip of a whole class, or in an nbgrader exchange."""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from graders.collecting import gradescope
from graders.collecting.match import Match, NotOurs, Unmatched
from graders.collecting.names import Names
from graders.collecting.platforms import assignment, hidden_names
from graders.collecting.version import Clock, CollectError, SubmissionVersion
from graders.finding.entries import NOT_A_FILE, Entry, Refused, Tree, Wanted
from graders.finding.looking import ignored
from graders.finding.trees import Folder, Joined, Sub, open_inner_zip, open_zip
from graders.submission import stamp

_RECORD = re.compile(
    r"(?P<student>.+)\+(?P<module>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [^+]+)(\+[^+]*)?", re.DOTALL
)
"""What nbgrader calls a submission in `inbound`: student, assignment, time, and something random."""

_SUBMIT: Clock = "submit"
_FILE: Clock = "file"
_MOST_IN_CLASS = 1_000_000
_DEEPEST = 4
_PLATFORMS_OWN = ("index.html", "unmatched.csv")
"""What lies beside the students' submissions and is nobody's: Brightspace's list, and ours."""


@dataclass
class Source:
    """Everything one source holds, by student; the versions of each in order of their time."""

    versions: dict[str, list[SubmissionVersion]] = field(default_factory=dict)
    unmatched: dict[str, str] = field(default_factory=dict)
    """Why something was not taken for anybody's, by its name."""
    texts: dict[str, str] = field(default_factory=dict)
    """Who typed a text into the platform, which is not read, and what it is called."""
    notes: tuple[str, ...] = ()
    """What is to be said of the whole source."""


@contextlib.contextmanager
def read_source(path: Path, wanted: Wanted, names: Names, zone: tzinfo | None = None) -> Iterator[Source]:
    """What lies in `path`, a folder or a zip; it can be read until the end of the context.

    `zone` is that of the times which a platform writes without one. Raises CollectError when it is no folder and no zip.
    """
    if path.is_dir():
        inbound = path / "inbound"
        try:
            source = _read(Folder(inbound if inbound.is_dir() else path), wanted, names, zone)
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
            source = _read(archive, wanted, names, zone)
            source.notes = tuple(archive.notes)
            yield source
    else:
        raise CollectError(f"there is no {path}: --from wants a folder or zip with all submissions")


def _read(tree: Tree, wanted: Wanted, names: Names, zone: tzinfo | None) -> Source:
    source = Source()
    entries = _entries(tree)
    if any(_RECORD.fullmatch(each.name) for each in entries):
        _read_exchange(tree, entries, wanted.module, names, source)
    else:
        tree, entries = _class_folder(tree, entries, wanted, names)
        names.assignment = assignment(each.name for each in entries)
        names.hidden = hidden_names(each.name for each in entries)
        _read_folder(tree, entries, wanted, names, source, zone)
    for versions in source.versions.values():
        versions.sort(key=lambda each: (each.time.timestamp() if each.time else 0, each.upload))
    return source


def _entries(tree: Tree) -> list[Entry]:
    return [each for each in tree.children("") if not ignored(each.name)]


def _class_folder(tree: Tree, entries: list[Entry], wanted: Wanted, names: Names) -> tuple[Tree, list[Entry]]:
    """Down through folders that hold nothing but one folder, which is nobody's: zips often begin with one."""
    for _ in range(_DEEPEST):
        if len(entries) != 1 or entries[0].kind != "folder":
            break
        inside = [each for each in tree.children(entries[0].name) if not ignored(each.name)]
        if wanted.begins_at(inside):
            break
        if names.people is None and sum(each.kind == "folder" or each.is_zip for each in inside) < 2:
            break
        if names.people is not None:
            with contextlib.suppress(Unmatched, NotOurs):
                names.match(entries[0].name, True, wanted.limits)
                break
        tree, entries = Sub(tree, entries[0].name), inside
    return tree, entries


@dataclass(frozen=True)
class _Part:
    """One folder, zip or file of the class folder, and whose it is."""

    entry: Entry
    match: Match

    @property
    def name(self) -> str:
        """What the student called it."""
        return self.match.rest or self.entry.name

    @property
    def upload(self) -> int:
        return self.match.label.upload if self.match.label else 0


def _read_folder(tree: Tree, entries: list[Entry], wanted: Wanted, names: Names, source: Source, zone: tzinfo | None) -> None:
    """Everybody's submissions in a class folder; what a platform hands out in several files is one."""
    groups: dict[tuple[tuple[str, ...], str], list[_Part]] = {}
    for part in _told_apart(_matched(entries, wanted, names, source), names, source):
        if part.match.label and part.match.label.text:
            source.texts |= dict.fromkeys(part.match.students, part.entry.name)
            continue
        groups.setdefault((part.match.students, _hand_in(part.entry, part.match, wanted)), []).append(part)
    for (students, _), parts in groups.items():
        version = _version(students[0], tree, parts, zone)
        for student in students:
            others = tuple(each for each in students if each != student)
            source.versions.setdefault(student, []).append(replace(version, student=student, together=others))


def _matched(entries: Sequence[Entry], wanted: Wanted, names: Names, source: Source) -> list[_Part]:
    """What is somebody's, and whose; the rest goes into the source's list of what is unmatched."""
    exported = gradescope.read(entries)
    parts = []
    for entry in entries:
        if entry.name == gradescope.FILE or (entry.name.lower() in _PLATFORMS_OWN and entry.kind == "file"):
            continue
        try:
            parts.append(_Part(entry, _match(entry, exported, wanted, names)))
        except Unmatched as error:
            source.unmatched[entry.name] = str(error)
        except NotOurs:
            continue
    return parts


def _told_apart(parts: Sequence[_Part], names: Names, source: Source) -> list[_Part]:
    """Without those of somebody else whose name has the same words: where there is an Ann Lee, Lee Ann is another person.

    Who alone is called in another order than in the class list is told.
    """
    orders = [names.order(part.match, part.entry.name) for part in parts]
    # Canvas writes a name as one word: only another such word can be told from it.
    found: dict[tuple[str, int], set[tuple[str, ...]]] = {}
    for part, order in zip(parts, orders, strict=True):
        found.setdefault((part.match.students[0], len(order)), set()).add(order)
    turned = [
        len(order) > 1 and order != names.listed_order(part.match.students[0])
        for part, order in zip(parts, orders, strict=True)
    ]
    usual = sum(turned) * 2 > sum(len(order) > 1 for order in orders)
    kept = []
    for part, order, is_turned in zip(parts, orders, turned, strict=True):
        student = part.match.students[0]
        if order and len(found[student, len(order)]) > 1 and (is_turned or len(order) == 1):
            source.unmatched[part.entry.name] = (
                f"has the words of {student}'s name in another order than others here: if it is {student}'s, say so"
            )
        elif is_turned and not usual:
            kept.append(
                replace(part, match=replace(part.match, note="the name's words are in another order than in the class list"))
            )
        else:
            kept.append(part)
    return kept


def _match(entry: Entry, exported: Mapping[str, gradescope.Exported], wanted: Wanted, names: Names) -> Match:
    """Whose it is, by Gradescope's list where there is one, else by its name."""
    if (found := exported.get(entry.name)) and names.answers.of(entry.name) is None:
        return _group(found, names)
    return names.match(entry.name, entry.kind in ("folder", "link"), wanted.limits)


def _group(found: gradescope.Exported, names: Names) -> Match:
    """Whose one of Gradescope's submissions is: of all who are in the class list. Raises Unmatched where nobody is."""
    matches, strangers = [], []
    for each in found.labels:
        try:
            matches.append(names.match_label(each))
        except Unmatched as error:
            strangers.append((each.called, str(error)))
    if not matches:
        raise Unmatched(
            strangers[0][1] if strangers else f"has no submitter in {gradescope.FILE}: say whose it is in unmatched.csv"
        )
    students = tuple(dict.fromkeys(student for each in matches for student in each.students))
    note = "; ".join(f"{called}, who handed it in as well, {why}" for called, why in strangers)
    return replace(matches[0], students=students, note=note)


def _hand_in(entry: Entry, match: Match, wanted: Wanted) -> str:
    """What entries have in common that are one submission."""
    if match.label and match.label.platform == "Gradescope":
        return entry.name
    if match.label:
        return f"{match.label.platform} {match.label.attempt}"
    return entry.name if entry.kind != "file" or entry.is_zip else ""


def _version(student: str, tree: Tree, parts: Sequence[_Part], zone: tzinfo | None) -> SubmissionVersion:
    first = parts[0].match
    notes = list(dict.fromkeys(part.match.note for part in parts if part.match.note))
    name = parts[0].entry.name if len(parts) == 1 else f"{len(parts)} files"
    whole = len(parts) == 1 and (parts[0].entry.kind == "folder" or not parts[0].match.rest or parts[0].entry.is_zip)
    opener = _Opener(tree, parts[0].entry)
    if not whole:
        entries, replaced = _latest(parts)
        notes += replaced
        opener = _Opener(Joined(tree, entries))
    stamped = first.label.time if first.label else None
    files = max((part.entry.time for part in parts if part.entry.time), default=None)
    time, clock = (_in_zone(stamped, zone), _SUBMIT) if stamped else (files, _FILE)
    upload = max(part.upload for part in parts)
    return SubmissionVersion(student, name, "", time, clock, opener, tuple(notes), first.by, (), upload, bool(stamped))


def _latest(parts: Sequence[_Part]) -> tuple[list[tuple[str, Entry]], list[str]]:
    """The entries under the students' own names; of one that was uploaded twice the last, as the platform counts."""
    latest: dict[str, _Part] = {}
    notes = []
    for part in sorted(parts, key=lambda each: (each.upload, each.entry.time.timestamp() if each.entry.time else 0)):
        name = part.name
        if name in latest:
            notes.append(f"{name} was uploaded more than once: {part.entry.name} counts, the last")
        latest[name] = part
    return [(name, part.entry) for name, part in latest.items()], notes


def _in_zone(time: datetime, zone: tzinfo | None) -> datetime:
    """A platform's time, in the time zone of the deadline, or of this machine where there is none."""
    if time.tzinfo:
        return time.astimezone(UTC)
    return (time.replace(tzinfo=zone) if zone else time.astimezone()).astimezone(UTC)


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
            student, by = names.by_account(record["student"], entry.name)
        except Unmatched as error:
            source.unmatched[entry.name] = str(error)
            continue
        except NotOurs:
            continue
        notes = _owner(
            tree, entry, record["student"], {match["student"] for each in entries if (match := _RECORD.match(each.name))}
        )
        version = SubmissionVersion(student, entry.name, "", time, "submit", _Opener(tree, entry), notes, by)
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
        if not self.entry.is_zip:
            raise Refused("is neither a zip nor a file of this module: ask for a zip")
        return open_inner_zip(self.entry)
