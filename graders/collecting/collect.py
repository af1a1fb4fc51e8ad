"""Collecting: from wherever students hand in to `OUT/<student>/<module>/`, which is what `grade` reads.

Only the module's exercise files and the notebook of written answers are taken; that is called `handin.ipynb` afterwards, also
where nbgrader handed it out as `m2.ipynb`. `timestamp.txt` beside them says when they were handed in, where that is known.
Where a source has several versions of a submission (git, an nbgrader exchange), the last one before the deadline counts; a
folder or zip has one, which is taken with its lateness said. A student whose submission cannot be read is a row that says why,
never the end of the collection.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graders import roster
from graders.collecting import repositories, sources
from graders.collecting.names import Names
from graders.collecting.pushes import Pushes
from graders.collecting.rows import KEPT, TABLE, Row, State, table, words
from graders.collecting.take import SubmissionContents, take
from graders.collecting.target import put, remove
from graders.collecting.version import Clock, CollectError, Refused, SubmissionVersion, Wanted, choose
from graders.course import Module
from graders.git import GitError
from graders.result import write_atomically
from graders.roster import Person
from graders.submission import LARGEST, LARGEST_NOTEBOOK, NOTEBOOK, SECRET, STAMP, notebook_names

_AT_A_TIME = 8

Progress = Callable[[str, int, int], None]


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

    @property
    def cache(self) -> Path:
        return self.out / ".cache"

    @property
    def staging(self) -> Path:
        """Where a student's folder is made before it is moved into its place."""
        return self.cache / "staging"

    def folder(self, student: str) -> Path:
        return self.out / student / self.module.id

    def deadline_of(self, student: str) -> datetime | None:
        """The student's own deadline before everybody's."""
        person = (self.people or {}).get(student)
        return roster.moment(person.deadline) if person and person.deadline else self.deadline


@dataclass(frozen=True)
class Collection:
    rows: list[Row]
    unmatched: dict[str, str]
    """What nobody could be found for, and why."""
    changed: bool
    """Whether anything in OUT is different now, the table included."""


def collect(request: Request, progress: Progress = lambda phase, done, of: None) -> Collection:
    """Take everybody's submission, and write the files and the table.

    Raises CollectError when there is nothing to collect from.
    """
    request = replace(request, out=request.out.resolve())
    if request.source is None:
        _check_repositories(request)
    elif request.out.is_relative_to(request.source.resolve()) or request.source.resolve().is_relative_to(request.out):
        raise CollectError(f"{request.source} and {request.out} lie in one another: give --out a folder of its own")
    if request.staging.exists():  # left behind by a collection that was killed
        shutil.rmtree(request.staging)
    request.staging.mkdir(parents=True)
    rows, unmatched = (_from_source if request.source else _from_repositories)(request, progress)
    shutil.rmtree(request.staging)
    path = request.out / TABLE
    before = path.read_bytes() if path.is_file() else b""
    now = table(before, rows, request.module.id).encode("utf-8-sig")
    if now != before:
        write_atomically(path, now)
    return Collection(rows, unmatched, now != before or any(row.changed for row in rows))


def _check_repositories(request: Request) -> None:
    if not any(person.repository for person in (request.people or {}).values()):
        raise CollectError("there is nothing to collect from: give --from SOURCE, or a --roster with a column repository")


def _from_source(request: Request, progress: Progress) -> tuple[list[Row], dict[str, str]]:
    assert request.source is not None
    names = Names(request.people)
    with sources.read_source(request.source, request.wanted, names) as source:
        students = list(dict.fromkeys([*(request.people or ()), *sorted(source.versions)]))
        rows = []
        for done, student in enumerate(students):
            progress("collecting", done, len(students))
            rows.append(_guarded(student, request, lambda who: _settle(who, source.versions.get(who, []), request)))
        progress("collecting", len(students), len(students))
        return rows, source.unmatched


def _from_repositories(request: Request, progress: Progress) -> tuple[list[Row], dict[str, str]]:
    people = request.people or {}
    cache = repositories.Cache(request.cache / "git", LARGEST_NOTEBOOK)
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
            progress("fetching", done, len(people))
            rows.append(row)
    strangers = request.pushes.strangers(people) if request.pushes else []
    return rows, dict.fromkeys(strangers, "has push times, but belongs to no student in the class list")


def _settle_repository(person: Person, cache: repositories.Cache, request: Request, notes: list[str]) -> Row:
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
    """One student's row, whatever happens: nobody's submission stops the collection."""
    try:
        return settle(student)
    except (Refused, GitError) as error:
        return _without(student, request, "refused", str(error))
    except Exception as error:
        return _without(student, request, "refused", f"cannot be read: {type(error).__name__}: {error}")


def _settle(student: str, versions: Sequence[SubmissionVersion], request: Request, notes: Iterable[str] = ()) -> Row:
    deadline = request.deadline_of(student)
    if not versions:
        return _without(student, request, "missing", *(notes or ("nothing was handed in",)))
    chosen = choose(versions, None if request.late else deadline)
    after = [each for each in versions if each.clock != "file" and each.time and deadline and each.time > deadline]
    if chosen is None:
        first = after[0]
        row = Row(
            student,
            "too late",
            first.source,
            "",
            first.clock,
            first.time,
            deadline,
            changed=remove(request.folder(student), request.staging),
        )
        return replace(row, notes=(f"nothing in time: the first came {words(row.late)} late; --late takes it", *notes))
    contents, chosen = _take_best(versions, chosen, request)
    notes = [*chosen.notes, *notes, *contents.notes]
    if not contents.files and not contents.refused:
        return _without(student, request, "missing", *notes)
    if after and not request.late and deadline:
        most = max(each.time for each in after if each.time)
        notes.append(f"{len(after)} later not taken, the last {words(most - deadline)} late")
    others = [each.source for each in versions if each.clock == "file" and each is not chosen]
    if others:
        notes.append(f"also handed in, and not taken: {', '.join(others)}")
    clock, time = chosen.clock, chosen.time
    if clock == "file":
        clock, time = ("submit", contents.submitted) if contents.submitted else ("file", contents.time or time)
    secret = {SECRET: contents.secret.encode()} if contents.secret else {}
    changed = put(
        request.folder(student), request.staging, contents.files | _stamp(clock, time) | secret if contents.files else {}
    )
    state: State = "taken" if contents.files else "refused"
    names = tuple(sorted(contents.files))
    return Row(
        student, state, chosen.source, chosen.version, clock, time, deadline, names, contents.refused, tuple(notes), changed
    )


def _stamp(clock: Clock, time: datetime | None) -> dict[str, bytes]:
    """When it was handed in, where nbgrader looks for it to count late days.

    Not the time of a file: after the instructor's download everybody would be late; without a stamp nobody is.
    """
    if clock == "file" or time is None:
        return {}
    return {STAMP: f"{time.astimezone(UTC).isoformat()}\n".encode()}


def _take_best(
    versions: Sequence[SubmissionVersion], chosen: SubmissionVersion, request: Request
) -> tuple[SubmissionContents, SubmissionVersion]:
    """Of several folders or zips the newest that holds anything of the module; of dated versions the chosen one.

    Raises Refused when nothing was found and one of them cannot be read.
    """
    tries = [each for each in reversed(versions) if each.clock == "file"] if chosen.clock == "file" else [chosen]
    best, trouble = None, None
    for each in tries:
        try:
            with each.open() as tree:
                contents = take(tree, request.wanted)
        except Refused as error:
            trouble = trouble or Refused(f"{each.source} {error}")
            continue
        if contents.files:
            return contents, each
        if best is None or (contents.refused and not best[0].refused):
            best = contents, each
    if trouble or best is None:
        raise trouble or Refused("holds nothing")
    return best


def _without(student: str, request: Request, state: State, *why: str) -> Row:
    notes = why
    if request.folder(student).is_dir():
        notes = (*why, KEPT)
    return Row(student, state, deadline=request.deadline_of(student), notes=notes)
