"""The module's files out of somebody's tree; whatever is not a plain file of a sane size is refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graders.finding import looking, rule
from graders.finding.entries import NOT_A_FILE, Entry, Refused, Tree, Wanted
from graders.submission import SECRET, STAMP, note, stamp

_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class SubmissionContents:
    files: dict[str, bytes] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    """Sentences that begin with the name."""
    time: datetime | None = None
    """The newest of the files'."""
    submitted: datetime | None = None
    """nbgrader's own timestamp, where it left one."""
    secret: str = ""
    """What nbgrader gives feedback back by, where it left that."""
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """The names of those files that are there and could not be read."""
    empty: bool = False
    """Whether nothing at all was handed in."""


def take(tree: Tree, wanted: Wanted, repository: bool = False) -> SubmissionContents:
    """What is wanted, wherever in the tree it lies.

    In a repository zips are left alone, and what else is in it is nobody's business.
    """
    with looking.looking(tree, wanted, zips=not repository) as looked:
        chosen = rule.choose(looked, wanted)
        notes = [*looked.notes]
        refused = [*looked.blocked, *chosen.refused]
        if not chosen.files:
            refused += looked.in_the_way
            if not refused:
                notes.append(f"holds no file of {wanted.module}" if looked.entries else "is empty")
        notes += chosen.notes
        if looked.others and not repository and not looked.is_checkout:
            notes.append(f"not of {wanted.module}, and not taken: {rule.named(looked.others)}")
        return _read_all(list(chosen.files.values()), looked, wanted, notes, refused)


def _read_all(
    chosen: Sequence[looking.Candidate], looked: looking.Looked, wanted: Wanted, notes: Sequence[str], refused: Sequence[str]
) -> SubmissionContents:
    files: dict[str, bytes] = {}
    troubles, unread, times = [*refused], [], []
    for each in chosen:
        is_notebook = each.wanted in wanted.notebooks
        name = wanted.notebook if is_notebook else each.name
        try:
            files[name] = _read(each.entry, wanted.limits[each.wanted])
        except Refused as error:
            troubles.append(f"{each.entry.name} {error}")
            unread.append(name)
        else:
            times += [each.entry.time] if each.entry.time else []
    nothing = not (refused or looked.entries)
    beside = list(dict.fromkeys(each.folder for each in chosen)) or [""]
    stamps = [time for folder in beside if (time := stamp(_note(looked, folder, STAMP)))]
    secret = next((text for folder in beside if (text := _note(looked, folder, SECRET))), "")
    return SubmissionContents(
        files,
        tuple(troubles),
        max(times, default=None),
        max(stamps, default=None),
        secret,
        tuple(notes),
        tuple(unread),
        nothing,
    )


def _note(looked: looking.Looked, folder: str, name: str) -> str:
    """What nbgrader noted beside the files; empty where it did not."""
    entries = [each for each in looked.beside(folder) if each.name == name and each.kind == "file"]
    try:
        return note(name, entries[0].read(1001).decode("utf-8", "replace")) if entries else ""
    except Refused:
        return ""


def _read(entry: Entry, limit: int) -> bytes:
    if entry.kind != "file":
        raise Refused(f"is {NOT_A_FILE[entry.kind]}: not read")
    content = entry.read(limit)
    if content.startswith(_LFS):
        raise Refused("is a pointer of Git LFS without the file: ask for the file itself (git lfs untrack)")
    return content
