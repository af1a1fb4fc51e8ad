"""What the course's packages bring with them and what they weigh, read from what is installed here."""

import importlib.metadata
import zlib
from collections.abc import Iterable
from importlib.metadata import Distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PIECE = 1 << 16
_EVERY = 24
"""One piece in so many is compressed, to know what all of them would come to."""


def closure(requirements: Iterable[str]) -> list[Distribution]:
    """The installed packages among these and all that they need, in order of their names; missing ones are left out."""
    waiting = [Requirement(each) for each in requirements]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *sorted(wanted.extras)):
            name = canonicalize_name(wanted.name)
            if (name, extra) in seen or (wanted.marker is not None and not wanted.marker.evaluate({"extra": ""})):
                continue
            seen.add((name, extra))
            try:
                found[name] = importlib.metadata.distribution(wanted.name)
            except importlib.metadata.PackageNotFoundError:
                continue
            for line in found[name].requires or ():
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                    waiting.append(Requirement(f"{needed.name}[{','.join(needed.extras)}]" if needed.extras else needed.name))
    return [found[name] for name in sorted(found)]


def places(package: Distribution) -> list[Path]:
    """The files and folders at the top of site-packages that make up a package."""
    tops = {file.parts[0] for file in package.files or () if file.parts[0] not in ("..", "__pycache__")}
    return sorted(path for top in tops if (path := Path(str(package.locate_file(top)))).exists())


def weight(packages: Iterable[Distribution]) -> tuple[int, int]:
    """(bytes on disk, bytes to download) of what pip unpacks for these packages.

    The first adds up what each package's own list of files says. The second is what they come to when compressed as
    wheels are, worked out from every 24th piece of 64 KiB, so it is a few per cent off.
    """
    disk = taken = packed = at = 0
    for package in packages:
        for file in package.files or ():
            path = Path(str(file.locate()))
            if file.suffix == ".pyc" or not path.is_file():
                continue
            size = path.stat().st_size
            disk += size
            with open(path, "rb") as content:
                # Counted over all files, so that many small ones are met as often as one large one.
                first = -at % (_PIECE * _EVERY)
                for offset in range(first, size, _PIECE * _EVERY):
                    content.seek(offset)
                    piece = content.read(_PIECE)
                    taken += len(piece)
                    packed += len(zlib.compress(piece))
            at += size
    return disk, round(disk * packed / taken) if taken else disk
