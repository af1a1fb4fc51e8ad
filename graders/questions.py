"""Written questions of a module, from `assignments/<module>/handin.md`; a module may do without that file.

    # Part one: what you saw            everything before the first question stands at the top of the notebook

    ## Why is it slower on four cores? (4 points)

    The text of the question, as long as you like.

Questions are numbered as they stand (`m2.q1`, `m2.q2`); module.toml says as `written` what they are worth together. Once
somebody has handed in, nbgrader takes no new ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graders.course import CourseError, Module

FILE = "handin.md"


@dataclass(frozen=True)
class Question:
    id: str
    title: str
    max: int
    text: str


@dataclass(frozen=True)
class Questions:
    introduction: str = ""
    questions: tuple[Question, ...] = ()


def read(module: Module) -> Questions:
    """Raises CourseError with file and line for a question without points."""
    path = module.folder / FILE
    parts: list[list[str]] = [[]]
    heads: list[tuple[str, int]] = []
    for number, line, is_code in _lines(path):
        if is_code or not line.startswith("## "):
            parts[-1].append(line)
            continue
        head = re.fullmatch(r"## +(.+?) +\((\d+) points?\)\s*", line)
        if head is None or not int(head[2]):
            raise CourseError(f"{path}:{number}: a question is a heading such as “## Why is it slow? (4 points)”")
        heads.append((head[1], int(head[2])))
        parts.append([])
    texts = ["\n".join(part).strip() for part in parts]
    questions = (
        Question(f"{module.id}.q{number}", title, points, text)
        for number, ((title, points), text) in enumerate(zip(heads, texts[1:], strict=True), 1)
    )
    return Questions(texts[0], tuple(questions))


def doubts(module: Module) -> Iterator[tuple[int, str]]:
    """What is allowed in handin.md and hardly meant, each with its line. Raises CourseError like `read`."""
    path = module.folder / FILE
    titles: dict[str, int] = {}
    opened = 0
    for number, line, is_code in _lines(path):
        opened = (opened or number) if is_code else 0
        if is_code:
            continue
        if line.startswith("## "):
            first = titles.setdefault(line.rpartition("(")[0].strip(), number)
            if first != number:
                yield number, f"the question on line {first} has the same title"
        elif re.fullmatch(r"\s*#+.*\(\d+ points?\)\s*", line):
            yield number, "this is no question: one begins with “## ”, two signs and a space"
    if opened:
        yield opened, "the code block that begins here never ends, so that no question after it counts"
    if path.is_file() and not titles:
        yield 1, "there is no question in it"


def _lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Number, text, and whether it is in a block of code; nothing where there is no file."""
    if not path.is_file():
        return
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: {error}; save it as UTF-8") from None
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = re.match(r" {0,3}(```+|~~~+)", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        yield number, line, bool(fence)
