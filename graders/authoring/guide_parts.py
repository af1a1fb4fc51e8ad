"""The parts of the guide's pages that are made from their marks and from module.toml; `check --fix` writes them.

Below a page's marks stands a quotation which says in words how deep it goes, whom it is for, and what is expected of whom of
the exercises that its headings name (on a module's README: of all of them).

    <!-- marks: level 2; tags: deep learning, computer graphics -->

    > **Level 2**, an experiment to play with · …

Below a comment such as `<!-- list: deep learning -->` stands a table; which there are says `graders.authoring.guide_lists`.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from graders import course
from graders.authoring import guide_blocks, guide_pages
from graders.authoring.guide_blocks import Block
from graders.authoring.guide_lists import LISTS, link
from graders.authoring.guide_pages import Page
from graders.course import LEVELS, CourseError, Exercise
from graders.result import write_atomically
from graders.text import count_points

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
        if guide_blocks.module_of(path) and (complaint := guide_pages.read(path).complaint):
            comment = _GENERATED["marks"].search(text)
            yield Block(path, guide_blocks.line_of(text, comment) if comment else 1, "marks", "", complaint)
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
    said, line = match["said"].strip(), guide_blocks.line_of(match.string, match)
    if what == "marks" and not guide_blocks.module_of(path):
        return Block(path, line, what, "", "only pages of a module are marked")
    if what == "marks":
        page = guide_pages.read(path)
        if unknown := _unknown(page):
            return Block(path, line, what, "", f"a heading names {unknown}, which does not exist")
        lines, source = list(_quotation(page)), "its marks and module.toml"
    elif said in LISTS:
        try:
            lines, source = list(LISTS[said](path)), "module.toml and marks of all modules"
        except CourseError as error:
            return Block(path, line, what, "", str(error))
    else:
        return Block(path, line, what, "", f"there is no list {said!r}: there are {', '.join(LISTS)}")
    wanted = "\n" + "".join(f"{each}\n" for each in lines)
    if match.string[match.end() : match.end() + 1] not in ("", "\n"):
        wanted += "\n"  # or what follows would go on in the quotation
    stale = wanted != match["told"]
    below = "the quotation below the marks" if what == "marks" else f"the list {said!r}"
    complaint = f"{below} is not what it should be now; python -m graders check --fix renews it" if stale else ""
    return Block(path, line, source, wanted, complaint)


def _unknown(page: Page) -> str:
    """An exercise that a heading names and that does not exist; empty where its whole module is still to come."""
    for name in _NAMED.findall(guide_blocks.headings(page.text)):
        module_id = name.partition(".")[0]
        if module_id in course.module_ids() and course.find_module(module_id).exercise(name) is None:
            return str(name)
    return ""


def _quotation(page: Page) -> Iterator[str]:
    """What the marks of a page say, line by line."""
    tags = [f"[{tag}]({link(page.path, _track_page(tag))})" for tag in page.tags]
    yield f"> {' · '.join([f'**Level {page.level}**, {LEVELS[page.level]}', *tags])}"
    module, exercises = guide_pages.exercises(page)
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
    return f"[{exercise.id} {exercise.title}]({link(page, exercise.path)}) ({worth})"


def _track_page(tag: str) -> Path:
    return guide_blocks.GUIDE / "tracks" / f"{tag.replace(' ', '_')}.md"
