"""The submission: which files of a module belong into it, which do not and why, and the zip or tag made of them."""

import ast
import io
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graders import course, git
from graders.course import Module
from graders.git import GitError, NoGit
from graders.handout import edited
from graders.judge.messages import missing_file_here, not_as_handed_out, not_utf8, syntax_error
from graders.learn import messages
from graders.result import write_atomically
from graders.submission import LARGEST, LARGEST_NOTEBOOK, notebook_names


class NotPacked(Exception):
    """The submission cannot be made; one sentence."""


@dataclass(frozen=True)
class Packing:
    files: tuple[Path, ...]
    left_out: tuple[tuple[str, str], ...]
    """Names of what else lies there, and why it stays."""
    doubts: tuple[str, ...]
    """What the student should know before handing in."""


def plan(module: Module) -> Packing:
    """What would be handed in."""
    notebooks = dict.fromkeys(notebook_names(module), LARGEST_NOTEBOOK)
    limits = {exercise.path.name: LARGEST for exercise in module.exercises} | notebooks
    there = {path.name: path for path in sorted(module.folder.iterdir())}
    files, doubts, left_out = [], [], []
    for name, limit in limits.items():
        path = there.pop(name, None)
        if path is None and name not in notebooks:
            doubts.append(missing_file_here(name, module.id, list(there)))
        elif path is not None and (why := _unfit(path, limit)):
            left_out.append((name, why))
            doubts.append(messages.cannot_hand_in(name, why))
        elif path is not None:
            files.append(path)
            doubts += _broken(path)
    own = {path.name for path in _course_owned(module)}
    imported = {name for path in files if path.suffix == ".py" for name in _imports(path)} - {Path(name).stem for name in own}
    if changed := edited.changed(module):
        doubts.append(not_as_handed_out([path.name for path in changed]))
    for name in there:
        if name.removesuffix(".py") in imported:
            doubts.append(messages.imports_what_stays(name))
        if not name.startswith((".", "__")):
            left_out.append((name, messages.COURSE_OWNED if name in own else messages.NOT_ASKED_FOR))
    return Packing(tuple(files), tuple(left_out), tuple(doubts))


def write_zip(path: Path, module: Module, files: Sequence[Path], handout: str) -> None:
    """A zip with the files in a folder named after the module, as `collect` and `grade` expect them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = f"Numbers Go Brrr, {module.id}, handout {handout}".encode()
        for file in files:
            # Zips know no time before 1980, which a broken clock may have left behind.
            changed = max(time.localtime(file.stat().st_mtime)[:6], (1980, 1, 1, 0, 0, 0))
            entry = zipfile.ZipInfo(f"{module.id}/{file.name}", changed)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    write_atomically(path, buffer.getvalue())


def tag(module: Module, files: Sequence[Path], now: datetime) -> str:
    """Tag the last commit, which holds the files as they are. Raises NotPacked where it does not, or without git."""
    unsaved = _git(module, "status", "--porcelain", "--", *(file.name for file in files)).splitlines()
    if unsaved:
        raise NotPacked(messages.not_committed([line[3:] for line in unsaved]))
    # What is ignored is not reported as changed, and is not in the commit either.
    known = set(_git(module, "ls-files", "--", *(file.name for file in files)).splitlines())
    if strangers := [file.name for file in files if file.name not in known]:
        raise NotPacked(messages.not_committed(strangers))
    name = f"handin-{module.id}-{now:%Y-%m-%dT%H%M%S}"
    _git(module, "tag", "--annotate", "--message", f"Submission of {module.id}", name)
    return name


def _git(module: Module, *arguments: str) -> str:
    try:
        return git.run(module.folder, *arguments).decode("utf-8", "replace")
    except NoGit:
        raise NotPacked(messages.NO_GIT) from None
    except GitError as error:
        raise NotPacked(messages.git_refused(str(error))) from None


def _unfit(path: Path, limit: int) -> str:
    """Why a file cannot be handed in; empty where it can."""
    if path.is_symlink():
        return messages.A_LINK
    if not path.is_file():
        return messages.NOT_A_FILE
    if (size := path.stat().st_size) > limit:
        return messages.too_large_to_hand_in(size, limit)
    return ""


def _broken(path: Path) -> Iterator[str]:
    """What is wrong with a Python file that cannot even be read."""
    if path.suffix != ".py":
        return
    content = path.read_bytes()
    if not course.is_utf8(content):
        yield not_utf8(path.name, content)
        return
    try:
        ast.parse(content, path.name)
    except SyntaxError as error:
        yield syntax_error(path.name, error.lineno, error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        yield syntax_error(path.name, None, str(error))


def _imports(path: Path) -> Iterator[str]:
    """The names of the modules a file imports, without those inside packages."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _course_owned(module: Module) -> Iterator[Path]:
    yield module.folder / "module.toml"
    for pattern in ("test_*.py", "given_*.py"):
        yield from module.folder.glob(pattern)
    yield from (course.ASSIGNMENTS / module.id / name for name in ("handin.md", "README.md"))
