"""The module's files out of somebody's tree; whatever is not a plain file of a sane size is refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from graders.collecting.sources import unwrapped
from graders.collecting.version import NOT_A_FILE, Entry, Refused, Tree, Wanted
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


def take(tree: Tree, wanted: Wanted) -> SubmissionContents:
    """What is wanted, from the first of its possible folders that holds any.

    Raises Refused when the tree holds a single zip that cannot be read.
    """
    with unwrapped(tree, wanted) as (inner, notes):
        for folder in wanted.folders:
            entries = [each for each in inner.children(folder) if each.name.lower() in wanted.limits]
            if entries:
                return _take(inner, folder, entries, wanted, notes)
        blocked = [f"{path} is {what}, not a folder" for path, what in _in_the_way(inner, wanted)]
        nothing = [] if blocked else [f"holds no file of {wanted.module}"]
        return SubmissionContents(refused=tuple(blocked), notes=(*notes, *nothing))


def _in_the_way(tree: Tree, wanted: Wanted) -> list[tuple[str, str]]:
    """What is called like a folder of the module and is a link, a submodule or a file."""
    top = [(each.name, each.kind) for each in tree.children("") if each.name in (wanted.module, "assignments")]
    below = [(f"assignments/{each.name}", each.kind) for each in tree.children("assignments") if each.name == wanted.module]
    return [(path, "a file" if kind == "file" else NOT_A_FILE[kind]) for path, kind in (*top, *below) if kind != "folder"]


def _take(tree: Tree, folder: str, entries: Sequence[Entry], wanted: Wanted, notes: Sequence[str]) -> SubmissionContents:
    files: dict[str, bytes] = {}
    refused = []
    times = []
    names = {entry.name for entry in entries}
    for entry in entries:
        try:
            files[entry.name] = _read(entry, names, wanted)
        except Refused as error:
            refused.append(f"{entry.name} {error}")
        else:
            times += [entry.time] if entry.time else []
    files, doubts = _with_one_notebook(files, wanted)
    if wanted.notebook not in files:
        doubts += [f"{name} is not taken: rename it to {wanted.notebook}" for name in _renamed(tree, folder, wanted)]
    submitted = stamp(_note(tree, folder, STAMP))
    secret = _note(tree, folder, SECRET)
    return SubmissionContents(files, tuple(refused), max(times, default=None), submitted, secret, (*notes, *doubts))


def _note(tree: Tree, folder: str, name: str) -> str:
    """What nbgrader noted beside the files; empty where it did not."""
    entries = [each for each in tree.children(folder) if each.name == name and each.kind == "file"]
    try:
        return note(name, entries[0].read(1001).decode("utf-8", "replace")) if entries else ""
    except Refused:
        return ""


def _with_one_notebook(files: dict[str, bytes], wanted: Wanted) -> tuple[dict[str, bytes], list[str]]:
    """The files with one notebook of written answers at most, under its usual name, and what is to be said about others."""
    names = sorted(
        (name for name in files if name.lower() in wanted.notebooks), key=lambda name: wanted.notebooks.index(name.lower())
    )
    if not names:
        return files, []
    rest = {name: content for name, content in files.items() if name not in names}
    notebook = files[names[0]]
    others = [name for name in names[1:] if files[name] != notebook]
    notes = [f"{other} is there beside {names[0]}, which is taken as {wanted.notebook}" for other in others]
    return rest | {wanted.notebook: notebook}, notes


def _renamed(tree: Tree, folder: str, wanted: Wanted) -> list[str]:
    """What looks like the notebook of written answers after another download: `m2 (1).ipynb`."""
    stems = tuple(name.removesuffix(".ipynb") for name in wanted.notebooks)
    names = (each.name for each in tree.children(folder) if each.name.lower().endswith(".ipynb"))
    return [name for name in names if name.lower().startswith(stems) and name.lower() not in wanted.limits]


def _read(entry: Entry, names: set[str], wanted: Wanted) -> bytes:
    small = entry.name.lower()
    if entry.name != small and small in names:
        # Where file names have no case, one would overwrite the other.
        raise Refused(f"is there beside {small}, which is taken")
    if entry.kind != "file":
        raise Refused(f"is {NOT_A_FILE[entry.kind]}: not read")
    content = entry.read(wanted.limits[small])
    if content.startswith(_LFS):
        raise Refused("is a pointer of Git LFS without the file: ask for the file itself (git lfs untrack)")
    return content
