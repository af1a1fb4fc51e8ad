"""Collecting: from wherever students hand in to `OUT/<student>/<module>/`, which is what `grade` reads.

Only the module's exercise files and the notebook of written answers are taken; that is called `handin.ipynb` afterwards, also
where nbgrader handed it out as `m2.ipynb`. `timestamp.txt` beside them says when they were handed in, where that is known.
Where a source has several versions of a submission (git, an nbgrader exchange), the last one before the deadline counts; a
folder or zip has one, which is taken with its lateness said. A student whose submission cannot be read is a row that says why,
never the end of the collection.
"""

import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from graders.collecting import repositories, sources
from graders.collecting.best import take_best
from graders.collecting.names import Names
from graders.collecting.request import Request
from graders.collecting.rows import KEPT, TABLE, Row, State, table, words
from graders.collecting.take import SubmissionContents
from graders.collecting.target import put, remove
from graders.collecting.version import Clock, CollectError, SubmissionVersion, choose
from graders.finding import looking, rule
from graders.finding.entries import Refused, Wanted
from graders.git import GitError
from graders.result import write_atomically
from graders.roster import Person
from graders.submission import SECRET, STAMP, stamp

_AT_A_TIME = 8

Progress = Callable[[str, int, int], None]


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
    names = Names(request.people, request.answers)
    zone = request.deadline.tzinfo if request.deadline else None
    with sources.read_source(request.source, request.wanted, names, zone) as source:
        known = dict.fromkeys([*(request.people or ()), *sorted(source.versions)])
        students = [student for student in known if request.whose.has(student)]
        rows = []
        for done, student in enumerate(students):
            progress("collecting", done, len(students))
            rows.append(_guarded(student, request, lambda who: _settle_from(who, source, request)))
        progress("collecting", len(students), len(students))
        unmatched = source.unmatched | ({request.source.name: "; ".join(source.notes)} if source.notes else {})
        return rows, unmatched


def _settle_from(student: str, source: sources.Source, request: Request) -> Row:
    """A student's row from what the student, a partner or the team handed in."""
    text = source.texts.get(student)
    own = source.versions.get(student, [])
    partners = [each for version in own for each in version.together]
    mates = tuple(dict.fromkeys((*partners, *request.team_of(student))))
    versions = _of_all((student, *mates), source)
    notes = [f"a text was typed into the platform, which is not read: {text}"] if text and not versions else []
    return _settle(student, versions, request, notes, mates)


def _of_all(students: Sequence[str], source: sources.Source) -> list[SubmissionVersion]:
    """What these handed in, in order of time, each once."""
    every = {id(each.open): each for student in reversed(students) for each in source.versions.get(student, [])}
    return sorted(every.values(), key=lambda each: (each.time.timestamp() if each.time else 0, each.upload))


def _from_repositories(request: Request, progress: Progress) -> tuple[list[Row], dict[str, str]]:
    people = request.people or {}
    cache = repositories.Cache(request.cache / "git", max(request.wanted.limits.values()))
    cache.prepare(request.branch)
    owners: dict[str, list[str]] = {}
    for person in people.values():
        owners.setdefault(person.repository.rstrip("/").removesuffix(".git"), []).append(person.student)

    def one(student: str) -> Row:
        mates = request.team_of(student)
        person = people[student]
        if not person.repository and (lent := next((people[each].repository for each in mates if people[each].repository), "")):
            person = replace(person, repository=lent)
        if not person.repository:
            return _without(student, request, "missing", "has no repository in the class list")
        shared = [each for each in owners[person.repository.rstrip("/").removesuffix(".git")] if each not in (student, *mates)]
        notes = [f"the same repository as {', '.join(shared)}"] if shared else []
        return _settle_repository(person, cache, request, notes, mates)

    rows = []
    students = list(request.whose.among(people))
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        for done, row in enumerate(pool.map(lambda student: _guarded(student, request, one), students), 1):
            progress("fetching", done, len(students))
            rows.append(row)
    strangers = request.pushes.strangers(people) if request.pushes else []
    return rows, dict.fromkeys(strangers, "has push times, but belongs to no student in the class list")


def _settle_repository(
    person: Person, cache: repositories.Cache, request: Request, notes: list[str], mates: Sequence[str]
) -> Row:
    repository = cache.fetch(person, request.branch)
    pushes = request.pushes.of(person, repository.branch) if request.pushes else []
    if request.pushes and not pushes:
        notes.append("no push times: commit times count")
    wanted = request.wanted
    paths = [f":(glob,icase)**/{name}" for name in wanted.limits]
    versions = repository.versions(person, paths, pushes)
    deadline = None if request.late else request.deadline_of(person.student, mates)
    chosen = choose(versions, deadline, request.grace)
    if chosen is not None:
        notes += repository.doubts(versions, chosen, paths, deadline or datetime.now(UTC))
    elif not versions:
        notes += [f"no file of {request.module.id} in it", *_meant_perhaps(repository, wanted)]
    return _settle(person.student, versions, request, notes, mates)


def _meant_perhaps(repository: repositories.Repository, wanted: Wanted) -> list[str]:
    """What lies in a repository without any of the files under their own names, and may be them."""
    with repository.open(repository.tip) as tree, looking.looking(tree, wanted, zips=False) as looked:
        near = [each.path for candidates in looked.candidates.values() for each in candidates]
        near += [path for path in looked.others if path.lower().endswith(".zip")]
    return (
        [f"there is {rule.named(near)}, which is not read in a repository: ask for the files under their names"] if near else []
    )


def _guarded(student: str, request: Request, settle: Callable[[str], Row]) -> Row:
    """One student's row, whatever happens: nobody's submission stops the collection."""
    try:
        return settle(student)
    except (Refused, GitError) as error:
        return _without(student, request, "refused", str(error))
    except Exception as error:
        return _without(student, request, "refused", f"cannot be read: {type(error).__name__}: {error}")


def _settle(
    student: str,
    versions: Sequence[SubmissionVersion],
    request: Request,
    notes: Iterable[str] = (),
    mates: Sequence[str] = (),
) -> Row:
    deadline = request.deadline_of(student, mates)
    if not versions:
        return _without(student, request, "missing", *(notes or ("nothing was handed in",)))
    until = None if request.late else deadline
    chosen = choose(versions, until, request.grace)
    notes = [*notes, *_about_team(student, deadline, mates, request)]
    if chosen is None:
        return _too_late(student, versions[0], request, deadline, notes)
    contents, chosen, told = take_best(versions, chosen, request.wanted)
    notes = [*chosen.notes, *notes, *told, *contents.notes]
    if not contents.files and not contents.refused:
        state: State = "refused" if contents.empty else "missing"
        return _without(student, request, state, *notes)
    after = [each for each in versions if each.clock != "file" and until and not choose([each], until, request.grace)]
    if after and until:
        most = max(each.time for each in after if each.time)
        notes.append(f"{len(after)} later not taken, the last {words(most - until)} late")
    clock, time = chosen.clock, chosen.time
    if clock == "file":
        clock, time = ("submit", contents.submitted) if contents.submitted else ("file", contents.time or time)
    files, kept = _with_kept(request.folder(student), contents, request.wanted)
    if not contents.files and kept:
        row = _without(student, request, "refused", *notes)
        return replace(row, source=chosen.source, refused=contents.refused, by=chosen.by)
    secret = {SECRET: contents.secret.encode()} if contents.secret else {}
    changed = put(request.folder(student), request.staging, files | _stamp(clock, time) | secret if files else {})
    return Row(
        student,
        "taken" if contents.files else "refused",
        chosen.source,
        chosen.version,
        clock,
        time,
        deadline,
        tuple(sorted(files)),
        contents.refused,
        (*notes, *kept),
        changed,
        by=chosen.by,
        together=tuple(mates),
        grace=request.grace,
    )


def _about_team(student: str, deadline: datetime | None, mates: Sequence[str], request: Request) -> list[str]:
    if not mates:
        return []
    notes = [f"one submission with {', '.join(mates)}"]
    if deadline != request.deadline_of(student):
        kindest = next((each for each in mates if request.deadline_of(each) == deadline), mates[0])
        notes.append(f"the deadline is that of {kindest}, the latest among them")
    return notes


def _too_late(student: str, first: SubmissionVersion, request: Request, deadline: datetime | None, notes: Sequence[str]) -> Row:
    """Nothing came in time. What was collected before goes, unless that did."""
    folder = request.folder(student)
    stamped = stamp((folder / STAMP).read_text("utf-8", "replace")) if (folder / STAMP).is_file() else None
    late = stamped is not None and deadline is not None and stamped > deadline + request.grace
    changed = late and remove(folder, request.staging)
    row = Row(student, "too late", first.source, "", first.clock, first.time, deadline, changed=changed, by=first.by)
    kept = (KEPT,) if folder.is_dir() else ()
    return replace(row, notes=(f"nothing in time: the first came {words(row.late)} late; --late takes it", *notes, *kept))


def _with_kept(folder: Path, contents: SubmissionContents, wanted: Wanted) -> tuple[dict[str, bytes], list[str]]:
    """The files, with those collected before that this delivery cannot replace, and what is to be said about them.

    That something cannot be read now is no reason to lose what could be. Else a submission is replaced as a whole.
    """
    names = {*wanted.limits, wanted.notebook}
    if not folder.is_dir() or folder.is_symlink():
        return contents.files, []
    there = [
        path for path in sorted(folder.iterdir()) if path.name.lower() in names and path.is_file() and not path.is_symlink()
    ]
    new = {name.lower() for name in contents.files}
    gone = [path for path in there if path.name.lower() not in new]
    if not gone:
        return contents.files, []
    listed = ", ".join(path.name for path in gone)
    if not contents.refused:
        return contents.files, [f"{listed} was collected before and is not in this one: removed"]
    notes = [f"{listed} stays as collected before: something in this one cannot be read"]
    return contents.files | {path.name: path.read_bytes() for path in gone}, notes


def _stamp(clock: Clock, time: datetime | None) -> dict[str, bytes]:
    """When it was handed in, where nbgrader looks for it to count late days.

    Not the time of a file: after the instructor's download everybody would be late; without a stamp nobody is.
    """
    if clock == "file" or time is None:
        return {}
    return {STAMP: f"{time.astimezone(UTC).isoformat()}\n".encode()}


def _without(student: str, request: Request, state: State, *why: str) -> Row:
    notes = why
    if request.folder(student).is_dir():
        notes = (*why, KEPT)
    return Row(student, state, deadline=request.deadline_of(student), notes=notes)
