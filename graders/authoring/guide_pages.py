"""How deep each page of the guide goes, and whom it is for: the marks that every page of a module has below its title.

    <!-- marks: level 2; tags: deep learning, computer graphics -->

What is made from them stands in `graders.authoring.guide_parts`.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders import course
from graders.authoring import guide_blocks
from graders.course import LEVELS, SPECIALISATIONS, Exercise, Module

WORDS_PER_MINUTE = 200

COMMENT = re.compile(r"^<!-- marks:(.*)-->$", re.MULTILINE)
_MARKS = re.compile(r"level (\d+)(?:; tags: (.+))?")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_QUESTION = re.compile(r"^## The question\n(.+?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ASKED = re.compile(r"\*\*([^*]+\?)\*\*|([A-Z][^.?!]+\?)(?=\s|$)")
_NOT_PROSE = re.compile(r"<!--.*?-->|^(`{3,}).*?^\1$|!\[.*?\]\(.*?\)|\]\(.*?\)|^>.*?$|</?\w+>", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page of a module as it is marked; `level` is 0 where nothing can be read from its comment."""

    path: Path
    text: str
    level: int
    tags: tuple[str, ...]
    complaint: str = ""

    @property
    def title(self) -> str:
        """Its first heading, without the exercises that it names."""
        found = _TITLE.search(self.text)
        return re.sub(r" \([^)]*m\d+\.[ex]\d+[^)]*\)$", "", found[1]) if found else self.path.stem

    @property
    def is_main(self) -> bool:
        """Whether it is its module's level 1, with all of the exercises."""
        return self.path.name == "README.md"

    @property
    def question(self) -> str:
        """What its module asks: in bold in the section of that name, or else the last question there; empty without one."""
        section = _QUESTION.search(self.text)
        asked = _ASKED.findall(section[1]) if section else []
        bold = [one for one, _ in asked if one]
        found = [" ".join(each.split()) for each in bold or [other for _, other in asked][-1:]]
        return " ".join(each[:1].upper() + each[1:] for each in found)

    @property
    def words(self) -> int:
        """How many words there are to read: no code, no pictures, nothing that is made from other files."""
        return len(re.findall(r"\w[\w'’.-]*", _NOT_PROSE.sub(" ", self.text)))


def pages(found: Iterable[Path]) -> list[Page]:
    """Those of the guide's pages that belong to a module, with their marks."""
    return [read(path) for path in found if guide_blocks.module_of(path)]


def read(path: Path) -> Page:
    """The page of a module, and the one sentence about its marks if anything is wrong with them."""
    text = path.read_text(encoding="utf-8")
    comments = [said.strip() for said in COMMENT.findall(text)]
    example = "<!-- marks: level 2; tags: deep learning -->"
    if len(comments) != 1:
        said = "there is no comment with its marks" if not comments else "there is more than one comment with marks"
        return Page(path, text, 0, (), f"{said}: below the title it needs one such as {example}")
    match = _MARKS.fullmatch(comments[0])
    if match is None:
        return Page(path, text, 0, (), f"{comments[0]!r} cannot be read: marks look like {example}")
    tags = tuple(tag.strip() for tag in (match[2] or "").split(",") if tag.strip())
    if int(match[1]) not in LEVELS:
        return Page(path, text, 0, tags, f"there is no level {match[1]}: write 1, 2 or 3")
    if unknown := [tag for tag in tags if tag not in SPECIALISATIONS]:
        return Page(path, text, 0, (), f"{unknown[0]!r} is no tag: there are {', '.join(SPECIALISATIONS)}")
    return Page(path, text, int(match[1]), tags)


def exercises(page: Page) -> tuple[Module | None, list[Exercise]]:
    """The module of a page, where it has exercises yet, and those that the page is about."""
    module_id = guide_blocks.module_of(page.path)
    if module_id not in course.module_ids():
        return None, []
    module = course.find_module(module_id)
    return module, [each for each in module.exercises if page.is_main or guide_blocks.names(page.text, each.id)]


def minutes(read: Sequence[Page]) -> int:
    """How long pages take to read, without the experiments."""
    return math.ceil(sum(each.words for each in read) / WORDS_PER_MINUTE)
