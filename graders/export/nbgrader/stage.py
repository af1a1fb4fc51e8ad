"""Submissions into nbgrader's `submitted/`, each with a notebook that `nbgrader autograde` can take.

The notebook is looked for beside the exercise files as `handin.ipynb` or `m2.ipynb`, then under any name. Where there is
none, or none that can be read, the one handed out takes its place, so that every student is in formgrader. When somebody
handed in, `timestamp.txt` beside the files says (ISO 8601; both `collect` commands write it); without it nobody is late.
"""

import filecmp
import secrets
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graders.course import Module
from graders.export.grades import ExportError
from graders.export.nbgrader import notebooks, repair
from graders.export.nbgrader.folder import CourseFolder
from graders.export.nbgrader.moments import moment_of
from graders.export.nbgrader.notebooks import Notebook
from graders.export.nbgrader.read import mark_of
from graders.export.nbgrader.student_ids import refusal
from graders.result import write_if_changed
from graders.submission import SECRET, STAMP, Submission, notebook_names
from graders.text import harmless

_SHOWN = 6
"""Repairs of a notebook that are named."""


@dataclass(frozen=True)
class Staged:
    student: str
    notes: list[str]
    """What was not as it should be, and what was done about it."""
    accepted: bool = True
    changed: bool = False
    """Whether `nbgrader autograde` has something new to do."""


def stage(module: Module, submissions: Iterable[Submission], folder: CourseFolder) -> list[Staged]:
    """Bring `submitted/` up to date with the submissions; doing it again changes nothing.

    Raises ExportError when nbgrader would run what it finds there.
    """
    if not folder.runs_nothing:
        raise ExportError(
            f"nbgrader_config.py in {folder.directory.root} does not autograde with "
            "graders.export.nbgrader.plugins, so nbgrader would run what students wrote: move that file away and run this "
            "again, then put your changes into the new one"
        )
    blank = notebooks.handed_out(module)
    return [_stage(module, submission, folder, blank) for submission in submissions]


def _stage(module: Module, submission: Submission, folder: CourseFolder, blank: Notebook) -> Staged:
    why = refusal(submission.student) or submission.refused.get("")
    if why or submission.folder is None:
        return Staged(submission.student, [f"left out: {why}"], accepted=False)
    notes = list(submission.refused.values())
    notebook, repairs = _notebook(module, submission.folder, blank, submission.answers)
    notes += repairs
    target = folder.submitted(submission.student, module)
    files = dict(submission.files) | {f"{module.id}.ipynb": notebooks.text(notebook).encode()}
    beside = submission.notes
    try:
        if stamp := beside.get(STAMP):
            if moment_of(stamp):
                files[STAMP] = stamp.encode()
            else:
                notes.append(f"{STAMP} names no time: taken as in time")
        if SECRET in beside:
            files[SECRET] = beside[SECRET].encode()
        elif not (target / SECRET).exists():
            files[SECRET] = secrets.token_hex(64).encode()
        changed = [write_if_changed(target / name, content) for name, content in files.items()]
        gone = _withdrawn(target, files) if target.resolve() != submission.folder.resolve() else []
        for path in gone:
            path.unlink()
        stale = _is_stale(folder.notebook(submission.student, module), any(changed) or bool(gone))
        if stale:
            from nbgrader.utils import rmtree  # type: ignore[import-untyped]

            rmtree(folder.autograded(submission.student, module))
    except OSError as error:
        return Staged(submission.student, [*notes, f"left out: {error.filename}: {error.strerror}"], accepted=False)
    return Staged(submission.student, notes, changed=any(changed) or bool(gone) or stale)


def _some(repairs: list[str]) -> list[str]:
    more = len(repairs) - _SHOWN
    return [*repairs[:_SHOWN], *([f"{more} more repairs"] if more > 0 else [])]


def _notebook(module: Module, folder: Path, blank: Notebook, accepted: tuple[str, bytes] | None) -> tuple[Notebook, list[str]]:
    """The student's notebook in good shape, and what was wrong with it; first the one that people accepted as it."""
    wanted = {name: place for place, name in enumerate(notebook_names(module))}
    paths = sorted(folder.glob("*.ipynb"), key=lambda path: (wanted.get(path.name, len(wanted)), path.name))
    notes = []
    if accepted:
        name = harmless(accepted[0], 60)
        try:
            notebook, repairs = repair.repaired(repair.parse(accepted[1]), blank)
            return notebook, [f"the notebook is {name}, which was accepted", *_some(repairs)]
        except ValueError as error:
            notes.append(f"{name}, which was accepted, is {error}: not read")
            paths = [path for path in paths if path.name != PurePosixPath(accepted[0]).name]
    for path in paths:
        name = harmless(path.name, 60)
        try:
            raw = repair.load(path)
        except ValueError as error:
            notes.append(f"{name} is {error}: not read")
            continue
        if path.name not in wanted and not repair.known_cells(raw, blank):
            continue  # some other notebook
        notebook, repairs = repair.repaired(raw, blank)
        if path.name not in wanted:
            notes.append(f"the notebook was named {name}")
        notes += [f"{other.name} is there beside {name}: not read" for other in _others(path, paths, wanted)]
        return notebook, [*notes, *_some(repairs)]
    return blank, [
        *notes,
        "the notebook handed out takes its place" if notes else "no notebook: the one handed out is supplied",
    ]


def _others(chosen: Path, paths: Iterable[Path], wanted: Container[str]) -> list[Path]:
    """Notebooks that could have been meant as well, because they are called like the submission's and hold something else."""
    others = [path for path in paths if path.name in wanted and path != chosen and path.is_file() and not path.is_symlink()]
    return [path for path in others if chosen.name in wanted and not filecmp.cmp(path, chosen, shallow=False)]


def _withdrawn(target: Path, files: Iterable[str]) -> list[Path]:
    """What an earlier submission had and this one has not."""
    return [path for path in target.iterdir() if path.is_file() and path.name not in {*files, SECRET}]


def _is_stale(path: Path, changed: bool) -> bool:
    """Whether the notebook there is not what nbgrader would make of the submission; nbgrader looks at times alone."""
    mark = mark_of(path)
    if mark is None:
        return path.parent.exists()
    return changed or not mark.get("handed_in")


def rows(staged: Iterable[Staged]) -> Iterator[tuple[str, str]]:
    """A line for everything that was not as it should be: student, what."""
    for each in staged:
        for note in each.notes:
            yield each.student, note
