"""When what was pushed: the forge's own clock, which no student can set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graders import roster
from graders.roster import Person, RosterError


@dataclass(frozen=True)
class Push:
    commit: str
    time: datetime


class Pushes:
    """When what was pushed, as the forge noted it: a CSV file with the columns repository or student, commit, time, ref.

    `ref` is optional; with it, pushes to other branches are left out.
    """

    def __init__(self, path: Path) -> None:
        """Raises RosterError naming the line for what is no commit or no time with a time zone."""
        self._pushes: dict[tuple[str, str], list[Push]] = {}
        for where, row in roster.rows(path, "commit", "time"):
            if not any(row.values()) or set(row["commit"]) == {"0"}:
                continue
            if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", row["commit"]):
                raise RosterError(f"{where}: {row['commit']!r} is no full commit id of 40 digits")
            try:
                push = Push(row["commit"], roster.moment(row["time"]))
            except ValueError as error:
                raise RosterError(f"{where}: {error}") from None
            if not row.get("student") and not row.get("repository"):
                raise RosterError(f"{where}: it says neither student nor repository")
            key = row.get("student") or _short(row["repository"])
            self._pushes.setdefault((key, row.get("ref", "").removeprefix("refs/heads/")), []).append(push)

    def of(self, person: Person, branch: str) -> list[Push]:
        """That person's pushes to the branch, in order of time."""
        keys = [(key, ref) for key in (person.student, _short(person.repository)) for ref in ("", branch)]
        return sorted((push for key in keys for push in self._pushes.get(key, ())), key=lambda push: push.time)

    def strangers(self, people: Mapping[str, Person]) -> list[str]:
        known = {*people, *(_short(person.repository) for person in people.values())}
        return sorted({key for key, _ in self._pushes} - known)


def _short(repository: str) -> str:
    """owner/name, which is all that people write."""
    return "/".join(re.split(r"[/:\\]", repository.casefold().rstrip("/").removesuffix(".git"))[-2:])
