"""Links of pages in markdown: where they stand, where they lead, and which of them lead nowhere."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

_LINK = re.compile(
    r"""\]\((?P<inline>[^)\s]+)|^\[[^\]^]+\]:\s+(?P<reference>\S+)|\b(?:src|srcset|href)="(?P<attribute>[^"]+)\"""",
    re.MULTILINE,
)
_ELSEWHERE = re.compile(r"[\w+.-]+:|//")
_SPOKEN = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*$|(?P<ticks>(?<!`)`+(?!`))(?:(?!\n\n).)*?(?<!`)(?P=ticks)(?!`)|<!--.*?-->",
    re.MULTILINE | re.DOTALL,
)
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)
_NAMED = re.compile(r"""\bid="([^"]+)\"""")


@dataclass(frozen=True)
class Link:
    """One link of a page; `start` and `end` say where in the text its address stands, `line` counts from 1."""

    line: int
    start: int
    end: int
    target: str
    """The path as written; empty for a place on the same page."""
    anchor: str


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere; `path` is where its target should be, seen from the top of the repository."""

    page: str
    link: Link
    path: str
    heading: bool
    """The file is there, but no heading of it is called like the anchor."""


def links(text: str) -> Iterator[Link]:
    """The links and pictures of a page, those to other machines and those in examples of code aside."""
    silent = _SPOKEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in _LINK.finditer(silent):
        group = found.lastgroup or ""
        if _ELSEWHERE.match(found[group]):
            continue
        target, _, anchor = found[group].partition("#")
        yield Link(silent.count("\n", 0, found.start()) + 1, *found.span(group), unquote(target), unquote(anchor))


def place(page: str, target: str) -> str:
    """Where a link of a page leads, both seen from the top of the repository."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page


def anchors(text: str) -> set[str]:
    """What a link can jump to on a page: its headings, as forges (and the site) name them, and ids in HTML."""
    text = re.sub(r"^(`{3,}|~{3,}).*?^\1[`~]*$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {slug(heading) for heading in _HEADING.findall(text)} | set(_NAMED.findall(text))


def slug(heading: str) -> str:
    """A heading as an anchor: small letters, digits, hyphens for spaces."""
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*`]", lambda found: found[1] or "", heading)
    return re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", words).strip().lower()).replace(" ", "-")


def broken(pages: Mapping[str, str], is_there: Callable[[str], bool]) -> Iterator[Broken]:
    """Links of these pages, by path from the top of the repository, to files or headings that are not there."""
    for page, text in pages.items():
        for link in links(text):
            path = place(page, link.target)
            if not is_there(path):
                yield Broken(page, link, path, heading=False)
            elif link.anchor and path in pages and link.anchor not in anchors(pages[path]):
                yield Broken(page, link, path, heading=True)
