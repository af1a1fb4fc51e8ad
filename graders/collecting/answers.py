"""What people said about names that `collect` could not match: `unmatched.csv`, which belongs into git.

A row per name, with why it was left and who it may be. Who fills in the column `student` has it taken the next time; several
ids with + between handed in together, and "nobody" stands for what is not to be asked about again.
"""

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graders import roster
from graders.csv_cells import Row, cell, written
from graders.result import write_atomically
from graders.roster import Person

_HEAD = ["module", "name", "student", "why", "perhaps"]
_NOBODY = "nobody"
_MOST_GUESSES = 3


@dataclass(frozen=True)
class Answer:
    name: str
    students: tuple[str, ...]
    """Nobody's: none."""


@dataclass(frozen=True)
class Answers:
    rows: Mapping[tuple[str, str], Mapping[str, str]]
    """The rows of the file, by module and name."""
    module: str = ""

    def of(self, name: str) -> Answer | None:
        key = _key(name)
        row = self.rows.get((self.module, key)) or self.rows.get(("", key))
        if row is None or not row["student"]:
            return None
        if row["student"].lower() == _NOBODY:
            return Answer(name, ())
        return Answer(name, tuple(part.strip() for part in row["student"].split("+") if part.strip()))

    def with_new(self, unmatched: Mapping[str, str], people: Mapping[str, Person]) -> str:
        """The file with what is unmatched now; answers stay, and so do their rows. Empty where there is nothing to write."""
        lines = {key: dict(row) for key, row in self.rows.items() if row["student"]}
        for name, why in unmatched.items():
            key = (self.module, _key(name))
            answer = lines.get(key, {}).get("student", "")
            lines[key] = {
                "student": answer,
                "why": cell(why),
                "perhaps": cell(self._elsewhere(key[1]) or _perhaps(name, people)),
            }
        table: list[Row] = [[*key, *(row.get(column, "") for column in _HEAD[2:])] for key, row in sorted(lines.items())]
        return written([list(_HEAD), *table]) if table else ""

    def _elsewhere(self, key: str) -> str:
        """What was answered for that name in another module."""
        return next((row["student"] for (_, name), row in self.rows.items() if name == key and row["student"]), "")

    def write(self, path: Path, unmatched: Mapping[str, str], people: Mapping[str, Person]) -> None:
        """Write the file anew where that changes anything."""
        text = self.with_new(unmatched, people)
        if (text or path.is_file()) and (now := text or written([list(_HEAD)])).encode("utf-8-sig") != _bytes(path):
            write_atomically(path, now.encode("utf-8-sig"))


def read(path: Path, module: str) -> Answers:
    """The answers in the file; none where there is no file. Raises RosterError for one that cannot be read."""
    if not path.is_file():
        return Answers({}, module)
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for _, row in roster.rows(path, "name", "student"):
        if row["name"]:
            rows[row.get("module", ""), row["name"]] = {column: row.get(column, "") for column in _HEAD[2:]}
    return Answers(rows, module)


def _key(name: str) -> str:
    """A name as it stands in the file."""
    return cell(unicodedata.normalize("NFC", name)).strip()


def _perhaps(name: str, people: Mapping[str, Person]) -> str:
    """Who it may be, for a person to decide: those whose name or id looks like it."""
    small = name.casefold()
    words = {word for word in small.replace("_", " ").replace("-", " ").split() if len(word) > 2}
    scores = {}
    for person in people.values():
        own = [each.casefold() for each in (person.student, person.name, person.login) if each]
        shared = len(words & {word.strip(",") for each in own for word in each.split()})
        alike = max((difflib.SequenceMatcher(None, small, each).ratio() for each in own), default=0.0)
        if shared or alike > 0.6:
            scores[person.student] = shared + alike
    return " or ".join(sorted(scores, key=lambda each: -scores[each])[:_MOST_GUESSES])


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
