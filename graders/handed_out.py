"""Which of the course's own files are still as they were handed out, by the list in HANDOUT."""

import hashlib
from pathlib import Path

import msgspec

from graders import course
from graders.course import Module


class _Entry(msgspec.Struct):
    owner: str
    sha256: str


class _Manifest(msgspec.Struct):
    files: dict[str, _Entry]


def changed(module: Module) -> list[Path]:
    """Tests, given files and module.toml of a module that somebody has edited or removed; none where there is no HANDOUT."""
    try:
        manifest = msgspec.json.decode((course.ROOT / "HANDOUT").read_bytes(), type=_Manifest)
    except (OSError, msgspec.DecodeError):
        return []
    folder = module.folder.relative_to(course.ROOT).as_posix()
    ours = {course.ROOT / name: each for name, each in manifest.files.items() if each.owner == "course"}
    return [path for path, each in ours.items() if path.parent == course.ROOT / folder and _digest(path) != each.sha256]


def _digest(path: Path) -> str:
    """Of the content with line ends as on Linux, as HANDOUT has it."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest() if path.is_file() else ""
