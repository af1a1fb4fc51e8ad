"""What a grade depends on besides the submission, as one hash: equal means that grading again would change nothing.

In it is what decides: this folder, judge, worker and plug-in with everything they import, the module's tests, and the key. What
only words or draws is not, so rewording a sentence grades nobody again, and the results that are there keep the old one.
"""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from graders.course import Module

_GRADERS = Path(__file__).resolve().parents[1]
_ROOMS = ("grading", "judge", "worker")
_WORDS = ("messages.py", "text.py", "quantities.py", "hints.py")
_DRAWING = "report"
_SHOWN = {"title", "hints", "level", "tags", "expected"}
"""What module.toml says to people. Any other key of an exercise decides, also one that comes later."""


def grader_hash(module: Module, key: bytes, graders: Path = _GRADERS) -> str:
    """SHA-256 over everything that decides, and the key."""
    tests = [path for pattern in ("test_*.py", "given_*.py") for path in module.folder.glob(pattern)]
    tests += (graders / "hidden" / module.id).glob("*.py")
    digest = hashlib.sha256(key)
    digest.update(msgspec.json.encode(_deciding_keys(module), order="sorted"))
    for file in [*sorted(deciding_files(graders)), *sorted(tests)]:
        digest.update(file.relative_to(file.parents[1]).as_posix().encode() + b"\0")
        # Line ends differ between checkouts on different systems; the grade does not.
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def deciding_files(graders: Path = _GRADERS) -> set[Path]:
    """The files that judge and grade, and all that they import."""
    found: set[Path] = set()
    waiting = [graders / "plugin.py", *(file for room in _ROOMS for file in (graders / room).rglob("*.py"))]
    while waiting:
        file = waiting.pop()
        if file not in found and file.name not in _WORDS and file.parent.name != _DRAWING:
            found.add(file)
            waiting += _imported(file, graders)
    return found


def _imported(file: Path, graders: Path) -> Iterator[Path]:
    """The files of the grader that a file imports, anywhere in it."""
    for name in _imported_names(file.read_bytes()):
        path = graders.parent / name.replace(".", "/")
        if path == graders or graders in path.parents:
            yield from filter(Path.is_file, (path.with_suffix(".py"), path / "__init__.py"))


@cache
def _imported_names(content: bytes) -> tuple[str, ...]:
    """Of modules, and of what is taken from them, which may be modules, too."""
    names: list[str] = []
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import):
            names += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
    return tuple(names)


def _deciding_keys(module: Module) -> Any:
    """The module's exercises as module.toml has them, without what is only shown."""
    return _without_words(msgspec.to_builtins(module.exercises, enc_hook=lambda path: path.name))


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(each) for key, each in value.items() if key not in _SHOWN}
    return [_without_words(each) for each in value] if isinstance(value, list | tuple) else value
