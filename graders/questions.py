"""Written questions of a module, from `assignments/<module>/handin.md`; a module may do without that file.

    # Part one: what you saw            everything before the first question stands at the top of the notebook

    ## Why is it slower on four cores? (4 points)

    The text of the question, as long as you like.

Questions are numbered as they stand (`m2.q1`, `m2.q2`). Once somebody has handed in, nbgrader takes no new ones.
"""

import re
from dataclasses import dataclass

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
    if not path.is_file():
        return Questions()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: {error}; save it as UTF-8") from None
    parts: list[list[str]] = [[]]
    heads: list[tuple[str, int]] = []
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = re.match(r" {0,3}(```+|~~~+)", line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if fence or not line.startswith("## "):
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
