"""For a look at the whole class, or at a section of it: `report`, `manual`, `totals` and `leaderboard`."""

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graders import course, sections
from graders.commands.common import (
    OK,
    Problem,
    add_section,
    add_store,
    chosen,
    class_of,
    results_of,
    say,
    shown,
    stood,
    typed_in,
)
from graders.course import Module
from graders.csv_cells import written
from graders.grading import override, store
from graders.grading.messages import disagreement
from graders.grading.override import Override
from graders.report.by_hand import FILE, HandCell, of_section, rows, taught_by
from graders.result import Result, write_if_changed
from graders.roster import Person
from graders.sections import EVERYBODY, Chosen, Section
from graders.text import some_of

if TYPE_CHECKING:
    from graders.report.dashboard import Part


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    reporting = commands.add_parser("report", help="the class on one page, and each section: who needs a human, what moved")
    reporting.add_argument("module", help="for example m2")
    add_section(reporting, "names, sections, and who has no result")
    _add_teachers(reporting)
    reporting.add_argument("--before", type=Path, help="an earlier --out folder: draw what moved since (default: the history)")
    add_store(reporting)
    reporting.set_defaults(run=_report)
    grading = commands.add_parser(
        "manual", help="what is graded by hand, section by section: how much is done, and what is not"
    )
    grading.add_argument("module", help="for example m2")
    add_section(grading, "names and sections")
    _add_teachers(grading)
    grading.add_argument("--all", action="store_true", help="show what is done, too")
    add_store(grading)
    grading.set_defaults(run=_manual)
    adding = commands.add_parser("totals", help="everybody's points in all modules graded so far, as one table")
    add_section(adding, "names, sections, and who has no result")
    add_store(adding)
    adding.set_defaults(run=_totals)
    leading = commands.add_parser("leaderboard", help="the fastest of those who have a nickname in the class list")
    leading.add_argument("module", help="for example m2")
    leading.add_argument("--roster", type=Path, required=True, help="the class list, with a column nickname")
    add_section(leading, "")
    leading.add_argument("--near", default="", metavar="NICKNAME", help="also print who is just ahead of that one")
    add_store(leading)
    leading.set_defaults(run=_leaderboard)


def _add_teachers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tas", type=Path, metavar="FILE", help="CSV: section, ta (default: sections.csv, where there is one)")
    parser.add_argument("--formgrader", default="", metavar="ADDRESS", type=_address, help="link cells: http://localhost:8888")


def _address(text: str) -> str:
    """Jupyter's address, as far as formgrader."""
    plain = text.split("?")[0].rstrip("/").removesuffix("/formgrader").removesuffix("/lab").removesuffix("/tree")
    if text and not plain.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as http://localhost:8888")
    return plain


def _totals(options: argparse.Namespace) -> int:
    from graders.export import csv
    from graders.export.grades import Grades

    whose = chosen(options)
    people = class_of(options, whose)
    everybody = []
    for module in map(course.find_module, course.module_ids()):
        if any(whose.has(path.stem) for path in (options.out / module.id).glob("*.json")):
            everybody.append(Grades(module, stood(module, results_of(module, options, whose), options.out), people))
    if not everybody:
        of = f" of {whose.name}" if whose else ""
        raise Problem(f"there are no results{of} in {options.out}: run python -m graders grade first")
    path = whose.inside(options.out) / "course.csv"
    # The mark at the start tells spreadsheets that it is UTF-8.
    changed = write_if_changed(path, written(csv.course_totals(everybody)).encode("utf-8-sig"))
    named = ", ".join(grades.module.id for grades in everybody)
    print(f"{shown(path)}{'' if changed else ': nothing changed'}  ({named})")
    return OK


@dataclass(frozen=True)
class _View:
    """What pages and lists of a module start from."""

    module: Module
    results: list[Result]
    before: list[Result]
    """Earlier ones, as they would stand now."""
    people: Mapping[str, Person]
    sections: list[Section]
    """All of the class; empty where the class list names none, or there is no class list."""
    whose: Chosen
    """Whom it is about."""
    hand: list[HandCell]

    @property
    def wanted(self) -> list[Section]:
        """The sections that it is about: of the last one, of those in no section, there may be nobody."""
        if self.whose:
            folders = {section.folder for section in self.whose.sections}
            return [section for section in self.sections if section.folder in folders]
        return self.sections if self.without else self.sections[:-1]

    @property
    def without(self) -> list[str]:
        """Who is in no section, though there are sections."""
        everybody = dict.fromkeys([*self.people, *(result.student for result in self.results)])
        return [student for student in everybody if self.sections and self.sections[-1].has(student)]


def _view(options: argparse.Namespace, whose: Chosen, judged: Sequence[Result], earlier: Sequence[Result] = ()) -> _View:
    """The standing of whom it is about, and what is graded by hand. Raises Problem where the gradebook cannot be read."""
    # Imported here: the student's side has no nbgrader.
    from graders.export import standing, to_grade

    module = course.find_module(options.module)
    known = typed_in(module, options.out)
    people, teachers = class_of(options), sections.teachers(options.tas, options.roster)
    there = sections.sections(people, teachers)
    if unknown := sections.strangers(there, teachers):
        say("! ", [f"has a TA, but nobody on the class list is in it: {some_of(unknown)}"])
    # Before as now with what is typed now, for nobody noted when: what moves is what the graders moved.
    results, before = (standing.with_typed(module, each, known) for each in (judged, earlier))
    hand = to_grade.cells(module, judged, known)
    return _View(module, results, before, people, there, whose, hand)


def _report(options: argparse.Namespace) -> int:
    from graders.report import dashboard

    module, whose = course.find_module(options.module), chosen(options)
    raw, overrides = results_of(module, options, whose, by_hand=False), override.read(options.overrides)
    judged, folder = override.applied(raw, overrides), options.out / module.id
    if any(result.student == "index" for result in judged):
        raise Problem(f"a student is called index, so {folder / 'index.html'} is their feedback page: rename that submission")
    view = _view(options, whose, judged, _earlier(module, judged, overrides, options, whose))
    flags = _flags(raw, overrides)
    whole = not whose or (folder / "index.html").is_file()
    parts = [dashboard.part_of(section, view.results, view.hand, whole) for section in view.wanted]
    for part in parts:
        if part.graded:
            path = Chosen((part.section,)).inside(folder) / "index.html"
            _write_page(path, view, flags, options, part)
        elif whose:
            say("! ", [f"nobody of {part.section.name} is graded in {module.id} yet, so there is no page"])
    if not whose:
        _write_page(folder / "index.html", view, flags, options, None, parts)
        if view.without:
            say("! ", [f"in no section: {some_of(view.without)}"])
    return OK


def _write_page(
    path: Path,
    view: _View,
    flags: Mapping[str, Sequence[str]],
    options: argparse.Namespace,
    part: "Part | None",
    parts: Sequence["Part"] = (),
) -> None:
    """The page of a part of the class, or of all of it."""
    from graders.report import dashboard

    whose = Chosen((part.section,)) if part else EVERYBODY
    results = [result for result in view.results if whose.has(result.student)]
    folder = options.out / view.module.id
    title = " · ".join(filter(None, (view.module.id, view.module.title, whose.name)))
    text = dashboard.page(
        title,
        results,
        whose.among(view.people),
        [result for result in view.before if whose.has(result.student)],
        {student: said for student, said in flags.items() if whose.has(student)},
        {result.student for result in results if (folder / f"{result.student}.html").is_file()},
        part.hand if part else view.hand,
        options.formgrader,
        part,
        parts,
        view.without if parts else (),
    )
    write_if_changed(path, text)
    print(shown(path))


def _earlier(
    module: Module, judged: Sequence[Result], overrides: Sequence[Override], options: argparse.Namespace, whose: Chosen
) -> list[Result]:
    """What they had before: in an earlier folder, or by their own history."""
    if options.before:
        return store.results(options.before, module.id, overrides, whose.has)
    histories = (store.history(options.out / module.id / f"{result.student}.json") for result in judged)
    return override.applied([runs[-1] for runs in histories if runs], overrides)


def _flags(judged: Sequence[Result], overrides: Sequence[Override]) -> dict[str, list[str]]:
    """Decisions by hand that the grader, whose word `judged` is, disagrees with by now, by student."""
    flags: dict[str, list[str]] = defaultdict(list)
    for each, now in override.disagreeing(judged, overrides):
        flags[each.student].append(disagreement(each.line, each.points, each.by, each.judged, now))
    return flags


def _manual(options: argparse.Namespace) -> int:
    from graders.report import table

    module, whose = course.find_module(options.module), chosen(options)
    view = _view(options, whose, results_of(module, options, whose))
    # Without sections it is the class in one list.
    groups = [(taught_by(section), of_section(view.hand, section)) for section in view.wanted] or [(module.id, view.hand)]
    if view.hand:
        table.show_by_hand(groups, options.all)
    folder = options.out / module.id
    files = {Chosen((section,)).inside(folder) / FILE: of_section(view.hand, section) for section in view.wanted}
    files |= {} if whose else {folder / FILE: view.hand}
    for path, cells in files.items():
        text = written(rows(cells, view.people, view.sections, options.formgrader))
        # The mark at the start tells spreadsheets that it is UTF-8.
        write_if_changed(path, text.encode("utf-8-sig"))
    if view.without and not whose:
        say("! ", [f"in no section: {some_of(view.without)}"])
    if not view.hand:
        print(f"nothing in {module.id} is graded by hand")
    elif not options.formgrader:
        place = f"jupyter lab in {shown(options.out.resolve() / 'nbgrader')}"
        say("", [f"cells are called so in formgrader ({place}); --formgrader http://localhost:8888 links them"])
    for path in files:
        print(shown(path))
    return OK


def _leaderboard(options: argparse.Namespace) -> int:
    from graders.report import leaderboard

    module, whose = course.find_module(options.module), chosen(options)
    people = class_of(options, whose)
    results = stood(module, results_of(module, options, whose), options.out)
    # Not in the module's folder, where everybody's feedback lies: this one is for everybody to see.
    path = whose.inside(options.out / "leaderboard") / f"{module.id}.html"
    title = " · ".join(filter(None, (module.id, module.title, whose.name)))
    try:
        said = leaderboard.text(results, people, options.near)
        write_if_changed(path, leaderboard.page(title, results, people))
    except leaderboard.LeaderboardError as error:
        raise Problem(str(error)) from None
    print(f"{said}\n{shown(path)}")
    return OK
