"""The guide and the course belong together: every exercise has its heading, and code in the guide is somebody's tested code.

A block of code that stands under a marker is a copy of what the marker names, and `python -m graders check --fix` renews it:

    <!-- code: assignments/m2/given_e3.py one_thread -->
    ```python
    …
    ```

A marker names a whole file, something that a Python file defines at its top level, or lines: `given_e3.py 3-9`.
What else in a page is made from the course's files stands in `graders.authoring.guide_parts`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graders import course
from graders.course import Exercise, Module
from graders.result import write_atomically

GUIDE = course.ROOT / "guide"
_MARKED = re.compile(
    r"^<!-- code: (?P<path>\S+)(?: (?P<part>\S+))? -->\n+(?P<fence>`{3,})(?P<language>\w*)\n(?P<code>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_MARKER = re.compile(r"^<!-- code:", re.MULTILINE)
_SECRET = (course.SOLUTIONS, course.HIDDEN)


_MODULE = re.compile(r"m\d+")
_HEADING = re.compile(r"^#+ .*", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A marked part of a page: where it stands, what it should say, and what is wrong with that (empty: nothing)."""

    file: Path
    line: int
    source: str
    wanted: str
    complaint: str


def folder(module: Module) -> Path:
    return (course.ROOT / module.guide).parent


def pages(module: Module | None = None) -> list[Path]:
    """The guide's pages in the order in which one reads them; of one module: its own, and those that are no module's."""
    found = sorted(GUIDE.rglob("*.md"), key=_reading_order)
    return [page for page in found if module is None or module_of(page) in ("", folder(module).name)]


def module_of(page: Path) -> str:
    """The id of the module that a page belongs to, such as m2; empty for a page of the whole guide."""
    top = page.relative_to(GUIDE).parts[0]
    return top if _MODULE.fullmatch(top) else ""


def headings(text: str) -> str:
    """The headings of a page, one on each line."""
    return "\n".join(_HEADING.findall(text))


def has_heading(module: Module, exercise: Exercise) -> bool:
    """Whether a heading of the module's guide names the exercise: "## Losing count (m2.e3)"."""
    return any(names(page.read_text(encoding="utf-8"), exercise.id) for page in sorted(folder(module).rglob("*.md")))


def names(text: str, exercise_id: str) -> bool:
    """Whether a heading of that page names the exercise."""
    return bool(re.search(rf"(?<![\w.]){re.escape(exercise_id)}(?![\w.])", headings(text)))


def blocks(pages: Iterable[Path]) -> Iterator[Block]:
    """Every marked block of code of these pages; a marker without a block is one with a complaint."""
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found = list(_MARKED.finditer(text))
        for match in found:
            yield _block(page, text, match)
        for marker in _MARKER.finditer(text):
            if marker.start() not in {match.start() for match in found}:
                yield Block(page, line_of(text, marker), "", "", "no block of code follows this marker")


def renew(pages: Iterable[Path]) -> list[Block]:
    """Write what the sources say into the blocks that say otherwise; returns those. Blocks without a source stay."""
    renewed = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        stale = [block for match in _MARKED.finditer(text) if (block := _block(page, text, match)).complaint and block.wanted]
        if not stale:
            continue

        def now(match: re.Match[str], page: Path = page, text: str = text) -> str:
            wanted = _block(page, text, match).wanted
            start, end = match.start("code") - match.start(), match.end("code") - match.start()
            return match[0][:start] + wanted + match[0][end:] if wanted else match[0]

        write_atomically(page, _MARKED.sub(now, text).encode("utf-8"))
        renewed += stale
    return renewed


def _reading_order(page: Path) -> tuple[object, ...]:
    """README.md first, s2 before s10, and what is no module's before and after the modules by its name."""
    place = page.relative_to(GUIDE)
    return course.by_number(place.parent.as_posix()), page.name != "README.md", course.by_number(page.name)


def line_of(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _block(page: Path, text: str, match: re.Match[str]) -> Block:
    source = " ".join(filter(None, (match["path"], match["part"])))
    path = (course.ROOT / match["path"]).resolve()
    try:
        wanted, complaint = _part(path, match["part"] or ""), ""
    except LookupError as error:
        wanted, complaint = "", str(error.args[0])
    if any(secret in path.parents for secret in _SECRET):
        wanted, complaint = "", f"{source} is secret: the guide must not show it"
    elif not complaint and wanted != match["code"]:
        complaint = f"is not what {source} says now; python -m graders check --fix renews it"
    return Block(page, line_of(text, match), source, wanted, complaint)


def _part(path: Path, part: str) -> str:
    """A file, or a part of it. Raises LookupError with one sentence."""
    shown = path.relative_to(course.ROOT).as_posix() if course.ROOT in path.parents else path.name
    if course.ROOT not in path.parents or not path.is_file():
        raise LookupError(f"there is no {shown}")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if found := re.fullmatch(r"(\d+)-(\d+)", part):
        first, last = int(found[1]), int(found[2])
        if not 1 <= first <= last <= len(lines):
            raise LookupError(f"{shown} has no lines {part}: it has {len(lines)}")
    elif part:
        first, last = _definition(path, "".join(lines), part, shown)
    else:
        first, last = 1, len(lines)
    return "".join(lines[first - 1 : last]).rstrip("\n") + "\n"


def _definition(path: Path, text: str, name: str, shown: str) -> tuple[int, int]:
    if path.suffix == ".py":
        for node in ast.parse(text).body:
            kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            if isinstance(node, kinds) and node.name == name:
                return min(each.lineno for each in (node, *node.decorator_list)), node.end_lineno or node.lineno
    raise LookupError(f"{shown} defines no {name} at its top level")
