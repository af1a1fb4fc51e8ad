"""Renews the course's files from a newer handout. What is the student's is never written, moved or deleted."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from graders import renewal
from graders.handout import manifest
from graders.handout.manifest import CHANGES, NAME, Change, Handout, HandoutError
from graders.handout.source import Read
from graders.renewal import digest, digest_of
from graders.result import write_atomically


@dataclass(frozen=True)
class Plan:
    """What an update comes to."""

    version: str
    write: dict[str, str] = field(default_factory=dict)
    """The course's files that are new or different, with the hash they had in the handout before; empty: it had none."""
    start: list[str] = field(default_factory=list)
    """Starters of new exercises."""
    drop: dict[str, str] = field(default_factory=dict)
    """The course's files that the newer handout has no more."""
    folder: str = ""
    """Where the student's version of changed course files goes, and which these are."""
    kept: list[str] = field(default_factory=list)
    restated: list[str] = field(default_factory=list)
    """Starters that are not what they were; the student's files stay."""
    changes: Sequence[Change] = ()
    """What the change log says that is new."""

    @property
    def empty(self) -> bool:
        return not (self.write or self.start or self.drop)


def plan(root: Path, read: Read) -> Plan:
    """Compare the course in `root` with the handout that `read` reads from, and check that one.

    Raises HandoutError for an older handout, one that is not what its HANDOUT says, and places that are links.
    """
    old = manifest.read(root)
    new = manifest.decode(read(NAME), "the newer HANDOUT")
    if old is not None and manifest.is_newer(old.version, new.version):
        raise HandoutError(f"that handout is {new.version}, yours is {old.version}, which is newer: nothing was changed")
    before = old.files if old is not None else {}
    mine = {path for path, entry in before.items() if entry.owner == "student"} | new.owned("student")
    folded = {path.casefold() for path in mine}
    if clash := sorted(path for path in new.owned("course") - mine if path.casefold() in folded):
        raise HandoutError(f"that handout has a file {clash[0]}, which many systems confuse with yours: nothing was changed")
    write, drop = {}, {}
    for path in sorted(new.owned("course") - mine):
        _check_place(root, path)
        if digest_of(root / path) != new.files[path].sha256:
            write[path] = before[path].sha256 if path in before else ""
    for path in sorted(set(before) - set(new.files) - mine):
        _check_place(root, path)
        if (root / path).is_file():
            drop[path] = before[path].sha256
    start = [path for path in sorted(new.owned("student") - set(before)) if not os.path.lexists(root / path)]
    for path in start:
        _check_place(root, path)
    if write or drop or start or old != new:
        write[NAME] = digest_of(root / NAME)
    known = {path: {hash_, new.files[path].sha256} for path, hash_ in write.items() if path != NAME}
    known |= {path: {hash_} for path, hash_ in drop.items()}
    kept = [path for path, hashes in known.items() if (root / path).is_file() and digest_of(root / path) not in hashes]
    restated = [path for path in sorted(mine & set(before) & set(new.files)) if before[path].sha256 != new.files[path].sha256]
    folder = f"kept/{datetime.now():%Y-%m-%dT%H%M}"
    return Plan(new.version, write, start, drop, folder, kept, restated, _news(read, new, old))


def apply(root: Path, wanted: Plan, read: Read) -> None:
    """Lay everything ready, then put it in place. Interrupted before all is ready nothing has changed; later, it goes on.

    Raises HandoutError when a file is not what HANDOUT says, OSError when something cannot be written.
    """
    stage = root / renewal.STAGE
    _check_place(root, f"{renewal.STAGE}/{renewal.PLAN}")
    new = manifest.decode(read(NAME), "the newer HANDOUT")
    contents = {path: read(path) for path in (*wanted.write, *wanted.start)}
    for path, content in contents.items():
        if path != NAME and digest(content) != new.files[path].sha256:
            raise HandoutError(f"{path} is not what that HANDOUT says: get the handout once more; nothing was changed")
    for path, content in contents.items():
        write_atomically(stage / "files" / path, content)
    laid = {
        "version": wanted.version,
        "kept": wanted.folder,
        # HANDOUT is the last to change: until then it says which files were the course's own.
        "write": dict(sorted(wanted.write.items(), key=lambda item: item[0] == NAME)),
        "start": wanted.start,
        "drop": wanted.drop,
    }
    write_atomically(stage / renewal.PLAN, json.dumps(laid, indent=1).encode())
    renewal.go_on(root)


def _news(read: Read, new: Handout, old: Handout | None) -> list[Change]:
    if CHANGES not in new.files:
        return []
    text = read(CHANGES).decode("utf-8", "replace")
    return [each for each in manifest.changes(text) if old is None or manifest.is_newer(each.version, old.version)]


def _check_place(root: Path, path: str) -> None:
    """Raises HandoutError when writing there would write somewhere else."""
    place = root
    for part in path.split("/"):
        place = place / part
        if place.is_symlink():
            raise HandoutError(f"{place.relative_to(root).as_posix()} is a link here: put a plain file or folder in its place")
        if place != root / path and (place / "pyvenv.cfg").exists():
            raise HandoutError(f"{place.relative_to(root).as_posix()} is a Python environment here: nothing is taken into one")
        if place.is_file() and place != root / path:
            raise HandoutError(f"{place.relative_to(root).as_posix()} is a file here, and a folder there: move the file away")
    if place.is_dir():
        raise HandoutError(f"{path} is a folder here, and a file of the course there: move the folder away")
