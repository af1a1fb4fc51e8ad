"""The figures of the guide: which scripts there are, running one after the other, and their words in the guide's pages."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from graders.course import ROOT, by_number
from graders.result import write_atomically
from graders.worker.launch import ONE_THREAD

GUIDE = ROOT / "guide"
_DESCRIPTION = re.compile(r"<desc>(.*?)</desc>", re.DOTALL)


class NoFigure(Exception):
    """What was asked for is neither a module with figures nor a figure."""


def scripts(wanted: Sequence[str] = ()) -> list[Path]:
    """All scripts of the guide, or those that belong to the modules (m1) and have the names (access) wanted.

    Raises NoFigure for what there is not.
    """
    found = sorted(GUIDE.glob("m[0-9]*/figures/[!_]*.py"), key=lambda path: by_number(path.as_posix()))
    modules, names = {each.parent.parent.name for each in found}, {each.stem for each in found}
    for each in wanted:
        if each not in modules | names:
            raise NoFigure(each)
    of = [each for each in wanted if each in modules] or modules
    called = [each for each in wanted if each in names] or names
    return [each for each in found if each.parent.parent.name in of and each.stem in called]


def draw(script: Path, out: Path | None, quick: bool) -> int:
    """Run one; table and picture go to `out`, or else to the guide's own pictures, whose pages then say what they show."""
    folder = script.parent.parent / "pictures" if out is None else out
    command = [sys.executable, str(script), "--out", str(folder), *(["--quick"] if quick else [])]
    environment = {
        **os.environ,
        **ONE_THREAD,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    code = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode
    picture = folder / f"{script.stem}.svg"
    if not code and out is None and picture.is_file():
        for page in sorted(script.parent.parent.glob("*.md")):
            _tell(page, script.stem, words_of(picture))
    return code


def words_of(picture: Path) -> str:
    """The description inside a picture, which is its alternative text."""
    found = _DESCRIPTION.search(picture.read_text(encoding="utf-8"))
    return html.unescape(found[1]) if found else ""


def shown_in(page: str) -> Iterator[tuple[str, str]]:
    """(name, alternative text) of every figure that a page of the guide shows."""
    for found in re.finditer(r"!\[([^\]]*)\]\(pictures/(\w+)\.svg\)", page):
        yield found[2], found[1]


def _tell(page: Path, name: str, words: str) -> None:
    """Put the picture's words where the page shows it."""
    before = page.read_text(encoding="utf-8")
    after = re.sub(rf"!\[[^\]]*\]\(pictures/{name}\.svg\)", lambda _: f"![{words}](pictures/{name}.svg)", before)
    if after != before:
        write_atomically(page, after.encode())
