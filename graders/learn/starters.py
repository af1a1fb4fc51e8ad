"""Starters as they were handed out, and how a student gets one back without losing a line of their own."""

import shutil
from datetime import datetime
from pathlib import Path

from graders.course import Exercise
from graders.handout.edited import pristine
from graders.renewal import digest, digest_of
from graders.result import write_atomically


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
