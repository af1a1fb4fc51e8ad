"""The tables of the guide that are made from module.toml and the marks of its pages: who reads and does what, for how much.

`<!-- list: deep learning -->`  all pages and exercises with that tag
`<!-- list: modules -->`        the modules that the guide has
`<!-- list: exercises -->`      all exercises, and of whom they are expected
`<!-- list: expected -->`       what the points of these exercises add up to
`<!-- list: points -->`         what the points of each module are for
`<!-- list: half-days -->`      what is done on each half-day of the course, by guide/schedule.toml
`<!-- list: hours -->`          how long the exercises take, by the same
`<!-- list: mutants -->`        how many small faults in each solution its checks find, as `mutate` counted last
"""

import posixpath
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from graders import course
from graders.authoring import guide_blocks, guide_pages, schedule
from graders.authoring.mutation import figures
from graders.authoring.schedule import Row, Schedule
from graders.course import SPECIALISATIONS, TITLES, Exercise, Module
from graders.text import count_points


def link(page: Path, target: Path) -> str:
    """From a page to a file, as both lie in the repository."""
    return posixpath.relpath(target.relative_to(course.ROOT).as_posix(), page.parent.relative_to(course.ROOT).as_posix())


def _track(tag: str, page: Path) -> Iterator[str]:
    """All pages and exercises with a tag, in the order of the course."""
    yield from _head("module", "read or do", "level", "you are")
    marked = guide_pages.pages(guide_blocks.pages())
    modules = sorted({guide_blocks.module_of(each.path) for each in marked} | set(course.module_ids()), key=course.by_number)
    for module_id in modules:
        rows = []
        for each in marked:
            if tag in each.tags and guide_blocks.module_of(each.path) == module_id:
                wanted = any(one.expected or _expects(one, tag) for one in guide_pages.exercises(each)[1])
                rows.append((f"read [{_cell(each.title)}]({link(page, each.path)})", each.level, wanted, ""))
        if module_id in course.module_ids():
            for one in course.find_module(module_id).exercises:
                if tag in one.tags:
                    told = f"do [{one.id} {_cell(one.title)}]({link(page, one.path)})"
                    of = " of everybody" if one.expected else ""
                    rows.append((told, one.level, one.expected or _expects(one, tag), of))
        for told, level, wanted, of in rows:
            yield _row(module_id, told, level, f"expected{of}" if wanted else "invited")


def _expects(exercise: Exercise, tag: str) -> bool:
    """Whether that specialisation expects it, of whomever else it is expected."""
    return exercise.required and tag in exercise.tags


def _modules(page: Path) -> Iterator[str]:
    """The modules that the guide has, what each asks, how long level 1 takes to read, and what there is besides."""
    yield from _head("module", "what it asks", "level 1 takes", "more pages", "exercises")
    marked = guide_pages.pages(guide_blocks.pages())
    mains = [each for each in marked if each.is_main]
    for main in mains:
        module_id = guide_blocks.module_of(main.path)
        more = sum(guide_blocks.module_of(each.path) == module_id for each in marked) - 1
        module, exercises = guide_pages.exercises(main)
        worth = f"{len(exercises)} ({count_points(module.points)})" if module else "in a later handout"
        title = f"[{_cell(main.title)}]({link(page, main.path)})"
        yield _row(title, _cell(main.question), f"{guide_pages.minutes([main])} min", more or "–", worth)
    yield _row("all of level 1", "", f"{guide_pages.minutes(mains)} min", "", "")


def _exercises(page: Path) -> Iterator[str]:
    """All exercises in the order of the course, and of whom they are expected."""
    yield from _head("exercise", "level", "points", "expected of")
    for each in (one for module in _all_modules() for one in module.exercises):
        told = f"[{each.id} {_cell(each.title)}]({link(page, each.path)})"
        of = "everybody" if each.expected else ", ".join(each.tags) or "nobody: an invitation"
        yield _row(told, each.level, each.points, of if each.required else "nobody: a bonus")


def _expected(page: Path) -> Iterator[str]:
    """What the expected exercises of each module are worth together: everybody's, and with a specialisation's own."""
    yield from _head("module", "everybody", *SPECIALISATIONS, "all but the bonus")
    for module in _all_modules():
        core = sum(each.points for each in module.exercises if each.expected)
        tracks = [core + sum(each.points for each in module.exercises if _only_for(each, tag)) for tag in SPECIALISATIONS]
        yield _row(module.id, core, *tracks, sum(each.points for each in module.exercises if each.required))


def _points(page: Path) -> Iterator[str]:
    """What the points of each module are for, by kind of rubric line; the bonus is part of them."""
    yield from _head("module", *TITLES.values(), "sum", "of them a bonus", "written answers besides")
    for module in _all_modules():
        lines = [line for each in module.exercises for line in each.rubric]
        kinds = [sum(line.max for line in lines if line.kind == kind) for kind in TITLES]
        bonus = sum(each.points for each in module.exercises if not each.required)
        yield _row(module.id, *kinds, module.points, bonus, module.written or "none")


def _half_days(page: Path) -> Iterator[str]:
    """Every half-day with the exercises that are planned for it."""
    yield from _head("day", "material", "exercises", "the project, and what is due")
    found = schedule.read()
    for number, day in enumerate(found.days, 1):
        there = [each.id for module, each, row in _scheduled(found) if row.day == number]
        yield _row(number, day.material, ", ".join(there) or day.planned or "–", day.project)


def _hours(page: Path) -> Iterator[str]:
    """Every exercise with an estimate, and the sum of each module."""
    yield from _head("exercise", "hours", "where the time goes")
    rows = list(_scheduled(schedule.read()))
    yield from (_row(each.id, f"{row.hours:g}", _cell(row.goes_to)) for _, each, row in rows)
    for module in _all_modules():
        total = sum(row.hours for of, _, row in rows if of.id == module.id)
        yield _row(f"**all of {module.id}**", f"**{total:g}**", "")


def _scheduled(found: Schedule) -> Iterator[tuple[Module, Exercise, Row]]:
    """The exercises in the order of the course that have a row."""
    for module in _all_modules():
        rows = found.modules.get(module.id, {})
        yield from ((module, each, rows[each.number]) for each in module.exercises if each.number in rows)


def _mutants(page: Path) -> Iterator[str]:
    """What became of the mutants of each exercise, when they were last judged."""
    yield from _head("exercise", "mutants", "found", "equivalent", "undecided", "survived", "found, of those that differ")
    for module in _all_modules():
        counted = figures.read(module)
        for each in module.exercises:
            if (figure := counted.get(each.number)) is not None:
                share = f"{figure.share:.0%}"
                yield _row(each.id, figure.judged, figure.killed, figure.equivalent, figure.undecided, figure.survived, share)


def _only_for(exercise: Exercise, tag: str) -> bool:
    return not exercise.expected and _expects(exercise, tag)


def _all_modules() -> list[Module]:
    return [course.find_module(each) for each in course.module_ids()]


def _head(*columns: str) -> Iterator[str]:
    yield _row(*columns)
    yield "|" + "---|" * len(columns)


def _row(*cells: str | int) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


LISTS: dict[str, Callable[[Path], Iterator[str]]] = {
    "modules": _modules,
    "exercises": _exercises,
    "expected": _expected,
    "points": _points,
    "half-days": _half_days,
    "hours": _hours,
    "mutants": _mutants,
    **{tag: partial(_track, tag) for tag in SPECIALISATIONS},
}
"""By their names; each is told on which page it stands."""
