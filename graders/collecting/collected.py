"""What `collect` shows: everybody in one table, then who deserves a look, by kind."""

from collections import Counter
from datetime import datetime, tzinfo

from rich.console import Console
from rich.table import Table

from graders.collecting.collect import Collection
from graders.collecting.request import Request
from graders.collecting.rows import Row, words
from graders.submission import NOTEBOOK
from graders.text import for_rich


def show(request: Request, collection: Collection) -> None:
    """Print it, 80 columns wide where that is what the terminal has."""
    console = Console(highlight=False)
    rows = collection.rows
    zone = request.deadline.tzinfo if request.deadline else None
    table = Table(title=_title(request, zone), title_justify="left", padding=(0, 1), box=None, header_style="bold")
    table.add_column("student", no_wrap=True, overflow="ellipsis", max_width=20)
    for column in ("time", "clock", "late", "files"):
        table.add_column(column, no_wrap=True, justify="right" if column in ("late", "files") else "left")
    table.add_column("version", no_wrap=True, overflow="ellipsis", min_width=7, max_width=16)
    # By their ids everybody is recognised who has a folder called so: nothing to look at.
    named = any(row.by not in ("", "id") for row in rows)
    if named:
        table.add_column("by", no_wrap=True, overflow="ellipsis", max_width=12)
    exercises = len(request.module.exercises)
    for row in rows:
        when = _when(row.time, zone)
        late = words(row.late) if row.late else ""
        files = f"{len(set(row.taken) - {NOTEBOOK})}/{exercises}" if row.state == "taken" else row.state
        by = [for_rich(row.by, 60)] if named else []
        table.add_row(
            for_rich(row.student, 60), when, row.clock or "", late, files, for_rich(row.version[:7] or row.source, 60), *by
        )
    console.print(table)
    special = Table(box=None, padding=(0, 1), show_header=False)
    special.add_column(no_wrap=True)
    special.add_column(no_wrap=True, overflow="ellipsis", max_width=22)
    special.add_column(overflow="fold")
    for kind, who, what in _special(collection):
        special.add_row(kind, for_rich(who, 60), for_rich(what, 300))
    if special.row_count:
        console.print("\nworth a look", style="bold")
        console.print(special)
    console.print(f"\n{for_rich(summary(rows, len(collection.unmatched)), 1000)}")


def summary(rows: list[Row], unmatched: int = 0) -> str:
    """How many of what, and by which clocks."""
    states = Counter(row.state for row in rows)
    parts = [f"{states['taken']} taken"]
    late = sum(1 for row in rows if row.state == "taken" and row.late)
    parts += [f"{late} of them late"] if late else []
    parts += [f"{states[state]} {state}" for state in ("too late", "missing", "refused") if states[state]]
    parts += [f"{unmatched} unmatched"] if unmatched else []
    clocks = Counter(row.clock for row in rows if row.clock and row.state == "taken")
    by = ", ".join(f"{clock} time {count}" for clock, count in clocks.most_common())
    text = ", ".join(parts) + (f" (clocks: {by})" if by else "")
    files = [row for row in rows if row.clock == "file" and row.state == "taken"]
    if len(files) > 1 and all(row.late for row in files):
        text += "\nall file times are after the deadline: they may be those of your download, and say little"
    return text


def _title(request: Request, zone: tzinfo | None) -> str:
    source = str(request.source) if request.source else "repositories"
    deadline = (
        f"deadline {request.deadline.isoformat(' ', 'minutes')}" if request.deadline else "no deadline: the newest counts"
    )
    of = f" · {for_rich(request.whose.name, 60)}" if request.whose else ""
    return f"{request.module.id}{of} · from {for_rich(source, 40)} · {deadline}"


def _special(collection: Collection) -> list[tuple[str, str, str]]:
    """Kind, whose, what: one line for each thing an instructor should know."""
    lines = []
    for row in collection.rows:
        kind = row.state if row.state != "taken" else "note"
        lines += [("refused", row.student, why) for why in row.refused]
        lines += [(kind if kind != "refused" or not row.refused else "note", row.student, note) for note in row.notes]
    lines += [("unmatched", name, why) for name, why in collection.unmatched.items()]
    order = ["too late", "missing", "refused", "unmatched", "note"]
    return sorted(lines, key=lambda line: order.index(line[0]))


def _when(time: datetime | None, zone: tzinfo | None) -> str:
    return f"{time.astimezone(zone):%Y-%m-%d %H:%M}" if time else ""
