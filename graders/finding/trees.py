"""Folders and zips as trees. Nothing is ever unpacked, and no link followed: a name that leads outside leads nowhere."""

import contextlib
import io
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from graders.finding.entries import Entry, Kind, Refused, Tree, too_large, utc

LARGEST_ZIP = 64 << 20
"""Bytes a zip of one student may have."""
MOST_ENTRIES = 20_000
"""Entries a zip of one student may have."""


@dataclass(frozen=True)
class Folder:
    path: Path

    def children(self, folder: str) -> Sequence[Entry]:
        place = self.path / folder
        if any(part.is_symlink() for part in (place, *place.parents) if part.is_relative_to(self.path) and part != self.path):
            return []
        try:
            return [_on_disk(Path(each.path)) for each in sorted(os.scandir(place), key=lambda each: each.name)]
        except (FileNotFoundError, NotADirectoryError):
            return []


@dataclass(frozen=True)
class Sub:
    """A folder of another tree, as a tree."""

    tree: Tree
    folder: str

    def children(self, folder: str) -> Sequence[Entry]:
        return self.tree.children(f"{self.folder}/{folder}".strip("/"))


@dataclass(frozen=True)
class Joined:
    """Entries of another tree that belong together though no folder holds them, each with a name of its own."""

    tree: Tree
    entries: Sequence[tuple[str, Entry]]

    def children(self, folder: str) -> Sequence[Entry]:
        if not folder:
            return sorted((replace(entry, name=name) for name, entry in self.entries), key=lambda entry: entry.name)
        first, _, rest = folder.partition("/")
        inside = [entry for name, entry in self.entries if name == first and entry.kind == "folder"]
        return [each for entry in inside for each in self.tree.children(f"{entry.name}/{rest}".strip("/"))]


@dataclass
class Zip:
    archive: zipfile.ZipFile
    notes: list[str] = field(default_factory=list)
    """Entries that were left out, and why."""
    _folders: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        outside = twice = 0
        for info in self.archive.infolist():
            name = _name(info)
            parts = [part for part in name.split("/") if part not in ("", ".")]
            if name.startswith("/") or name[1:2] == ":" or ".." in parts:
                outside += 1
            elif parts:
                twice += not self._add(parts, info)
        if outside:
            self.notes.append(f"{_count(outside)} pointing outside of the zip: not read")
        if twice:
            self.notes.append(f"{_count(twice)} in the zip twice: the last one counts")

    def children(self, folder: str) -> Sequence[Entry]:
        return sorted(self._folders.get(folder, {}).values(), key=lambda entry: entry.name)

    def _add(self, parts: list[str], info: zipfile.ZipInfo) -> bool:
        """Whether the name is new."""
        for depth in range(1, len(parts)):
            above = self._folders.setdefault("/".join(parts[: depth - 1]), {})
            above.setdefault(parts[depth - 1], Entry(parts[depth - 1], "folder", _nothing))
        siblings = self._folders.setdefault("/".join(parts[:-1]), {})
        known, kind = siblings.get(parts[-1]), _kind(info)
        if known is None or kind != "folder":
            siblings[parts[-1]] = Entry(parts[-1], kind, lambda limit: self._read(info, limit), _zip_time(info))
        return known is None or "folder" in (known.kind, kind)

    def _read(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        if info.file_size > limit:
            raise too_large(info.file_size, limit)
        if info.flag_bits & 0x1:
            raise Refused("is encrypted: ask for it without a password")
        try:
            with self.archive.open(info) as file:
                # What is declared need not be true: never read more than is allowed.
                content = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
            raise Refused(f"cannot be unpacked: {error}") from None
        if len(content) > limit:
            raise Refused("is larger than the zip says: a zip bomb")
        return content


@contextlib.contextmanager
def open_zip(file: Path | IO[bytes], most: int = MOST_ENTRIES) -> Iterator[Zip]:
    """Raises Refused for what is no zip, a damaged one, and one with too many entries."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused(f"is no zip that can be read: {error}") from None
    with archive:
        if len(archive.infolist()) > most:
            raise Refused(f"has {len(archive.infolist())} entries; {most} are allowed")
        yield Zip(archive)


@contextlib.contextmanager
def open_inner_zip(entry: Entry) -> Iterator[Zip]:
    """A zip that lies in a folder or in another zip."""
    with open_zip(io.BytesIO(entry.read(LARGEST_ZIP))) as inner:
        yield inner


def _on_disk(path: Path) -> Entry:
    status = path.lstat()
    kinds: dict[int, Kind] = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
    kind = kinds.get(stat.S_IFMT(status.st_mode), "other")
    return Entry(path.name, kind, lambda limit: _read(path, limit), utc(status.st_mtime))


def _read(path: Path, limit: int) -> bytes:
    # Opened without following a link and looked at afterwards: in an exchange the folder is the student's own, and what
    # was a file a moment ago may be a link or a pipe now.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Refused("is no plain file")
            if status.st_size > limit:
                raise too_large(status.st_size, limit)
            return file.read(limit)
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None


def _name(info: zipfile.ZipInfo) -> str:
    """The name as whoever zipped it saw it: old Windows tools write backslashes, macOS writes UTF-8 without saying so."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return unicodedata.normalize("NFC", name.split("\0", 1)[0].replace("\\", "/"))


def _kind(info: zipfile.ZipInfo) -> Kind:
    form = stat.S_IFMT(info.external_attr >> 16)
    if form == stat.S_IFLNK:
        return "link"
    if info.is_dir() or form == stat.S_IFDIR or info.orig_filename.endswith("\\"):
        return "folder"
    return "file" if form in (0, stat.S_IFREG) else "other"


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    """Zips know no time zones: the time is taken for this machine's."""
    try:
        return datetime(*info.date_time).astimezone(UTC) if info.date_time[0] > 1980 else None
    except (ValueError, OverflowError, OSError):
        return None


def _nothing(limit: int) -> bytes:
    raise Refused("is a folder")


def _count(number: int) -> str:
    return "one entry" if number == 1 else f"{number} entries"
