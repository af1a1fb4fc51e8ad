"""Replays a grade with the published hidden checks and key: the course as it was handed out, the files as they are here."""

import tempfile
from pathlib import Path

from graders import course
from graders.grading.jobs import Judges
from graders.grading.run import Run, job, result_of
from graders.handout.bundle import Bundle
from graders.handout.contents import STARTERS, contents
from graders.handout.manifest import NAME, Amendment, Handout, HandoutError
from graders.key import seed_of
from graders.renewal import digest
from graders.result import Result
from graders.worker import sandbox

_NEEDED = ("graders/", "assignments/", "conftest.py", "pyproject.toml")
"""What judging takes."""


def check(handout: Handout, module_id: str, published: Bundle) -> Amendment | None:
    """Whether these are the hidden checks that were promised; returns the amendment that changed the promise, if one did.

    Raises HandoutError with both hashes when they are not.
    """
    promised, amended = handout.promised(module_id), handout.amended(module_id)
    if not promised:
        raise HandoutError(f"{NAME} of {handout.version} promises nothing about {module_id}: python -m graders update")
    if published.sha256 == promised:
        return amended[-1] if amended else None
    for each in amended:
        if published.sha256 == each.old:
            raise HandoutError(
                f"this is the archive of before {each.when[:10]}, when hidden checks of {module_id} were changed "
                f"({each.reason}): get the new one; promised now {promised}, this one {published.sha256}"
            )
    raise HandoutError(
        f"these are not the hidden checks that handout {handout.version} promised for {module_id}: promised {promised}, "
        f"this archive {published.sha256}; if they were changed since, python -m graders update says why"
    )


def replay(root: Path, handout: Handout, module_id: str, published: Bundle, submission: Path) -> tuple[Result, bool]:
    """The result of the exercise files in `handin`, and whether a sandbox was used, as in grading.

    Everything else is the course's own: raises HandoutError when a file of it is not as handed out. Raises GraderTrouble.
    """
    with tempfile.TemporaryDirectory(prefix="verify-") as name:
        folder = Path(name).resolve()
        for path, content in _course_files(root, handout).items():
            _write(folder / path, content)
        for path, content in published.files.items():
            _write(folder / course.HIDDEN.relative_to(course.ROOT) / module_id / path, content)
        module = course.load_module(folder / "assignments" / module_id)
        boxed = not sandbox.trouble()
        run = Run(module, module.exercises, boxed, seed_of(published.key), root=folder)
        present = [submission / exercise.path.name for exercise in module.exercises]
        files = {path.name: path.read_bytes() for path in present if path.is_file() and not path.is_symlink()}
        if not files:
            raise HandoutError(f"{submission} holds no file of {module_id}, such as {present[0].name}: say where with --files")
        return result_of(run, Judges(folder, forks=False).perform(job(run, files, "", "")), module_id), boxed


def _course_files(root: Path, handout: Handout) -> dict[str, bytes]:
    """What judging takes, as it was handed out."""
    here = contents(root).files if course.SOLUTIONS.is_dir() else None
    files = {}
    for path, entry in handout.files.items():
        if not path.startswith(_NEEDED):
            continue
        origin = f"{STARTERS}/{path.removeprefix('assignments/')}" if entry.owner == "student" else path
        content = here.get(origin) if here is not None else _read(root / origin)
        if content is None:
            raise HandoutError(f"{origin} is missing: python -m graders update brings it back")
        if digest(content) != entry.sha256:
            raise HandoutError(f"{origin} is not as it was handed out: python -m graders update brings it back")
        files[path] = content
    return files


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
