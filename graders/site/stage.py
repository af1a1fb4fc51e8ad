"""The guide's pages as Zensical wants them.

On the forge a page is plain CommonMark. For the site, text to text and leaving examples of code alone:

- a link to a file that is no page (a script, a table, an exercise) leads to a page with that file in it, and a link to a
  folder to a list of its files, so that no link needs the network;
- an SVG that knows the dark becomes two, of which the site's style shows one: the reader's toggle decides, not the system;
- what folds has markdown inside; the file behind a marked block of code is named above it; remarks for the course's own
  tools (`<!-- marks: … -->`) go.
"""

import html
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from graders import git
from graders.site import links
from graders.site.links import Broken

GUIDE = "guide/"
HOME = f"{GUIDE}README.md"
_OUTSIDE = "repository/"
"""Where the site has what is not in the guide."""
_WIDGETS = "guide/widgets/"
_SECRET = ("solutions/", "graders/hidden/")
_LITTER = {"__pycache__", "build", "out", "results"}
_PICTURES = {".gif", ".jpg", ".jpeg", ".png", ".svg", ".webp"}
_LANGUAGES = {"cfg": "ini", "csv": "text", "ipynb": "json", "j2": "html", "txt": "text", "yml": "yaml"}
_NOT_SEARCHED = "---\nsearch:\n  exclude: true\nhide:\n  - toc\n---\n\n"

_FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[`~]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^<!-- code: (?P<source>.+?) -->\n+(?P<fence>`{3,}\w*)$", re.MULTILINE)
_REMARK = re.compile(r"^<!-- .*?-->\n?", re.MULTILINE | re.DOTALL)
_FIGURE = re.compile(r"^!\[(?P<words>[^\]]*)\]\((?P<path>[^)\s]+)\.svg\)$", re.MULTILINE)
_SOURCES = re.compile(r"^\(\[the (?:numbers|script)\].*\)$", re.MULTILINE)
_CHOICE = re.compile(
    r"<picture>\s*<source[^>]*\bsrcset=\"(?P<dark>[^\"]+)\"[^>]*>\s*"
    r"<img\b(?=[^>]*\bsrc=\"(?P<light>[^\"]+)\")(?=[^>]*\balt=\"(?P<words>[^\"]*)\")[^>]*>\s*</picture>"
)
_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_SIZE = re.compile(r"<svg[^>]*?\bwidth=\"([\d.]+)(pt|px|)\"[^>]*?\bheight=\"([\d.]+)(pt|px|)\"")


@dataclass(frozen=True)
class Staged:
    """The site's files by path, what they were made of, the guide's own pages as on the forge, and what leads nowhere."""

    files: dict[str, bytes]
    sources: frozenset[Path]
    pages: dict[str, str]
    broken: list[Broken]


class _Course:
    """The files of a repository that may be shown, by path from its top."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = {path for path in _files(root) if not path.startswith(_SECRET)}
        self._folders = {str(folder) for path in self.files for folder in PurePosixPath(path).parents}

    def has(self, path: str) -> bool:
        return path in self.files or path in self._folders

    def page_of(self, path: str) -> str:
        """The page that shows what a link leads to, or the file itself where that is a picture or belongs to a widget."""
        if path in self._folders:
            return posixpath.normpath(f"{path}/README.md")
        as_it_is = path.endswith(".md") or PurePosixPath(path).suffix in _PICTURES or path.startswith(_WIDGETS)
        return path if as_it_is else f"{path}.md"

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def text(self, path: str) -> str:
        """A page, or what stands on the page about a file or a folder that is none."""
        page = self.page_of(path)
        if page in self.files:
            return self.read(page).decode("utf-8").replace("\r\n", "\n")
        if path in self._folders:
            inside = sorted(each for each in self.files if posixpath.dirname(each) == path)
            rows = [f"- [{posixpath.basename(each)}]({quote(posixpath.basename(each))})" for each in inside]
            return f"{_NOT_SEARCHED}# {path}\n\n" + "\n".join(rows or ["Folders only."]) + "\n"
        code = self.read(path).decode("utf-8", "replace").rstrip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`{3,}", code)), 3)
        suffix = PurePosixPath(path).suffix.removeprefix(".")
        return f"{_NOT_SEARCHED}# {path}\n\n{fence}{_LANGUAGES.get(suffix, suffix) or 'text'}\n{code}\n{fence}\n"


def stage(root: Path) -> Staged:
    """Put together the site's files from those of the course in `root`: the guide, and whatever its pages link to."""
    course = _Course(root)
    guide = [path for path in sorted(course.files) if path.startswith(GUIDE)]
    pages = {path: course.text(path) for path in guide if path.endswith(".md")}
    waiting = [*pages, *(path for path in guide if path.startswith(_WIDGETS))]
    files: dict[str, bytes] = {}
    made_of = set[str]()
    while waiting:
        path = waiting.pop()
        page = course.page_of(path)
        if path in made_of or not course.has(path):
            continue
        made_of.add(path)
        if not page.endswith(".md"):
            files |= _variants(site_path(page), course.read(path))
            continue
        text = course.text(path)
        waiting += [links.place(page, link.target) for link in links.links(text)]
        files[site_path(page)] = _for_the_site(text, page, course).encode()
    return Staged(
        files,
        frozenset(root / path for path in made_of),
        {path.removeprefix(GUIDE): text for path, text in pages.items()},
        list(links.broken(pages, course.has)),
    )


def site_path(page: str) -> str:
    """Where a page or file of the repository lies on the site, whose first page is the guide's."""
    return page.removeprefix(GUIDE) if page.startswith(GUIDE) else _OUTSIDE + page


def _origin(path: str) -> str:
    """The other way round."""
    return path.removeprefix(_OUTSIDE) if path.startswith(_OUTSIDE) else GUIDE + path


def _files(root: Path) -> list[str]:
    """Files that are in git or could be added; where there is no git, all but what programs leave behind."""
    listed = git.ask(root, "ls-files", "-co", "--exclude-standard", "-z") if (root / ".git").exists() else None
    if listed is not None:
        return [path for path in listed.decode("utf-8", "surrogateescape").split("\0") if (root / path).is_file()]
    found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    shown = (path for path in found if not any(part in _LITTER or part.startswith(".venv") for part in path.parts))
    return [path.as_posix() for path in shown]


def _for_the_site(text: str, page: str, course: _Course) -> str:
    """A page that links, shows pictures and folds as it should there."""
    text = _CODE.sub(lambda found: f'{found["fence"]} title="{found["source"]}"', _with_links_of_the_site(text, page, course))
    here = posixpath.dirname(site_path(page))
    if page == HOME:
        text = re.sub(r"^# .+$", lambda found: f"{found[0]} {{: .home }}", text, count=1, flags=re.MULTILINE)

    def plain(part: str) -> str:
        part = _REMARK.sub("", part)
        part = re.sub(r"^<details(?=[ >])", '<details markdown="1"', part, flags=re.MULTILINE)
        part = _SOURCES.sub(lambda found: f"{found[0]}\n{{: .sources }}", part)
        part = _CHOICE.sub(lambda found: _two(found["light"], found["dark"], html.unescape(found["words"])), part)
        return _FIGURE.sub(lambda found: _figure(found, here, course), part)

    return _outside_fences(text, plain)


def _with_links_of_the_site(text: str, page: str, course: _Course) -> str:
    made, done = [], 0
    here = posixpath.dirname(site_path(page))
    for link in links.links(text):
        path = links.place(page, link.target)
        if not link.target or not course.has(path):
            continue
        target = course.page_of(path)
        anchor = f"#{link.anchor}" if link.anchor and path == target else ""
        made += [text[done : link.start], quote(posixpath.relpath(site_path(target), here or ".")), anchor]
        done = link.end
    return "".join([*made, text[done:]])


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    made, done = [], 0
    for fence in _FENCED.finditer(text):
        made += [change(text[done : fence.start()]), fence[0]]
        done = fence.end()
    return "".join([*made, change(text[done:])])


def _figure(found: re.Match[str], here: str, course: _Course) -> str:
    words, path = " ".join(found["words"].split()), found["path"]
    picture = _origin(posixpath.normpath(posixpath.join(here, f"{path}.svg")))
    svg = course.read(picture).decode("utf-8") if course.has(picture) else ""
    if not _DARK.search(svg):
        return found[0]
    width, height = _size(svg)
    return f"<figure>{_two(f'{path}.light.svg', f'{path}.dark.svg', words, width, height)}</figure>"


def _two(light: str, dark: str, words: str, width: int = 0, height: int = 0) -> str:
    size = f' width="{width}" height="{height}"' if width else ""
    return "".join(
        f'<img class="only-{name}" src="{src}" alt="{html.escape(words)}"{size} loading="lazy">'
        for name, src in (("light", light), ("dark", dark))
    )


def _size(svg: str) -> tuple[int, int]:
    """In pixels of CSS; zeros where the picture does not say."""
    if not (found := _SIZE.search(svg)):
        return 0, 0
    width, height = (float(found[n]) * (4 / 3 if found[n + 1] == "pt" else 1) for n in (1, 3))
    return round(width), round(height)


def _variants(path: str, content: bytes) -> dict[str, bytes]:
    """A picture as it is, and where it knows the dark, once as it looks by day and once by night."""
    files = {path: content}
    if path.endswith(".svg") and _DARK.search(text := content.decode("utf-8")):
        stem = path.removesuffix(".svg")
        files[f"{stem}.light.svg"] = _DARK.sub("", text).encode()
        files[f"{stem}.dark.svg"] = _DARK.sub(lambda found: found[1], text).encode()
    return files
