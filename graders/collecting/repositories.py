"""Students' repositories: fetched into a bare cache, never checked out, read object by object.

Nothing that a student can put into a repository is run or obeyed: no hooks, filters, submodules or configuration. Only
commits, trees and files below a limit are asked for (a partial clone, where the server can). Reading goes through an
empty repository of ours whose objects are the cache's, so that a file which was left out is missing, not fetched.
"""

import contextlib
import hashlib
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import IO

from graders import git
from graders.collecting.pushes import Push
from graders.collecting.version import Clock, CollectError, SubmissionVersion
from graders.finding.entries import Entry, Kind, Refused, too_large, utc
from graders.git import GitError, NoGit
from graders.roster import Person

_SKEW = timedelta(minutes=5)
"""How far apart the clocks of honest people's machines are."""

_PATIENCE = 600
"""Seconds that fetching one repository may take."""

_KINDS: dict[str, Kind] = {"040000": "folder", "100644": "file", "100755": "file", "120000": "link", "160000": "submodule"}


@dataclass(frozen=True)
class Cache:
    """Where repositories are kept between two collections, so that only what is new travels."""

    folder: Path
    largest: int
    """Bytes above which a file need not be fetched: it would not be read."""

    def prepare(self, branch: str) -> None:
        """Raises CollectError when there is no git, or no branch could be called that."""
        try:
            self._make(self._empty)
            if branch:
                git.run(self.folder, "check-ref-format", "--branch", branch)
        except NoGit:
            raise CollectError("git is not installed: it is needed to collect from repositories") from None
        except GitError as error:
            raise CollectError(f"{branch or self._empty}: {error}") from None

    @property
    def _empty(self) -> Path:
        return self.folder / "empty.git"

    def _make(self, store: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        git.run(self.folder, "init", "--quiet", "--bare", "--template=", str(store))

    def fetch(self, person: Person, branch: str) -> "Repository":
        """What is new in that person's repository. Raises Refused when it cannot be reached and never was."""
        name = hashlib.sha256(f"{person.student}\0{person.repository}\0{branch}".encode()).hexdigest()[:20]
        store = self.folder / f"{name}.git"
        self._make(store)
        for lock in store.rglob("*.lock"):  # left behind by a collection that was killed
            lock.unlink(missing_ok=True)
        repository = Repository(store, self._empty, shown(person.repository), person.repository, self.largest)
        notes = []
        try:
            name = branch or repository.default_branch()
            repository.fetch(f"+refs/heads/{name}:refs/collect/head")
            (store / "branch").write_text(name, encoding="utf-8")
        except GitError as error:
            sentence = str(error).replace(person.repository, repository.source)
            if not (store / "branch").is_file():
                if "could not read Username" in sentence:
                    sentence += "; log in first (gh auth login), or mend the class list"
                raise Refused(f"cannot be fetched: {sentence}") from None
            name = (store / "branch").read_text(encoding="utf-8")
            notes.append(f"cannot be fetched now, taken from what was fetched before: {sentence}")
        tip = git.run(store, "rev-parse", "--verify", "refs/collect/head^{commit}", variables={"GIT_DIR": str(store)})
        return Repository(
            store, self._empty, repository.source, repository.url, self.largest, name, tip.decode().strip(), tuple(notes)
        )


@dataclass(frozen=True)
class Repository:
    store: Path
    empty: Path
    source: str
    url: str
    largest: int
    branch: str = ""
    tip: str = ""
    notes: tuple[str, ...] = ()

    def default_branch(self) -> str:
        listing = self._ask("ls-remote", "--symref", "collected", "HEAD").decode("utf-8", "replace")
        head = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", listing, re.MULTILINE)
        if not head or not re.search(r"^[0-9a-f]+\tHEAD$", listing, re.MULTILINE):
            raise GitError("there is no commit on its default branch: is it empty? --branch names another")
        return head[1]

    def fetch(self, refspec: str) -> None:
        quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules")
        self._ask("fetch", *quiet, f"--filter=blob:limit={self.largest + 1}", "collected", refspec)

    def read(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return git.run(self.empty, *arguments, variables=self._reading, stdin=stdin, patience=_PATIENCE)

    @property
    def _reading(self) -> dict[str, str]:
        return {"GIT_DIR": str(self.empty), "GIT_OBJECT_DIRECTORY": str(self.store / "objects"), "GIT_ALLOW_PROTOCOL": "none"}

    def versions(self, person: Person, paths: Sequence[str], pushes: Sequence[Push]) -> list[SubmissionVersion]:
        """Every state of the module's files on the branch, the oldest first.

        By push time where the forge's notes are there, else by commit time along the first parents: what was merged from
        elsewhere counts from its merge.
        """
        if pushes:
            return self._pushed(person, paths, pushes)
        listing = self.read("log", "--first-parent", "--reverse", "--format=%H %ct", self.tip, "--", *paths).decode()
        commits = [line.split() for line in listing.splitlines()]
        return [self._version(person, commit, utc(int(seconds)), "commit") for commit, seconds in commits]

    def doubts(
        self, versions: Sequence[SubmissionVersion], chosen: SubmissionVersion, paths: Sequence[str], deadline: datetime
    ) -> list[str]:
        """Why commit times may be wrong: they are whatever the student's machine said, or the student."""
        if chosen.clock != "commit" or chosen.time is None:
            return []
        now = datetime.now(UTC)
        notes = []
        seconds = [int(line) for line in self.read("log", "--format=%ct", chosen.version).split()]
        if utc(max(seconds)) > chosen.time + _SKEW:
            notes.append(f"{chosen.version[:7]} is dated before a commit it is built on: its date cannot be right")
        if any(each.time is not None and each.time > now + _SKEW for each in versions):
            notes.append("a commit is dated in the future")
        rest = self.read("log", "--format=%H %ct", f"{chosen.version}..{self.tip}", "--", *paths).decode()
        along = {each.version for each in versions}
        merged = [line for line in rest.splitlines() if line.split()[0] not in along and utc(int(line.split()[1])) <= deadline]
        if merged:
            notes.append(
                f"{len(merged)} commit{'s' * (len(merged) > 1)} dated before the deadline merged only later: not taken"
            )
        return notes

    @contextlib.contextmanager
    def open(self, commit: str) -> Iterator["Commit"]:
        """The commit as a tree whose files can be read."""
        with self._batch("--batch-check") as sizes, self._batch("--batch") as contents:
            yield Commit(self, commit, sizes, contents)

    def _batch(self, mode: str) -> subprocess.Popen[bytes]:
        return git.start(self.empty, "cat-file", mode, variables=self._reading)

    def _pushed(self, person: Person, paths: Sequence[str], pushes: Sequence[Push]) -> list[SubmissionVersion]:
        there = []
        for push in pushes:
            if not self._has(push.commit):
                # No longer on the branch, perhaps after a forced push; forges keep such commits for a while.
                with contextlib.suppress(GitError):
                    self.fetch(push.commit)
            if self._has(push.commit):
                there.append(push)
        gone = [push for push in pushes if push not in there]
        notes = [f"{push.commit[:7]} was pushed, but the repository no longer has it" for push in gone]
        if self.tip not in {push.commit for push in pushes}:
            notes.append("its last commit has no push time: make the push times anew")
        kept = [push for at, push in enumerate(there) if not at or self._differ(there[at - 1].commit, push.commit, paths)]
        return [self._version(person, push.commit, push.time, "push", *notes) for push in kept]

    def _version(self, person: Person, commit: str, time: datetime, clock: Clock, *notes: str) -> SubmissionVersion:
        return SubmissionVersion(
            person.student, self.source, commit, time, clock, partial(self.open, commit), (*self.notes, *notes)
        )

    def _has(self, commit: str) -> bool:
        return self.read("cat-file", "--batch-check", stdin=f"{commit}\n".encode()).split()[1:2] == [b"commit"]

    def _differ(self, one: str, other: str, paths: Sequence[str]) -> bool:
        return bool(self.read("diff-tree", "-r", "--name-only", "--no-renames", one, other, "--", *paths))

    def _ask(self, *arguments: str) -> bytes:
        """Talk to the server. The address goes by the environment, for it may hold a password."""
        at = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        settings = {"remote.collected.url": self.url, "http.lowSpeedLimit": "1000", "http.lowSpeedTime": "60"}
        settings |= {"gc.auto": "0", "fetch.writeCommitGraph": "false"}
        variables = {"GIT_DIR": str(self.store), "GIT_CONFIG_COUNT": str(at + len(settings))}
        for number, (key, value) in enumerate(settings.items(), at):
            variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        # An address may be a path from where we are.
        return git.run(Path(), *arguments, variables=variables, patience=_PATIENCE)


@dataclass(frozen=True)
class Commit:
    repository: Repository
    commit: str
    sizes: subprocess.Popen[bytes]
    contents: subprocess.Popen[bytes]

    def children(self, folder: str) -> Sequence[Entry]:
        return self._folders.get(folder, [])

    @cached_property
    def _folders(self) -> dict[str, list[Entry]]:
        """Everything in the commit, asked for at once."""
        listing = self.repository.read("ls-tree", "-r", "-t", "-z", "--full-tree", self.commit).decode("utf-8", "replace")
        folders: dict[str, list[Entry]] = {}
        for line in listing.split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, _, blob = about.split()
            folder, _, name = path.rpartition("/")
            folders.setdefault(folder, []).append(Entry(name, _KINDS.get(mode, "other"), self._reader(blob)))
        return folders

    def _reader(self, blob: str) -> Callable[[int], bytes]:
        return lambda limit: self._read(blob, limit)

    def _read(self, blob: str, limit: int) -> bytes:
        _, kind, *size = _answer(self.sizes, blob)
        if not size:
            raise Refused(f"has more than {limit / 2**20:g} MiB, which is what is allowed")
        if kind != "blob":
            raise Refused(f"is a {kind} to git, not a file")
        if int(size[0]) > limit:
            raise too_large(int(size[0]), limit)
        length = int(_answer(self.contents, blob)[2])
        return _pipe(self.contents.stdout).read(length + 1)[:-1]


def shown(repository: str) -> str:
    """The address without a password or token."""
    return re.sub(r"(?<=://)[^/@]*@", "", repository)


def _answer(process: subprocess.Popen[bytes], blob: str) -> list[str]:
    question = _pipe(process.stdin)
    question.write(f"{blob}\n".encode())
    question.flush()
    words = _pipe(process.stdout).readline().decode().split()
    if len(words) < 2:
        raise Refused("cannot be read: the repository is damaged")
    return words


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
