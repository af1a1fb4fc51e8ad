"""The order of the guide's pages, read off the files themselves: modules and their sections first, then what is around them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from graders.course import by_number

INDEX = "README.md"
_TEACHERS = ("course.md", "instructors", "authors.md")
"""What is for teachers and authors; students do not get it."""


@dataclass(frozen=True)
class Entry:
    """A page (`path`, within the guide), or a folder of them (`inside`), whose first page is its index if it has one."""

    title: str
    path: str
    inside: tuple["Entry", ...] = ()


def title(text: str, path: str) -> str:
    """The first heading of a page, without the exercises in brackets behind it; without a heading, the file's name."""
    found = re.search(r"^# +(.+?)(?: +#+)?$", text, re.MULTILINE)
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*`]", lambda match: match[1] or "", found[1]) if found else _name(path)
    return re.sub(r"\s*\((?:m\d+\.[ex]\d+[, ]*(?:and )?)+\)$", "", plain)


def navigation(pages: Mapping[str, str]) -> tuple[Entry, ...]:
    """The guide's pages, by path within the guide: the first page, modules, tracks and other folders, then the teachers'."""
    top = _folder(pages, "")
    teachers = tuple(entry for name in _TEACHERS for entry in top if _top(entry) == name)
    others = [entry for entry in top if entry not in teachers]
    others = [Entry("Home", INDEX) if entry.path == INDEX else entry for entry in others]
    others.sort(key=lambda entry: (entry.path != INDEX, not re.match(r"m\d", _top(entry)), not entry.inside))
    return *others, *([Entry("For teachers", "", _flat(teachers))] if teachers else [])


def _folder(pages: Mapping[str, str], under: str) -> list[Entry]:
    here = {path for path in pages if path.startswith(under)}
    files = [path for path in here if "/" not in path.removeprefix(under)]
    entries = [Entry(title(pages[path], path), path) for path in _sorted(files)]
    for name in _sorted({path.removeprefix(under).partition("/")[0] for path in here - set(files)}):
        inside = tuple(_folder(pages, f"{under}{name}/"))
        index = f"{under}{name}/{INDEX}"
        entries.append(Entry(title(pages[index], index) if index in pages else _name(name), inside[0].path, inside))
    return entries


def _flat(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Without the folders: a menu of two levels."""
    return tuple(page for entry in entries for page in (_flat(entry.inside) if entry.inside else (entry,)))


def _top(entry: Entry) -> str:
    return entry.path.partition("/")[0]


def _name(path: str) -> str:
    return PurePosixPath(path).stem.replace("_", " ").capitalize()


def _sorted(names: Iterable[str]) -> list[str]:
    """An index first; s2 before s10."""
    return sorted(names, key=lambda name: (not name.endswith(INDEX), by_number(name)))
