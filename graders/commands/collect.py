"""For bringing submissions together: `collect`."""

import argparse
import re
import shlex
import shutil
from datetime import timedelta
from pathlib import Path

from graders import course, roster
from graders.collecting import answers, collect
from graders.collecting.pushes import Pushes
from graders.collecting.request import Request
from graders.collecting.rows import TABLE
from graders.commands.common import OK, Lacking, Problem, add_roster, add_section, alone, chosen, shown


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    collecting = commands.add_parser("collect", help="fetch submissions from folders, zips, an nbgrader exchange or git")
    collecting.add_argument("module", help="for example m2")
    collecting.add_argument("--from", dest="source", type=Path, help="a folder or zip (default: the class list's repositories)")
    add_roster(collecting, "student, name, repository, deadline, …")
    add_section(collecting, "")
    collecting.add_argument(
        "--late", action="store_true", help="take the newest also after the deadline; the table says how late"
    )
    collecting.add_argument(
        "--grace", type=_span, default=timedelta(), metavar="TIME", help="such as 60s or 5m: late by less is not late"
    )
    collecting.add_argument("--branch", default="", help="collect that branch (default: each repository's own)")
    collecting.add_argument("--push-times", type=Path, help="CSV: repository or student, commit, time and perhaps ref")
    collecting.add_argument("--out", type=Path, default=Path("submissions"), help="where to (default: submissions)")
    collecting.add_argument(
        "--unmatched",
        type=Path,
        default=Path("unmatched.csv"),
        help="whose the unmatched are: to be filled in, and kept in git",
    )
    collecting.add_argument("--wait", action="store_true", help="where another collection fills --out, wait for its end")
    collecting.set_defaults(run=_collect)


def _span(text: str) -> timedelta:
    """How long, with its unit."""
    found = re.fullmatch(r"(\d+) ?(s|m|h|sec|min|seconds?|minutes?|hours?)", text.strip())
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 60s, 5m or 1h")
    return int(found[1]) * {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}[found[2][0]]


def _collect(options: argparse.Namespace) -> int:
    if not options.source and not shutil.which("git"):
        raise Lacking("git is not installed: it is needed to collect from repositories")
    people = roster.read(options.roster) if options.roster else None
    pushes = Pushes(options.push_times) if options.push_times else None
    module = course.find_module(options.module)
    said = answers.read(options.unmatched, module.id)
    request = Request(
        module,
        options.out,
        people,
        options.source,
        options.deadline,
        options.late,
        options.branch,
        pushes,
        said,
        options.grace,
        chosen(options),
    )
    # Imported here: the student's side has no rich.
    from graders.collecting import collected
    from graders.report import table

    with alone(options.out, options.wait), table.progress() as progress:
        collection = collect.collect(request, progress)
    collected.show(request, collection)
    if options.source:
        said.write(options.unmatched, collection.unmatched, people or {})
        if collection.unmatched:
            print(f"{shown(options.unmatched.resolve())}: fill in the column student, keep it in git, and collect again")
    if not any(row.taken for row in collection.rows):
        of = f" of {request.whose.name}" if request.whose else ""
        raise Problem(f"nothing of {module.id}{of} could be collected; the table says why")
    print(f"{shown(options.out.resolve() / TABLE)}{'' if collection.changed else ': nothing changed'}")
    only = "".join(f" --section {shlex.quote(name)}" for name in options.section)
    part = f" --roster {shlex.quote(str(options.roster))}{only}" if only else ""
    print(f"next  python -m graders grade {module.id} {shown(options.out.resolve())}{part}")
    return OK
