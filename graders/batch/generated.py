"""The parts of the guide's pages that are made from their marks and from module.toml; `check --fix` writes them.

Below a page's marks stands a quotation which says in words how deep it goes, whom it is for, and what is expected of whom of
the exercises that its headings name (on a module's README: of all of them).

    <!-- marks: level 2; tags: deep learning, computer graphics -->

    > **Level 2**, an experiment to play with · …

Below `<!-- list: deep learning -->` stands a table of all pages and exercises with that tag, below `<!-- list: modules -->` one
of the modules that the guide has.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from graders import course
from graders.batch import guide, marks
from graders.batch.guide import Block
from graders.batch.marks import Page
from graders.course import LEVELS, SPECIALISATIONS, Exercise
from graders.report.text import count_points
from graders.result import write_atomically

MODULES = "modules"
"""What a list of the guide's modules is called."""

_GENERATED = {
    "marks": re.compile(r"^<!-- marks:(?P<said>.*)-->\n(?P<told>(?:\n?> \*\*Level .*\n(?:>.*\n)*)?)", re.MULTILINE),
    "list": re.compile(r"^<!-- list:(?P<said>.*)-->\n(?P<told>(?:\n?(?:\|.*\n)+)?)", re.MULTILINE),
}
_NAMED = re.compile(r"(?<![\w.])m\d+\.[ex]\d+(?![\w.])")
_LATER = "Its exercises come with a later handout: so far, this module has nothing to hand in."


def parts(found: Iterable[Path]) -> Iterator[Block]:
    """Every quotation of marks and every list of these pages; a page whose marks cannot be read is one with a complaint."""
    for path in found:
        text = path.read_text(encoding="utf-8")
        if guide.module_of(path) and (complaint := marks.read(path).complaint):
            comment = _GENERATED["marks"].search(text)
            yield Block(path, guide.line_of(text, comment) if comment else 1, "marks", "", complaint)
            continue
        for what, pattern in _GENERATED.items():
            for match in pattern.finditer(text):
                yield _part(path, what, match)


def renew(found: Iterable[Path]) -> list[Block]:
    """Write the quotations and lists that are not up to date; returns those. What cannot be read stays as it is."""
    renewed = []
    for path in found:
        stale = [part for part in parts([path]) if part.complaint and part.wanted]
        if not stale:
            continue
        text = path.read_text(encoding="utf-8")
        for what, pattern in _GENERATED.items():

            def now(match: re.Match[str], path: Path = path, what: str = what) -> str:
                return match[0].removesuffix(match["told"]) + (_part(path, what, match).wanted or match["told"])

            text = pattern.sub(now, text)
        write_atomically(path, text.encode("utf-8"))
        renewed += stale
    return renewed


def _part(path: Path, what: str, match: re.Match[str]) -> Block:
    said, line = match["said"].strip(), guide.line_of(match.string, match)
    if what == "marks" and not guide.module_of(path):
        return Block(path, line, what, "", "only pages of a module are marked")
    if what == "marks":
        page = marks.read(path)
        if unknown := _unknown(page):
            return Block(path, line, what, "", f"a heading names {unknown}, which does not exist")
        lines, source = list(_quotation(page)), f"assignments/{guide.module_of(path)}/module.toml"
    elif said in (MODULES, *SPECIALISATIONS):
        lines, source = list(_modules(path) if said == MODULES else _track(path, said)), "the marks of the guide's pages"
    else:
        return Block(path, line, what, "", f"there is no list {said!r}: there are {', '.join((MODULES, *SPECIALISATIONS))}")
    wanted = "\n" + "".join(f"{each}\n" for each in lines)
    if match.string[match.end() : match.end() + 1] not in ("", "\n"):
        wanted += "\n"  # or what follows would go on in the quotation
    stale = wanted != match["told"]
    below = "the quotation below the marks" if what == "marks" else f"the list {said!r}"
    complaint = f"{below} is not what it should be now; python -m graders check --fix renews it" if stale else ""
    return Block(path, line, source, wanted, complaint)


def _unknown(page: Page) -> str:
    """An exercise that a heading names and that does not exist; empty where its whole module is still to come."""
    for name in _NAMED.findall(guide.headings(page.text)):
        module_id = name.partition(".")[0]
        if module_id in course.module_ids() and course.find_module(module_id).exercise(name) is None:
            return str(name)
    return ""


def _quotation(page: Page) -> Iterator[str]:
    """What the marks of a page say, line by line."""
    tags = [f"[{tag}]({_to(page.path, _track_page(tag))})" for tag in page.tags]
    yield f"> {' · '.join([f'**Level {page.level}**, {LEVELS[page.level]}', *tags])}"
    module, exercises = marks.exercises(page)
    if module is None:
        yield from (">", f"> {_LATER}") if page.is_main else ()
        return
    groups = {
        "Expected of everybody:": [each for each in exercises if each.expected],
        "Expected in a specialisation:": [each for each in exercises if not each.expected and each.required and each.tags],
        "You are invited to:": [each for each in exercises if not each.expected and not (each.required and each.tags)],
    }
    for words, group in groups.items():
        if group:
            yield ">"
            yield f"> **{words}**"
            yield from (f"> {_told(page.path, each)}{' ·' if each is not group[-1] else ''}" for each in group)
    if page.is_main:
        answers = f", and your answers in `handin.ipynb` ({count_points(module.written)})" if module.written else ""
        yield ">"
        yield f"> **To hand in:** what you did of these{answers}, all at once, with `python -m graders handin {module.id}`."
    elif exercises:
        numbers = " or ".join(each.number for each in exercises)
        chosen = f'"{numbers}"' if len(exercises) > 1 else numbers
        yield ">"
        try_it, hand_in = f"`pytest assignments/{module.id} -k {chosen}`", f"`python -m graders handin {module.id}`"
        yield f"> **To try:** {try_it} · **to hand in:** {hand_in}"


def _told(page: Path, exercise: Exercise) -> str:
    tags = f"; {', '.join(exercise.tags)}" if exercise.tags and not exercise.expected else ""
    worth = f"level {exercise.level}, {count_points(exercise.points)}{tags}"
    return f"[{exercise.id} {exercise.title}]({_to(page, exercise.path)}) ({worth})"


def _track(page: Path, tag: str) -> Iterator[str]:
    """All pages and exercises with a tag, in the order of the course."""
    yield "| module | read or do | level | |"
    yield "|---|---|---|---|"
    marked = marks.pages(guide.pages())
    modules = sorted({guide.module_of(each.path) for each in marked} | set(course.module_ids()))
    for module_id in modules:
        rows = []
        for each in marked:
            if tag in each.tags and guide.module_of(each.path) == module_id:
                wanted = any(one.expected or _expects(one, tag) for one in marks.exercises(each)[1])
                rows.append((f"read [{_cell(each.title)}]({_to(page, each.path)})", each.level, wanted, ""))
        if module_id in course.module_ids():
            for one in course.find_module(module_id).exercises:
                if tag in one.tags:
                    told = f"do [{one.id} {_cell(one.title)}]({_to(page, one.path)})"
                    of = " of everybody" if one.expected else ""
                    rows.append((told, one.level, one.expected or _expects(one, tag), of))
        for told, level, wanted, of in rows:
            yield f"| {module_id} | {told} | {level} | {f'expected{of}' if wanted else 'invited'} |"


def _expects(exercise: Exercise, tag: str) -> bool:
    return exercise.required and tag in exercise.tags


def _modules(page: Path) -> Iterator[str]:
    """The modules that the guide has, what each asks, how long level 1 takes to read, and what there is besides."""
    yield "| module | what it asks | level 1 | more pages | exercises |"
    yield "|---|---|---|---|---|"
    marked = marks.pages(guide.pages())
    mains = [each for each in marked if each.is_main]
    for main in mains:
        module_id = guide.module_of(main.path)
        more = sum(guide.module_of(each.path) == module_id for each in marked) - 1
        module, exercises = marks.exercises(main)
        worth = f"{len(exercises)}, {count_points(module.points)}" if module else "in a later handout"
        title = f"[{_cell(main.title)}]({_to(page, main.path)})"
        yield f"| {title} | {_cell(main.question)} | {marks.minutes([main])} min | {more or '–'} | {worth} |"
    yield f"| all of level 1 | | {marks.minutes(mains)} min | | |"


def _track_page(tag: str) -> Path:
    return guide.GUIDE / "tracks" / f"{tag.replace(' ', '_')}.md"


def _to(page: Path, target: Path) -> str:
    """A link from a page to a file, as both lie in the repository."""
    return posixpath.relpath(target.relative_to(course.ROOT).as_posix(), page.parent.relative_to(course.ROOT).as_posix())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
