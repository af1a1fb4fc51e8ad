"""Starters as they were handed out, and how a student gets one back without losing a line of their own."""

import shutil
from datetime import datetime
from pathlib import Path

from graders import course, git, messages
from graders.course import Exercise
from graders.handout.contents import STARTERS
from graders.renewal import digest, digest_of
from graders.result import write_atomically

_OLDEST = 500
"""Versions of a file that are looked at in git."""


class NoStarter(Exception):
    """Nobody knows any more how the file was handed out; one sentence."""


def shipped(exercise: Exercise) -> Path:
    """Where the release's copy of that starter is: in a hidden folder, so that nobody edits it for the exercise's own."""
    return course.ROOT / STARTERS / exercise.path.parent.name / exercise.path.name


def pristine(exercise: Exercise) -> bytes:
    """The starter as it was handed out.

    The release's own copy comes first: a template copy or a shallow clone has no history of the course. Without it, the
    newest version in git that is not started, or else the oldest. Raises NoStarter where there is neither.
    """
    if (copy := shipped(exercise)).is_file():
        return copy.read_bytes()
    oldest = b""
    for content in _recorded(exercise.path):
        if course.is_untouched(content):
            return content
        oldest = content
    if not oldest:
        raise NoStarter(messages.no_starter(exercise.path.name))
    return oldest


def give_back(exercise: Exercise, now: datetime) -> Path | None:
    """Put the starter in the place of the student's file, which stays beside it under a dated name.

    Returns that name, or None where there was no file. Raises NoStarter before anything is touched.
    """
    content = pristine(exercise)
    kept = None
    if exercise.path.is_file():
        kept = _dated(exercise.path, now)
        shutil.copy2(exercise.path, kept)
    write_atomically(exercise.path, content)
    return kept


def as_handed_out(exercise: Exercise) -> bool:
    """Whether there is nothing to give back. Raises NoStarter."""
    return exercise.path.is_file() and digest_of(exercise.path) == digest(pristine(exercise))


def _dated(path: Path, now: datetime) -> Path:
    for form in ("%Y-%m-%dT%H%M", "%Y-%m-%dT%H%M%S", "%Y-%m-%dT%H%M%S.%f"):
        name = path.with_name(f"{path.stem}.{now:{form}}{path.suffix}")
        if not name.exists():
            break
    return name


def _recorded(path: Path) -> list[bytes]:
    """The file's versions in git, the newest first; none where there is no git."""
    commits = (git.ask(path.parent, "log", f"-{_OLDEST}", "--format=%H", "--", path.name) or b"").decode().split()
    shown = (git.ask(path.parent, "show", f"{commit}:./{path.name}") for commit in commits)
    return [content for content in shown if content is not None]
