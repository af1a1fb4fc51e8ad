"""What became of each student: a row, and the table of all rows, `collected.csv`, which collections add to."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from graders.collecting.version import Clock
from graders.csv_cells import Row as CsvRow
from graders.csv_cells import cell, written

TABLE = "collected.csv"
_HEAD = ["student", "module", "state", "source", "version", "clock"]
_HEAD += ["time", "deadline", "late_minutes", "taken", "refused", "notes", "recognised_by", "together_with"]
KEPT = "kept what was collected before"
"""The note of who cannot be read now, and could be before."""

State = Literal["taken", "missing", "too late", "refused"]


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
    by: str = ""
    """What the student was recognised by."""
    together: tuple[str, ...] = ()
    """Who else this is the submission of."""
    grace: timedelta = timedelta()
    """By how much the deadline may be missed and yet be met."""

    @property
    def late(self) -> timedelta:
        """By how much the deadline was missed; zero when it was not."""
        missed = self.time - self.deadline if self.time and self.deadline else timedelta()
        return missed if missed > self.grace else timedelta()


def words(span: timedelta) -> str:
    """How long in words: 40 s, 2 h 10 min, 3 d 4 h."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def table(before: bytes, rows: Sequence[Row], module_id: str) -> str:
    """The table with this collection's rows; other modules' rows stay, and those of students whose files were kept."""
    kept = [_is_kept(row) for row in rows]
    # What is in the file already was made harmless when it was written, so that what is new is compared as written too.
    fresh = [_csv_row(row, module_id) for row in rows]
    lines = {(str(new[0]), str(new[1])): new for new in fresh}
    replaceable = {(str(new[0]), str(new[1])) for new, stays in zip(fresh, kept, strict=True) if not stays}
    for old in csv.DictReader(io.StringIO(before.decode("utf-8-sig", "replace"), newline="")):
        key = (old.get("student") or "", old.get("module") or "")
        if all(key) and key not in replaceable:
            lines[key] = [old.get(column) or "" for column in _HEAD]
    return written([list(_HEAD), *(lines[key] for key in sorted(lines))])


def _is_kept(row: Row) -> bool:
    return not row.taken and KEPT in row.notes


def _csv_row(row: Row, module_id: str) -> CsvRow:
    late = str(math.ceil(row.late.total_seconds() / 60) or "")
    times = [each.astimezone(UTC).isoformat(timespec="seconds") if each else "" for each in (row.time, row.deadline)]
    texts = [" ".join(row.taken), "; ".join(row.refused), "; ".join(row.notes), row.by, " ".join(row.together)]
    values = [row.student, module_id, row.state, row.source, row.version, row.clock or "", *times, late, *texts]
    return [cell(value) for value in values]
