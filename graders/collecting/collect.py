"""Collecting: from wherever students hand in to `OUT/<student>/<module>/`, which is what `grade` reads.

Only the module's exercise files and the notebook of written answers are taken; that is called `handin.ipynb` afterwards, also
where nbgrader handed it out as `m2.ipynb`. `timestamp.txt` beside them says when they were handed in, where that is known.
Where a source has several versions of a hand-in (git, an nbgrader exchange), the last one before the deadline counts; a
folder or zip has one, which is taken with its lateness said. A student whose hand-in cannot be read is a row that says why,
never the end of the collection.
"""

import csv
import io
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from graders import roster
from graders.collecting import git, places
from graders.collecting.delivery import Clock, CollectError, Delivery, Refused, Wanted, choose
from graders.collecting.names import Names
from graders.collecting.pushes import Pushes
from graders.collecting.take import Taken, take
from graders.course import Module
from graders.csv_cells import Row as CsvRow
from graders.csv_cells import cell, written
from graders.result import write_atomically
from graders.roster import Person
from graders.submission import LARGEST, LARGEST_NOTEBOOK, NOTEBOOK, SECRET, STAMP, notebook_names

TABLE = "collected.csv"
_HEAD = ["student", "module", "state", "source", "version", "clock"]
_HEAD += ["time", "deadline", "late_minutes", "taken", "refused", "notes"]
_AT_A_TIME = 8
_KEPT = "kept what was collected before"

State = Literal["taken", "missing", "too late", "refused"]
Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Request:
    module: Module
    out: Path
    people: Mapping[str, Person] | None = None
    source: Path | None = None
    """None: the repositories in the class list."""
    deadline: datetime | None = None
    late: bool = False
    """Whether what came after the deadline is taken as well, with its lateness."""
    branch: str = ""
    pushes: Pushes | None = None

    @property
    def wanted(self) -> Wanted:
        limits = {exercise.path.name.lower(): LARGEST for exercise in self.module.exercises}
        notebooks = tuple(name.lower() for name in notebook_names(self.module))
        return Wanted(self.module.id, limits | dict.fromkeys(notebooks, LARGEST_NOTEBOOK), notebooks, NOTEBOOK)

    def deadline_of(self, student: str) -> datetime | None:
        """The student's own deadline before everybody's."""
        person = (self.people or {}).get(student)
        return roster.moment(person.deadline) if person and person.deadline else self.deadline


@dataclass(frozen=True)
class Row:
    """What became of one student."""

    student: str
    state: State
    source: str = ""
    version: str = ""
    clock: Clock | None = None
    time: datetime | None = None
    deadline: datetime | None = None
    taken: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Files that were not taken, each with the reason."""
    notes: tuple[str, ...] = ()
    changed: bool = False
    """Whether the files differ from those of the collection before."""

    @property
    def late(self) -> timedelta:
        """By how much the deadline was missed; zero when it was not."""
        missed = self.time - self.deadline if self.time and self.deadline else timedelta()
        return max(missed, timedelta())


@dataclass(frozen=True)
class Collection:
    rows: list[Row]
    unmatched: dict[str, str]
    """What nobody could be found for, and why."""
    changed: bool
    """Whether anything in OUT is different now, the table included."""


def collect(request: Request, told: Told = lambda phase, done, of: None) -> Collection:
    """Take everybody's hand-in, and write the files and the table.

    Raises CollectError when there is nothing to collect from.
    """
    request = replace(request, out=request.out.resolve())
    cache = request.out / ".cache"
    staging = cache / "staging"
    if request.source is None:
        _check_repositories(request)
    elif request.out.is_relative_to(request.source.resolve()) or request.source.resolve().is_relative_to(request.out):
        raise CollectError(f"{request.source} and {request.out} lie in one another: give --out a folder of its own")
    if staging.exists():  # left behind by a collection that was killed
        shutil.rmtree(staging)
    staging.mkdir(parents=True)
    rows, unmatched = _from_git(request, cache, told) if request.source is None else _from_place(request, told)
    shutil.rmtree(staging)
    table = request.out / TABLE
    before = table.read_bytes() if table.is_file() else b""
    now = _table(before, rows, request).encode("utf-8-sig")
    if now != before:
        write_atomically(table, now)
    return Collection(rows, unmatched, now != before or any(row.changed for row in rows))


def _check_repositories(request: Request) -> None:
    if not any(person.repository for person in (request.people or {}).values()):
        raise CollectError("there is nothing to collect from: give --from SOURCE, or a --roster with a column repository")


def _from_place(request: Request, told: Told) -> tuple[list[Row], dict[str, str]]:
    assert request.source is not None
    names = Names(request.people)
    with places.read_place(request.source, request.wanted, names) as place:
        students = list(dict.fromkeys([*(request.people or ()), *sorted(place.deliveries)]))
        rows = []
        for done, student in enumerate(students):
            told("collecting", done, len(students))
            rows.append(_guarded(student, request, lambda who: _settle(who, place.deliveries.get(who, []), request)))
        told("collecting", len(students), len(students))
        return rows, place.unmatched


def _from_git(request: Request, folder: Path, told: Told) -> tuple[list[Row], dict[str, str]]:
    people = request.people or {}
    cache = git.Cache(folder / "git", LARGEST_NOTEBOOK)
    cache.prepare(request.branch)
    owners: dict[str, list[str]] = {}
    for person in people.values():
        owners.setdefault(person.repository.rstrip("/").removesuffix(".git"), []).append(person.student)

    def one(student: str) -> Row:
        person = people[student]
        if not person.repository:
            return _without(student, request, "missing", "has no repository in the class list")
        shared = [each for each in owners[person.repository.rstrip("/").removesuffix(".git")] if each != student]
        notes = [f"the same repository as {', '.join(shared)}"] if shared else []
        return _settle_repository(person, cache, request, notes)

    rows = []
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for done, row in enumerate(pool.map(lambda student: _guarded(student, request, one), people), 1):
            told("fetching", done, len(people))
            rows.append(row)
    strangers = request.pushes.strangers(people) if request.pushes else []
    return rows, dict.fromkeys(strangers, "has push times, but belongs to no student in the class list")


def _settle_repository(person: Person, cache: git.Cache, request: Request, notes: list[str]) -> Row:
    repository = cache.fetch(person, request.branch)
    pushes = request.pushes.of(person, repository.branch) if request.pushes else []
    if request.pushes and not pushes:
        notes.append("no push times: commit times count")
    wanted = request.wanted
    paths = [f":(glob,icase)**/{name}" for name in wanted.limits]
    versions = repository.versions(person, paths, pushes)
    deadline = None if request.late else request.deadline_of(person.student)
    chosen = choose(versions, deadline)
    if chosen is not None:
        notes += repository.doubts(versions, chosen, paths, deadline or datetime.now(UTC))
    elif not versions:
        notes.append(f"no file of {request.module.id} in it")
    return _settle(person.student, versions, request, notes)


def _guarded(student: str, request: Request, settle: Callable[[str], Row]) -> Row:
    """One student's row, whatever happens: nobody's hand-in stops the collection."""
    try:
        return settle(student)
    except (Refused, git.GitError) as error:
        return _without(student, request, "refused", str(error))
    except Exception as error:
        return _without(student, request, "refused", f"cannot be read: {type(error).__name__}: {error}")


def _settle(student: str, versions: Sequence[Delivery], request: Request, notes: Iterable[str] = ()) -> Row:
    deadline = request.deadline_of(student)
    if not versions:
        return _without(student, request, "missing", *(notes or ("nothing was handed in",)))
    chosen = choose(versions, None if request.late else deadline)
    after = [each for each in versions if each.clock != "file" and each.time and deadline and each.time > deadline]
    if chosen is None:
        first = after[0]
        row = Row(student, "too late", first.source, "", first.clock, first.time, deadline, changed=_remove(request, student))
        return replace(row, notes=(f"nothing in time: the first came {words(row.late)} late; --late takes it", *notes))
    taken, chosen = _take_best(versions, chosen, request)
    notes = [*chosen.notes, *notes, *taken.notes]
    if not taken.files and not taken.refused:
        return _without(student, request, "missing", *notes)
    if after and not request.late and deadline:
        most = max(each.time for each in after if each.time)
        notes.append(f"{len(after)} later not taken, the last {words(most - deadline)} late")
    others = [each.source for each in versions if each.clock == "file" and each is not chosen]
    if others:
        notes.append(f"also handed in, and not taken: {', '.join(others)}")
    clock, time = chosen.clock, chosen.time
    if clock == "file":
        clock, time = ("submit", taken.submitted) if taken.submitted else ("file", taken.time or time)
    secret = {SECRET: taken.secret.encode()} if taken.secret else {}
    changed = _put(request, student, taken.files | _stamp(clock, time) | secret if taken.files else {})
    state: State = "taken" if taken.files else "refused"
    names = tuple(sorted(taken.files))
    return Row(
        student, state, chosen.source, chosen.version, clock, time, deadline, names, taken.refused, tuple(notes), changed
    )


def _stamp(clock: Clock, time: datetime | None) -> dict[str, bytes]:
    """When it was handed in, where nbgrader looks for it to count late days.

    Not the time of a file: after the instructor's download everybody would be late; without a stamp nobody is.
    """
    if clock == "file" or time is None:
        return {}
    return {STAMP: f"{time.astimezone(UTC).isoformat()}\n".encode()}


def _take_best(versions: Sequence[Delivery], chosen: Delivery, request: Request) -> tuple[Taken, Delivery]:
    """Of several folders or zips the newest that holds anything of the module; of dated versions the chosen one.

    Raises Refused when nothing was found and one of them cannot be read.
    """
    tries = [each for each in reversed(versions) if each.clock == "file"] if chosen.clock == "file" else [chosen]
    best, trouble = None, None
    for each in tries:
        try:
            with each.open() as tree:
                taken = take(tree, request.wanted)
        except Refused as error:
            trouble = trouble or Refused(f"{each.source} {error}")
            continue
        if taken.files:
            return taken, each
        if best is None or (taken.refused and not best[0].refused):
            best = taken, each
    if trouble or best is None:
        raise trouble or Refused("holds nothing")
    return best


def _without(student: str, request: Request, state: State, *why: str) -> Row:
    notes = why
    if (request.out / student / request.module.id).is_dir():
        notes = (*why, _KEPT)
    return Row(student, state, deadline=request.deadline_of(student), notes=notes)


def _put(request: Request, student: str, files: Mapping[str, bytes]) -> bool:
    """Make the student's folder hold exactly these files; returns whether that changed anything.

    The folder is written elsewhere and moved into place, so that a kill leaves the old one, none, or the new one, but
    never a half.
    """
    place = request.out / student / request.module.id
    for part in (place.parent, place):
        if part.is_symlink() or (part.exists() and not part.is_dir()):
            raise Refused(f"{part} is in the way: it is no folder")
    if place.is_dir() and _same(place, files):
        return False
    fresh = Path(tempfile.mkdtemp(dir=request.out / ".cache" / "staging"))
    new = fresh / "new"
    new.mkdir()
    for name, content in files.items():
        write_atomically(new / name, content)
    place.parent.mkdir(exist_ok=True)
    if place.is_dir():
        place.rename(fresh / "old")
    new.rename(place)
    shutil.rmtree(fresh)
    return True


def _remove(request: Request, student: str) -> bool:
    place = request.out / student / request.module.id
    if place.is_symlink() or not place.is_dir():
        return False
    fresh = Path(tempfile.mkdtemp(dir=request.out / ".cache" / "staging"))
    place.rename(fresh / "old")
    shutil.rmtree(fresh)
    return True


def _same(place: Path, files: Mapping[str, bytes]) -> bool:
    there = list(place.iterdir())
    if {path.name for path in there} != set(files):
        return False
    return all(path.is_file() and not path.is_symlink() and path.read_bytes() == files[path.name] for path in there)


def words(span: timedelta) -> str:
    """How long in words: 40 s, 2 h 10 min, 3 d 4 h."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def _table(before: bytes, rows: Sequence[Row], request: Request) -> str:
    """The table with this collection's rows; other modules' rows stay, and those of students whose files were kept."""
    module = request.module.id
    kept = [_is_kept(row) for row in rows]
    # What is in the file already was made harmless when it was written, so that what is new is compared as written too.
    fresh = [_csv_row(row, module) for row in rows]
    lines = {(str(new[0]), str(new[1])): new for new in fresh}
    replaceable = {(str(new[0]), str(new[1])) for new, stays in zip(fresh, kept, strict=True) if not stays}
    for old in csv.reader(io.StringIO(before.decode("utf-8-sig", "replace"), newline="")):
        if len(old) == len(_HEAD) and old != _HEAD and (old[0], old[1]) not in replaceable:
            lines[old[0], old[1]] = list(old)
    return written([list(_HEAD), *(lines[key] for key in sorted(lines))])


def _is_kept(row: Row) -> bool:
    return not row.taken and _KEPT in row.notes


def _csv_row(row: Row, module: str) -> CsvRow:
    late = str(math.ceil(row.late.total_seconds() / 60) or "")
    times = [each.astimezone(UTC).isoformat(timespec="seconds") if each else "" for each in (row.time, row.deadline)]
    texts = [" ".join(row.taken), "; ".join(row.refused), "; ".join(row.notes)]
    values = [row.student, module, row.state, row.source, row.version, row.clock or "", *times, late, *texts]
    return [cell(value) for value in values]
