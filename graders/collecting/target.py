"""Where submissions are collected to: a student's folder, which changes as a whole or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from graders.finding.entries import Refused
from graders.result import write_atomically


def put(folder: Path, staging: Path, files: Mapping[str, bytes]) -> bool:
    """Make a student's folder hold exactly these files; returns whether that changed anything.

    The folder is written elsewhere and moved into place, so that a kill leaves the old one, none, or the new one, but
    never a half.
    """
    for part in (folder.parent, folder):
        if part.is_symlink() or (part.exists() and not part.is_dir()):
            raise Refused(f"{part} is in the way: it is no folder")
    if folder.is_dir() and _same(folder, files):
        return False
    fresh = Path(tempfile.mkdtemp(dir=staging))
    new = fresh / "new"
    new.mkdir()
    for name, content in files.items():
        write_atomically(new / name, content)
    folder.parent.mkdir(exist_ok=True)
    if folder.is_dir():
        folder.rename(fresh / "old")
    new.rename(folder)
    shutil.rmtree(fresh)
    return True


def remove(folder: Path, staging: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir():
        return False
    fresh = Path(tempfile.mkdtemp(dir=staging))
    folder.rename(fresh / "old")
    shutil.rmtree(fresh)
    return True


def _same(folder: Path, files: Mapping[str, bytes]) -> bool:
    there = list(folder.iterdir())
    if {path.name for path in there} != set(files):
        return False
    return all(path.is_file() and not path.is_symlink() and path.read_bytes() == files[path.name] for path in there)
