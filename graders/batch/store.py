"""Where a grading keeps its results: OUT/<module>/<student>.json, and the feedback page beside each."""

import contextlib
import hashlib
from pathlib import Path

from graders.result import Result, encode, load, write_atomically


class StoreError(Exception):
    """There is nothing to work on, in one sentence."""


def results(out: Path, module: str) -> list[Result]:
    """Everybody's result in that module, in order of their ids.

    Raises StoreError when nobody was graded, ValueError when a file is not a result.
    """
    found = [load(path) for path in sorted((out / module).glob("*.json"))]
    if not found:
        raise StoreError(f"there are no results of {module} in {out}: run python -m graders grade {module} first")
    return found


def replace(path: Path, result: Result) -> None:
    """Write a result in place of an earlier one, which goes to `history/<student>/` under the time it was finished."""
    new = encode(result)
    if path.is_file() and (old := path.read_bytes()) != new:
        try:
            when = load(path).finished.replace(":", "")
        except ValueError:
            when = "unreadable"
        digest = hashlib.sha256(old).hexdigest()[:8]  # two of the same second
        write_atomically(path.parent / "history" / path.stem / f"{when}-{digest}.json", old)
    write_atomically(path, new)


def history(path: Path) -> list[Result]:
    """The earlier results of the student whose result is at `path`, the oldest first; damaged ones are left out."""
    earlier = []
    for file in sorted((path.parent / "history" / path.stem).glob("*.json")):
        with contextlib.suppress(ValueError):
            earlier.append(load(file))
    return sorted(earlier, key=lambda result: result.finished)
