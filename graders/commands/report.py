"""For a look at the whole class: `report`, `totals` and `leaderboard`."""

import argparse
from collections import defaultdict
from pathlib import Path

from graders import course, roster
from graders.commands.common import OK, Problem, add_store, shown, stood
from graders.grading import override, store
from graders.grading.messages import disagreement
from graders.result import write_if_changed


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    reporting = commands.add_parser("report", help="the class on one page: who needs a human, points, speed-ups, what moved")
    reporting.add_argument("module", help="for example m2")
    reporting.add_argument("--roster", type=Path, help="the class list: names, sections, and who has no result")
    reporting.add_argument("--before", type=Path, help="an earlier --out folder: draw what moved since (default: the history)")
    add_store(reporting)
    reporting.set_defaults(run=_report)
    adding = commands.add_parser("totals", help="everybody's points in all modules graded so far, as one table")
    adding.add_argument("--roster", type=Path, help="the class list: names, sections, and who has no result")
    add_store(adding)
    adding.set_defaults(run=_totals)
    leading = commands.add_parser("leaderboard", help="the fastest of those who have a nickname in the class list")
    leading.add_argument("module", help="for example m2")
    leading.add_argument("--roster", type=Path, required=True, help="the class list, with a column nickname")
    leading.add_argument("--near", default="", metavar="NICKNAME", help="also print who is just ahead of that one")
    add_store(leading)
    leading.set_defaults(run=_leaderboard)


def _totals(options: argparse.Namespace) -> int:
    from graders.csv_cells import written
    from graders.export import csv
    from graders.export.grades import Grades

    people = roster.read(options.roster) if options.roster else {}
    overrides = override.read(options.overrides)
    everybody = []
    for module in map(course.find_module, course.module_ids()):
        if any((options.out / module.id).glob("*.json")):
            results = stood(module, store.results(options.out, module.id, overrides), options.out)
            everybody.append(Grades(module, results, people))
    if not everybody:
        raise Problem(f"there are no results in {options.out}: run python -m graders grade first")
    path = options.out / "course.csv"
    # The mark at the start tells spreadsheets that it is UTF-8.
    changed = write_if_changed(path, written(csv.course_totals(everybody)).encode("utf-8-sig"))
    named = ", ".join(grades.module.id for grades in everybody)
    print(f"{shown(path)}{'' if changed else ': nothing changed'}  ({named})")
    return OK


def _report(options: argparse.Namespace) -> int:
    from graders.report import dashboard

    module = course.find_module(options.module)
    overrides = override.read(options.overrides)
    judged = store.results(options.out, module.id, overrides)
    people = roster.read(options.roster) if options.roster else {}
    folder = options.out / module.id
    if any(result.student == "index" for result in judged):
        raise Problem(f"a student is called index, so {folder / 'index.html'} is their feedback page: rename that submission")
    if options.before:
        earlier = store.results(options.before, module.id, overrides)
    else:
        histories = (store.history(folder / f"{result.student}.json") for result in judged)
        earlier = override.applied([runs[-1] for runs in histories if runs], overrides)
    # Before as now with what is typed now, for nobody noted when: what moves is what the graders moved.
    everything = stood(module, [*judged, *earlier], options.out)
    results, before = everything[: len(judged)], everything[len(judged) :]
    flags: dict[str, list[str]] = defaultdict(list)
    for each, now in override.disagreeing(store.results(options.out, module.id), overrides):
        flags[each.student].append(disagreement(each.line, each.points, each.by, each.judged, now))
    linked = {result.student for result in results if (folder / f"{result.student}.html").is_file()}
    page = dashboard.page(f"{module.id} · {module.title}", results, people, before, linked=linked, flags=flags)
    write_if_changed(folder / "index.html", page)
    print(shown(folder / "index.html"))
    return OK


def _leaderboard(options: argparse.Namespace) -> int:
    from graders.report import leaderboard

    module = course.find_module(options.module)
    judged, people = store.results(options.out, module.id, override.read(options.overrides)), roster.read(options.roster)
    results = stood(module, judged, options.out)
    # Not in the module's folder, where everybody's feedback lies: this one is for everybody to see.
    path = options.out / "leaderboard" / f"{module.id}.html"
    try:
        said = leaderboard.text(results, people, options.near)
        write_if_changed(path, leaderboard.page(f"{module.id} · {module.title}", results, people))
    except leaderboard.LeaderboardError as error:
        raise Problem(str(error)) from None
    print(f"{said}\n{shown(path)}")
    return OK
