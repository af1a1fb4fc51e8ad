"""HANDOUT, the file that says what a handout consists of: version, files with their owners, promised hidden checks."""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from graders import course, git

NAME = "HANDOUT"
SCHEMA = "numbers-go-brrr/handout/1"
CHANGES = "CHANGELOG.md"
_HEADING = re.compile(r"## (\d+(?:\.\d+)+)\b")

Owner = Literal["student", "course"]


class HandoutError(Exception):
    """A HANDOUT, or a change log, that cannot be used; in one sentence."""


class Entry(msgspec.Struct, frozen=True):
    """One file. It has one owner for ever: what is the student's is never written again."""

    owner: Owner
    sha256: str
    """Of its content with line ends as on Linux."""


class Amendment(msgspec.Struct, frozen=True):
    """The hidden checks of a module were changed after they were promised."""

    module: str
    when: str
    old: str
    new: str
    reason: str


class Handout(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = SCHEMA
    version: str
    upstream: str = ""
    """Where newer handouts are: the address of a git repository or of a zip."""
    hidden: dict[str, str] = {}
    """By module, the SHA-256 of the archive with its hidden checks and its key, as promised on the first release."""
    amendments: list[Amendment] = []
    files: dict[str, Entry]

    def owned(self, owner: Owner) -> set[str]:
        return {path for path, entry in self.files.items() if entry.owner == owner}

    def amended(self, module_id: str) -> list[Amendment]:
        return [each for each in self.amendments if each.module == module_id]

    def promised(self, module_id: str) -> str:
        """The hash that counts now; empty when nothing was promised for that module."""
        amended = self.amended(module_id)
        return amended[-1].new if amended else self.hidden.get(module_id, "")

    def with_amendment(self, amendment: Amendment) -> "Handout":
        return msgspec.structs.replace(self, amendments=[*self.amendments, amendment])


def encode(handout: Handout) -> bytes:
    return msgspec.json.format(msgspec.json.encode(handout), indent=1) + b"\n"


def decode(content: bytes, name: str) -> Handout:
    """A manifest from its bytes. Raises HandoutError for what is none, and for paths that lead out of a folder."""
    try:
        handout = msgspec.json.decode(content, type=Handout)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HandoutError(f"{name} is damaged ({error}): get the handout once more") from None
    if handout.schema != SCHEMA:
        raise HandoutError(
            f"{name} has schema {handout.schema!r}, this course knows {SCHEMA!r}: get the newest handout as a zip"
        )
    for path in handout.files:
        if is_environment(path):
            raise HandoutError(f"{name} names {path!r}, a part of a Python environment: nothing was taken from it")
        if not is_inside(path):
            raise HandoutError(f"{name} names {path!r}, which is no place inside a course: nothing was taken from it")
    return handout


def read(root: Path = course.ROOT) -> Handout | None:
    """The manifest in a course folder; None where there is none."""
    path = root / NAME
    return decode(path.read_bytes(), str(path)) if path.is_file() else None


def version() -> str:
    """Which version of the course this is: the one HANDOUT names, else the git commit."""
    with contextlib.suppress(HandoutError):
        if (handout := read()) is not None:
            return handout.version
    return (git.ask(course.ROOT, "rev-parse", "--short", "HEAD") or b"").decode().strip() or "unknown"


def is_inside(path: str) -> bool:
    """Whether a path from elsewhere may be written: relative, on every system, and not where git keeps its own."""
    parts = PurePosixPath(path).parts
    plain = path == "/".join(parts) and not set(path) & set('\\:*?"<>|') and path.isprintable()
    return plain and bool(parts) and not ({"..", "."} & set(parts)) and not path.startswith("/") and _is_free(parts)


def _is_free(parts: tuple[str, ...]) -> bool:
    tops = {".git", "results", "kept", NAME.lower()}
    spelled = [part.lower().rstrip(". ") for part in parts]
    return spelled[0] not in tops and ".git" not in spelled and parts[:2] != (".handout", "update") and all(spelled)


def is_environment(path: str) -> bool:
    """Whether a path is a part of a Python environment, or what Python runs or reads unasked: never a part of a handout."""
    parts = [part.lower().rstrip(". ") for part in path.split("/")]
    folders = {
        ".venv",
        "venv",
        "env",
        ".env",
        "site-packages",
        "dist-packages",
        "__pycache__",
        "__pypackages__",
        "node_modules",
    }
    files = {"pyvenv.cfg", "sitecustomize.py", "usercustomize.py", "activate_this.py"}
    endings = (".pth", ".pyc", ".pyo", ".egg-link")
    return (
        bool(folders & set(parts))
        or parts[-1] in files
        or parts[-1].endswith(endings)
        or any(part.endswith((".egg-info", ".dist-info")) for part in parts)
        or parts[0] in ("bin", "scripts", "lib", "lib64", "include")
    )


def is_newer(one: str, other: str) -> bool:
    """Whether version `one` comes after `other`."""
    return _numbers(one) > _numbers(other)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


@dataclass(frozen=True)
class Change:
    """What the change log says of one version."""

    version: str
    text: str


def changes(text: str) -> list[Change]:
    """The entries of a change log, the newest first. Raises HandoutError when it has none."""
    pieces = re.split(r"(?m)^(?=## )", text)[1:]
    found = [Change(heading[1], piece.strip()) for piece in pieces if (heading := _HEADING.match(piece))]
    if not found:
        raise HandoutError(f'{CHANGES} has no entry: it should have one per handout, the newest first, like "## 26.1"')
    return found
