"""What students get: the files on the allow-list of `[tool.course]` in pyproject.toml, and nothing that is not on it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from graders import git
from graders.handout.manifest import NAME, Entry, Handout, HandoutError, changes, is_environment
from graders.renewal import digest

EXTRAS = "handout"
"""The folder with files that only students get; its content goes to the top of the handout."""
STARTERS = ".handout/starters"
"""Where the starters lie a second time, for `reset`."""
_LITTER = {".ipynb_checkpoints"}


class _Course(msgspec.Struct, frozen=True):
    release: list[str]
    student: list[str]
    sections: list[str]
    tables: list[str]
    extras: list[str]
    upstream: str = ""


class _Project(msgspec.Struct, frozen=True, rename="kebab"):
    optional_dependencies: dict[str, list[str]]


class _Tool(msgspec.Struct, frozen=True):
    course: _Course


class _Pyproject(msgspec.Struct, frozen=True):
    project: _Project
    tool: _Tool


@dataclass(frozen=True)
class Contents:
    """The files of a handout by path, and which of them are the student's from then on."""

    files: dict[str, bytes]
    student: frozenset[str]
    upstream: str
    left_out: tuple[str, ...]
    """Files that the allow-list names but git does not know: drafts, perhaps."""

    @property
    def changes(self) -> str:
        return self.files["CHANGELOG.md"].decode()

    def manifest(self, before: Handout | None, hidden: dict[str, str]) -> Handout:
        """The HANDOUT of these files; what was promised `before` stays promised."""
        promised = hidden | (before.hidden if before else {})
        entries = {
            path: Entry("student" if path in self.student else "course", digest(content))
            for path, content in sorted(self.files.items())
        }
        return Handout(
            version=changes(self.changes)[0].version,
            upstream=self.upstream,
            hidden={module: promised[module] for module in sorted(promised)},
            amendments=before.amendments if before else [],
            files=entries,
        )


def contents(root: Path) -> Contents:
    """Read the course in `root`. Raises HandoutError when its allow-list or one of the files on it cannot be used."""
    try:
        pyproject = msgspec.toml.decode((root / "pyproject.toml").read_bytes(), type=_Pyproject)
    except msgspec.DecodeError as error:
        raise HandoutError(f"pyproject.toml, [tool.course]: {error}") from None
    table = pyproject.tool.course
    known = _known_to_git(root)
    files, left_out = {}, []
    for path in sorted({found for pattern in table.release for found in root.glob(pattern)}):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file() or _is_litter(name):
            if path.is_symlink():
                raise HandoutError(f"{name} is a link: put a plain file there, or take it off the allow-list")
        elif known is not None and name not in known:
            left_out.append(name)
        else:
            files[name] = path.read_bytes()
    student = {path.relative_to(root).as_posix() for pattern in table.student for path in root.glob(pattern)} & set(files)
    for path in sorted((root / EXTRAS).rglob("*")):
        name = path.relative_to(root / EXTRAS).as_posix()
        if path.is_file() and not path.is_symlink() and not _is_litter(name):
            files[name] = path.read_bytes()
    for needed in ("CHANGELOG.md", "README.md", "pyproject.toml", "conftest.py"):
        if needed not in files:
            raise HandoutError(f"{needed} is missing: a handout needs it")
    files["README.md"] = _sections(files["README.md"].decode(), table.sections).encode()
    files["pyproject.toml"] = _tables(files["pyproject.toml"].decode(), table, pyproject.project).encode()
    for name in student:
        files[f"{STARTERS}/{name.removeprefix('assignments/')}"] = files[name]
    files.pop(NAME, None)
    return Contents(files, frozenset(student), table.upstream, tuple(left_out))


def _is_litter(path: str) -> bool:
    return is_environment(path) or bool(_LITTER & set(path.split("/")))


def _known_to_git(root: Path) -> set[str] | None:
    """The files git tracks; None where the course is in no repository, or there is no git."""
    listed = git.ask(root, "ls-files", "-z") if (root / ".git").exists() else None
    return None if listed is None else set(listed.decode("utf-8", "surrogateescape").split("\0"))


def _sections(text: str, wanted: list[str]) -> str:
    """The beginning of a page and the sections with these headings."""
    pieces = re.split(r"(?m)^(?=## )", text)
    headings = [piece.partition("\n")[0].removeprefix("## ").strip() for piece in pieces[1:]]
    if missing := [heading for heading in wanted if heading not in headings]:
        raise HandoutError(f"README.md has no section {missing[0]!r}, which students should get")
    chosen = [piece for heading, piece in zip(headings, pieces[1:], strict=True) if heading in wanted]
    return "".join([pieces[0], *chosen]).rstrip() + "\n"


def _tables(text: str, table: _Course, project: _Project) -> str:
    """The tables of pyproject.toml that students need; of the extras those that are theirs; tests are the assignments'."""
    pieces = re.split(r"(?m)^(?=\[)", text)
    chosen = [pieces[0]]
    for piece in pieces[1:]:
        name = piece[1 : piece.index("]")].strip()
        if name == "project.optional-dependencies":
            extras = {key: packages for key, packages in project.optional_dependencies.items() if key in table.extras}
            lines = [f"{key} = {json.dumps(packages)}" for key, packages in extras.items()]
            chosen.append("\n".join([piece.partition("\n")[0], *lines, "", ""]))
        elif any(name == wanted or name.startswith(f"{wanted}.") for wanted in table.tables):
            chosen.append(piece)
    made = "".join(chosen).replace('testpaths = ["tests"]', 'testpaths = ["assignments"]')
    return made.rstrip() + "\n"
