"""Which of the course's own files are still as they were handed out, by the list in HANDOUT."""

from pathlib import Path

from graders import course
from graders.course import Module
from graders.handout import manifest
from graders.handout.manifest import HandoutError
from graders.renewal import digest_of


def changed(module: Module) -> list[Path]:
    """Tests, given files and module.toml of a module that somebody has edited or removed; none where there is no HANDOUT."""
    try:
        handout = manifest.read()
    except HandoutError:
        return []
    if handout is None or not course.is_handout():
        return []
    ours = {course.ROOT / path: handout.files[path].sha256 for path in sorted(handout.owned("course"))}
    return [path for path, sha256 in ours.items() if path.parent == module.folder and digest_of(path) != sha256]
