"""Students' repositories: fetched into a bare cache, never checked out, read object by object.

Nothing that a student can put into a repository is run or obeyed: no hooks, filters, submodules or configuration. Only
commits, trees and files below a limit are asked for (a partial clone, where the server can). Reading goes through an
empty repository of ours whose objects are the cache's, so that a file which was left out is missing, not fetched.
"""

import contextlib
import hashlib
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO

from graders.collecting.delivery import Clock, CollectError, Delivery, Entry, Kind, Refused, too_large, utc
from graders.collecting.pushes import Push
from graders.roster import Person

_SKEW = timedelta(minutes=5)
"""How far apart the clocks of honest people's machines are."""

_PATIENCE = 600
"""Seconds that fetching one repository may take."""

_KEPT = ("GIT_SSH", "GIT_SSL", "GIT_CONFIG", "GIT_HTTP", "GIT_PROXY", "GIT_TRACE", "GIT_CURL")
"""Variables of git that say how to reach a server; all others say which repository is meant, which we say ourselves."""

_KINDS: dict[str, Kind] = {"040000": "folder", "100644": "file", "100755": "file", "120000": "link", "160000": "submodule"}


class GitError(Exception):
    """Git could not do it; the sentence is git's own."""


@dataclass(frozen=True)
class Cache:
    """Where repositories are kept between two collections, so that only what is new travels."""

    folder: Path
    largest: int
    """Bytes above which a file need not be fetched: it would not be read."""

    def prepare(self, branch: str) -> None:
        """Raises CollectError when there is no git, or no branch could be called that."""
        try:
            _git("init", "--quiet", "--bare", "--template=", str(self._empty))
            if branch:
                _git("check-ref-format", "--branch", branch)
        except FileNotFoundError:
            raise CollectError("git is not installed: it is needed to collect from repositories") from None
        except GitError as error:
            raise CollectError(f"{branch or self._empty}: {error}") from None

    @property
    def _empty(self) -> Path:
        return self.folder / "empty.git"

    def fetch(self, person: Person, branch: str) -> "Repository":
        """What is new in that person's repository. Raises Refused when it cannot be reached and never was."""
        name = hashlib.sha256(f"{person.student}\0{person.repository}\0{branch}".encode()).hexdigest()[:20]
        store = self.folder / f"{name}.git"
        _git("init", "--quiet", "--bare", "--template=", str(store))
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
        tip = _git(f"--git-dir={store}", "rev-parse", "--verify", "refs/collect/head^{commit}").decode().strip()
        return Repository(store, self._empty, repository.source, repository.url, self.largest, name, tip, tuple(notes))


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
        found = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", listing, re.MULTILINE)
        if not found or not re.search(r"^[0-9a-f]+\tHEAD$", listing, re.MULTILINE):
            raise GitError("there is no commit on its default branch: is it empty? --branch names another")
        return found[1]

    def fetch(self, refspec: str) -> None:
        quiet = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules")
        self._ask("fetch", *quiet, f"--filter=blob:limit={self.largest + 1}", "collected", refspec)

    def read(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return _git(*arguments, environment=self.reading, stdin=stdin)

    @property
    def reading(self) -> dict[str, str]:
        return {"GIT_DIR": str(self.empty), "GIT_OBJECT_DIRECTORY": str(self.store / "objects"), "GIT_ALLOW_PROTOCOL": "none"}

    def versions(self, person: Person, paths: Sequence[str], pushes: Sequence[Push]) -> list[Delivery]:
        """Every state of the module's files on the branch, the oldest first.

        By push time where the forge's notes are there, else by commit time along the first parents: what was merged from
        elsewhere counts from its merge.
        """
        if pushes:
            return self._pushed(person, paths, pushes)
        listing = self.read("log", "--first-parent", "--reverse", "--format=%H %ct", self.tip, "--", *paths).decode()
        commits = [line.split() for line in listing.splitlines()]
        return [self._delivery(person, commit, utc(int(seconds)), "commit") for commit, seconds in commits]

    def doubts(self, versions: Sequence[Delivery], chosen: Delivery, paths: Sequence[str], deadline: datetime) -> list[str]:
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
        environment, pipe = _environment(self.reading), subprocess.PIPE
        return subprocess.Popen(["git", "cat-file", mode], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)

    def _pushed(self, person: Person, paths: Sequence[str], pushes: Sequence[Push]) -> list[Delivery]:
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
        return [self._delivery(person, push.commit, push.time, "push", *notes) for push in kept]

    def _delivery(self, person: Person, commit: str, time: datetime, clock: Clock, *notes: str) -> Delivery:
        return Delivery(person.student, self.source, commit, time, clock, partial(self.open, commit), (*self.notes, *notes))

    def _has(self, commit: str) -> bool:
        return self.read("cat-file", "--batch-check", stdin=f"{commit}\n".encode()).split()[1:2] == [b"commit"]

    def _differ(self, one: str, other: str, paths: Sequence[str]) -> bool:
        return bool(self.read("diff-tree", "-r", "--name-only", "--no-renames", one, other, "--", *paths))

    def _ask(self, *arguments: str) -> bytes:
        """Talk to the server. The address goes by the environment, for it may hold a password."""
        at = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        settings = {"remote.collected.url": self.url, "core.hooksPath": os.devnull, "http.lowSpeedLimit": "1000"}
        settings |= {"http.lowSpeedTime": "60", "gc.auto": "0", "fetch.writeCommitGraph": "false", "core.fsmonitor": "false"}
        environment = {"GIT_DIR": str(self.store), "GIT_CONFIG_COUNT": str(at + len(settings))}
        for number, (key, value) in enumerate(settings.items(), at):
            environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        return _git(*arguments, environment=environment)


@dataclass(frozen=True)
class Commit:
    repository: Repository
    commit: str
    sizes: subprocess.Popen[bytes]
    contents: subprocess.Popen[bytes]

    def children(self, folder: str) -> Sequence[Entry]:
        where = ["--", f"{folder}/"] if folder else []
        listing = self.repository.read("ls-tree", "-z", "--full-tree", self.commit, *where).decode("utf-8", "replace")
        entries = []
        for line in listing.split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, _, blob = about.split()
            entries.append(Entry(path.rpartition("/")[2], _KINDS.get(mode, "other"), self._reader(blob)))
        return entries

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


def _git(*arguments: str, environment: Mapping[str, str] | None = None, stdin: bytes = b"") -> bytes:
    """Run git and return what it says. Raises GitError with git's last word."""
    process = subprocess.Popen(
        ["git", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(environment or {}),
        start_new_session=True,
    )
    try:
        said, complained = process.communicate(stdin, timeout=_PATIENCE)
    except BaseException as error:
        # Git has helpers that talk to the server; they must go too.
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise GitError(f"it took more than {_PATIENCE} s") from None
        raise
    if process.returncode:
        lines = [line.strip() for line in complained.decode("utf-8", "replace").splitlines() if line.strip()]
        fatal = [line.partition(":")[2].strip() for line in lines if line.startswith(("fatal:", "error:"))]
        raise GitError((fatal or lines or [f"git ended with {process.returncode}"])[0])
    return said


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key.startswith(_KEPT)}
    ours = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "LC_ALL": "C"}
    ours |= {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_LFS_SKIP_SMUDGE": "1", "GIT_OPTIONAL_LOCKS": "0"}
    if "GIT_SSH_COMMAND" not in kept and "GIT_SSH" not in kept:
        ours["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes -oConnectTimeout=20"
    return kept | ours | dict(more)
