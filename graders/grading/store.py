"""Where a grading keeps its results: OUT/<module>/<student>.json, and the feedback page beside each."""

import contextlib
import getpass
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from graders.grading.override import Override, applied
from graders.result import Result, add_to, encode, load, write_atomically


@dataclass(frozen=True)
class Record:
    """What it takes to repeat a night: who graded what, when, with which grader and key, on which machine."""

    module: str
    by: str
    handins: str
    """The folder that was graded."""
    handout: str
    grader: str
    """Hash of grader, tests and key."""
    key: str
    """Hash of the key alone."""
    started: str
    finished: str
    graded: int
    machine: dict[str, str | int | float | bool]


def user() -> str:
    """Who is at work, as the system knows them: by name, or by number where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def now() -> str:
    """The time as records and results write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class StoreError(Exception):
    """There is nothing to work on, in one sentence."""


def results(
    out: Path, module: str, overrides: Sequence[Override] = (), whose: Callable[[str], bool] = lambda student: True
) -> list[Result]:
    """The results in that module, in order of their ids, with what humans decided; `whose` says for whom, else for everybody.

    Raises StoreError when nobody at all was graded, ValueError when one of these files is not a result.
    """
    paths = sorted((out / module).glob("*.json"))
    found = [load(path) for path in paths if whose(path.stem)]
    if not paths:
        raise StoreError(f"there are no results of {module} in {out}: run python -m graders grade {module} first")
    return applied(found, overrides)


def replace(path: Path, result: Result) -> None:
    """Write a result in place of an earlier one, which goes to `history/<student>/` under the time it was finished."""
    new = encode(result)
    if path.is_file() and (old := path.read_bytes()) != new:
        try:
            when = load(path).finished.replace(":", "")
        except ValueError:
            when = "unreadable"
        digest = hashlib.sha256(old).hexdigest()[:8]  # two of the same second
        write_atomically(path.parent / "history" / path.stem / f"{when}-{digest}.json", old)
    write_atomically(path, new)


def history(path: Path) -> list[Result]:
    """The earlier results of the student whose result is at `path`, the oldest first; damaged ones are left out."""
    earlier = []
    for file in sorted((path.parent / "history" / path.stem).glob("*.json")):
        with contextlib.suppress(ValueError):
            earlier.append(load(file))
    return sorted(earlier, key=lambda result: result.finished)


def write_record(out: Path, record: Record) -> None:
    write_atomically(_record(out, record.module), msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")


def record(out: Path, module: str) -> Record:
    """Of the last night. Raises StoreError where there was none."""
    try:
        return msgspec.json.decode(_record(out, module).read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        raise StoreError(f"{_record(out, module)} is missing or damaged: run python -m graders grade {module} first") from None


def add_to_log(out: Path, module: str, entry: dict[str, object]) -> None:
    """One more line in the log of regradings."""
    add_to(out / f"{module}-regrades.jsonl", msgspec.json.encode(entry) + b"\n")


def _record(out: Path, module: str) -> Path:
    return out / f"{module}-night.json"
