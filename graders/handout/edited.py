"""How files were handed out: which of the course's own somebody has changed, which starters nobody has begun."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graders import course, git, messages
from graders.course import Exercise, Module
from graders.handout import manifest
from graders.handout.contents import STARTERS
from graders.handout.manifest import HandoutError
from graders.renewal import digest_of

_OLDEST = 500
"""Versions of a file that are looked at in git."""


class NoStarter(Exception):
    """Nobody knows any more how the file was handed out; one sentence."""


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


def shipped(exercise: Exercise) -> Path:
    """Where the release's copy of that starter is: in a hidden folder, so that nobody edits it for the exercise's own."""
    return course.ROOT / STARTERS / exercise.path.parent.name / exercise.path.name


def is_untouched(exercise: Exercise, content: bytes, *, in_place: bool) -> bool:
    """Whether somebody's file for an exercise, in its place or handed in, does no more than the one that was handed out.

    Where nobody knows how that was, it is not: then the checks find out what is left to write, which takes longer.
    """
    return any(course.is_same_code(content, starter) for starter in _starters(exercise, content, in_place))


def pristine(exercise: Exercise) -> bytes:
    """The starter as it was handed out.

    The release's own copy comes first: a template copy or a shallow clone has no history of the course. Without it, the
    newest version in git that is not started, or else the oldest. Raises NoStarter where there is neither.
    """
    if (copy := shipped(exercise)).is_file():
        return copy.read_bytes()
    oldest = b""
    for content in recorded(exercise.path):
        if course.looks_handed_out(content):
            return content
        oldest = content
    if not oldest:
        raise NoStarter(messages.no_starter(exercise.path.name))
    return oldest


def recorded(path: Path) -> Iterator[bytes]:
    """The file's versions in git, the newest first; none where there is no git."""
    commits = (git.ask(path.parent, "log", f"-{_OLDEST}", "--format=%H", "--", path.name) or b"").decode().split()
    shown = (git.ask(path.parent, "show", f"{commit}:./{path.name}") for commit in commits)
    return (content for content in shown if content is not None)


def _starters(exercise: Exercise, content: bytes, in_place: bool) -> list[bytes]:
    """What may have been handed out: the release's copy, or the course's own file beside a submission, or what git has."""
    if (copy := shipped(exercise)).is_file():
        return [copy.read_bytes()]
    if not course.looks_handed_out(content):
        return []
    if not in_place and exercise.path.is_file() and course.looks_handed_out(beside := exercise.path.read_bytes()):
        return [beside]
    return _recorded_starter(exercise.path, content)


@cache
def _recorded_starter(path: Path, content: bytes) -> list[bytes]:
    """The version in git that does the same, if there is one."""
    return [each for each in recorded(path) if course.looks_handed_out(each) and course.is_same_code(each, content)][:1]
