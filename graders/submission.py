"""Finds the submissions in a folder, takes only plain files of a sane size, and says what was left out and why."""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from graders import messages, roster
from graders.course import Exercise, Module, module_ids
from graders.csv_cells import cell
from graders.finding import looking, rule
from graders.finding.entries import NOT_A_FILE, Refused, Wanted
from graders.finding.trees import Folder
from graders.handout import edited
from graders.result import Result, write_atomically

STAMP = "timestamp.txt"
"""When it was handed in, where nbgrader looks for it."""
SECRET = "submission_secret.txt"
"""By this the student who submitted through nbgrader gets feedback back."""
_LONGEST_NOTE = 1000
LARGEST = 1 << 20
"""Bytes one exercise file may have."""
NOTEBOOK = "handin.ipynb"
"""The notebook of written answers, as the course hands it out beside the exercises."""
LARGEST_NOTEBOOK = 32 << 20
"""Bytes it may have: room for the output of a loop that printed too much, not for a film."""


_NEAR = "near.csv"
_NEAR_HEAD = ["module", "student", "file", "found"]


class SubmissionError(Exception):
    """The folder cannot be graded at all, in one sentence."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one module."""

    student: str
    files: dict[str, bytes]
    """Content by file name: the exercises' files, and files whose name differs from one in case only."""
    refused: dict[str, str]
    """Why a file of that name was not read; the empty name stands for the whole folder."""
    folder: Path | None = None
    """Where the files are; None when the whole folder was not read."""
    notebook: bool = False
    """Whether a notebook of written answers lies beside the files."""
    near: dict[str, str] = field(default_factory=dict)
    """What may be one of the module's files, by that file's name: the path of something in a zip, or of another name."""
    answers: tuple[str, bytes] | None = None
    """The notebook of written answers, by its path, where people accepted it though it has another name, or lies in a zip."""
    told: tuple[str, ...] = ()
    """Which of several files were read, and what could not be looked into."""

    @property
    def notes(self) -> dict[str, str]:
        """What `collect` or nbgrader noted beside the files: `timestamp.txt`, `submission_secret.txt`."""
        paths = [self.folder / name for name in (STAMP, SECRET)] if self.folder else []
        plain = [path for path in paths if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST]
        return {path.name: text for path in plain if (text := note(path.name, path.read_text("utf-8", "replace")))}

    @property
    def time(self) -> datetime | None:
        """When it was handed in, where that is known."""
        return stamp(self.notes.get(STAMP, ""))

    def started(self, exercise: Exercise) -> bool:
        """Whether there is something to race: a file, and not the one handed out."""
        content = self.files.get(exercise.path.name)
        return content is not None and not edited.is_untouched(exercise, content, in_place=False)

    def sources(self) -> dict[str, str]:
        return as_text(self.files)

    def stage(self, folder: Path) -> Path:
        """Write the files into `folder`, where a worker finds them and nothing else."""
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        return folder


def note(file: str, text: str) -> str:
    """What `STAMP` or `SECRET` says; empty where it is too long, or not what nbgrader writes."""
    if len(text) > _LONGEST_NOTE:
        return ""
    return text if file == STAMP or re.fullmatch(r"[0-9A-Za-z_-]{32,}", text.strip()) else ""


def stamp(text: str) -> datetime | None:
    """A time as nbgrader writes it, where it is in UTC, as is nbgrader's default, or has an offset."""
    text = text.strip()
    for zone in (" UTC", " GMT"):
        text = text.replace(zone, "+00:00")
    try:
        return roster.moment(text)
    except ValueError:
        return None


def as_text(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: content.decode("utf-8", "replace") for name, content in sorted(files.items())}


def notebook_names(module: Module) -> tuple[str, ...]:
    """What the notebook of written answers may be called, the one that counts first: nbgrader hands it out as m2.ipynb."""
    return (f"{module.id}.ipynb", NOTEBOOK)


def wanted_of(module: Module, largest_notebook: int = LARGEST_NOTEBOOK) -> Wanted:
    """What is taken of a submission for a module."""
    limits = {exercise.path.name.lower(): LARGEST for exercise in module.exercises}
    notebooks = tuple(name.lower() for name in notebook_names(module))
    others = frozenset(each.lower() for each in module_ids())
    exercises = {exercise.path.name.lower(): exercise for exercise in module.exercises}

    def is_blank(name: str, content: bytes) -> bool:
        return name in exercises and edited.is_untouched(exercises[name], content, in_place=False)

    return Wanted(module.id, limits | dict.fromkeys(notebooks, largest_notebook), notebooks, NOTEBOOK, others, is_blank)


def find_submissions(folder: Path, module: Module) -> list[Submission]:
    """The submissions of `folder/<student>/`, in order of the students' ids.

    Whoever handed in nothing but the notebook of written answers has not started any exercise. Raises SubmissionError when the
    folder does not exist, holds no student, or nobody handed in anything of the module.
    """
    if not folder.is_dir():
        raise SubmissionError(f"there is no folder {folder}: give the folder that holds one folder per student")
    places = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and (path.is_dir() or path.is_symlink()))
    if not places:
        raise SubmissionError(
            f"{folder} holds no folders: it should hold one per student, with the exercise files inside; "
            f"python -m graders collect {module.id} --from {folder} makes them of what platforms deliver"
        )
    accepted = _accepted(folder, module)
    readable = [place for place in places if not _trouble(place.name)]
    submissions = [_read(place, module, accepted.get(cell(unicodedata.normalize("NFC", place.name)), {})) for place in readable]
    if not any(each.files or each.refused or each.notebook or each.near for each in submissions):
        example = f"{folder.name}/{places[0].name}/{module.exercises[0].path.name}"
        raise SubmissionError(f"none of the {len(places)} folders in {folder} holds a file of {module.id}, such as {example}")
    return submissions


def unusable(folder: Path) -> list[str]:
    """Folders that cannot be anybody's, one sentence each: results and pages are called like them."""
    return [why for path in sorted(folder.iterdir()) if path.is_dir() and (why := _trouble(path.name))]


def _trouble(name: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in name):
        return f"the name of the folder {name!a} is not UTF-8: rename it to the student's id"
    if len(name.encode()) > roster.LONGEST_ID:
        return f"the folder {name[:30]}… has {len(name.encode())} bytes in its name, {roster.LONGEST_ID} are allowed: rename it"
    return ""


def fingerprint(submission: Submission, grader: str) -> str:
    """Two SHA-256 with a hyphen between: over the files that were read; over what was not and `grader`, what judges them."""
    refused = {name: why.encode() for name, why in submission.refused.items()}
    return f"{_hash(submission.files)}-{_hash(refused, grader)}"


def is_about(result: Result, files: Mapping[str, bytes]) -> bool:
    """Whether these are the files that were judged."""
    return result.fingerprint.partition("-")[0] == _hash(files)


def changed(results: Iterable[Result], submissions: Iterable[Submission]) -> list[str]:
    """Whose files are not those that were judged, among these submissions."""
    judged = {result.student: result for result in results}
    return [each.student for each in submissions if each.student in judged and not is_about(judged[each.student], each.files)]


def _hash(parts: Mapping[str, bytes], start: str = "") -> str:
    digest = hashlib.sha256(start.encode())
    for name, content in sorted(parts.items()):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def near_file(folder: Path) -> Path:
    """What was accepted as somebody's file though it has another name, or lies in a zip.

    Beside the folder of submissions, which is no place for what belongs into git.
    """
    return folder.resolve().parent / _NEAR


def accept_near(folder: Path, module: Module, whose: Callable[[str], bool] = lambda student: True) -> int:
    """Take from now on what may be somebody's file, by a row each in `near.csv`; returns how many are new."""
    new = [
        [module.id, cell(each.student), name, cell(found)]
        for each in find_submissions(folder, module)
        if whose(each.student)
        for name, found in sorted(each.near.items())
    ]
    path = near_file(folder)
    old = (
        [[row.get(column, "") for column in _NEAR_HEAD] for _, row in roster.rows(path, *_NEAR_HEAD)] if path.is_file() else []
    )
    if new:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([_NEAR_HEAD, *sorted([*old, *new])])
        write_atomically(path, out.getvalue().encode("utf-8-sig"))
    return len(new)


def _accepted(folder: Path, module: Module) -> dict[str, dict[str, str]]:
    """By student, the paths that were accepted for the module's files. Raises SubmissionError where the file cannot be read."""
    path = near_file(folder)
    accepted: dict[str, dict[str, str]] = {}
    try:
        for _, row in roster.rows(path, *_NEAR_HEAD) if path.is_file() else ():
            if row["module"] == module.id:
                accepted.setdefault(row["student"], {})[row["file"].lower()] = row["found"]
    except roster.RosterError as error:
        raise SubmissionError(str(error)) from None
    return accepted


def _read(place: Path, module: Module, accepted: Mapping[str, str]) -> Submission:
    """What one student handed in, wherever in the folder it lies."""
    student = unicodedata.normalize("NFC", place.name)
    if place.is_symlink():
        return Submission(student, {}, {"": messages.LINKED_FOLDER})
    inner = next((path for path in (place / module.id, place / "assignments" / module.id) if path.exists()), place)
    if inner.is_symlink() or inner.parent.is_symlink() or not inner.is_dir():
        return Submission(student, {}, {"": messages.no_plain_folder(inner.name)})
    wanted = wanted_of(module)
    with looking.looking(Folder(place), wanted) as looked:
        chosen = rule.choose(looked, wanted, accepted)
        files: dict[str, bytes] = {}
        refused: dict[str, str] = {}
        near: dict[str, str] = {}
        beside: list[Path] = []
        answers: tuple[str, bytes] | None = None
        unread: list[str] = []
        for name, candidate in chosen.files.items():
            if (candidate.zips or not candidate.is_exact) and not rule.is_accepted(candidate, accepted):
                near[name] = candidate.path
                continue
            if not candidate.zips:
                beside.append(place / candidate.folder)
            if name not in wanted.notebooks:
                _read_one(candidate, place, files, refused)
            elif rule.is_accepted(candidate, accepted):
                answers = _read_answers(candidate, unread)
        notebook = any(name in wanted.notebooks for name in chosen.files if name not in near)
    choices = [note for note in chosen.notes if " is taken as " not in note]
    told = (*choices, *chosen.refused, *looked.blocked, *unread)
    # The notebook comes last among what was chosen, and what nbgrader noted lies beside it.
    return Submission(student, files, refused, beside[-1] if beside else inner, notebook, near, answers, told)


def _read_one(candidate: looking.Candidate, place: Path, files: dict[str, bytes], refused: dict[str, str]) -> None:
    """The candidate's content into `files`, or why it was not read into `refused`."""
    name = candidate.name
    if candidate.zips:
        try:
            files[name] = candidate.entry.read(LARGEST)
        except Refused as error:
            refused[name] = f"{candidate.path} {error}"
        return
    _read_plain(place / candidate.path, name, files, refused)


def _read_answers(candidate: looking.Candidate, unread: list[str]) -> tuple[str, bytes] | None:
    """A notebook by its path, where it can be read; why not goes to `unread`."""
    try:
        if candidate.entry.kind != "file":
            raise Refused(f"is {NOT_A_FILE[candidate.entry.kind]}: not read")
        return candidate.path, candidate.entry.read(LARGEST_NOTEBOOK)
    except Refused as error:
        unread.append(f"{candidate.path} {error}")
        return None


def _read_plain(path: Path, name: str, files: dict[str, bytes], refused: dict[str, str]) -> None:
    """The content of a plain file of a sane size into `files`, or why it was not read into `refused`."""
    if path.is_symlink() or not path.is_file():
        refused[name] = messages.no_plain_file(name)
    elif (size := path.stat().st_size) > LARGEST:
        refused[name] = messages.too_large_to_read(name, size, LARGEST)
    else:
        files[name] = path.read_bytes()


def read_files(folder: Path, module: Module) -> tuple[dict[str, bytes], dict[str, str]]:
    """The exercise files that lie in a folder, and why others of that name are not read."""
    wanted = {exercise.path.name.lower() for exercise in module.exercises}
    files: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.name.lower() in wanted:
            _read_plain(path, path.name, files, refused)
    return files, refused
