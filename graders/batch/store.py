"""Where a grading keeps its results: OUT/<module>/<student>.json, and the feedback page beside each."""

from pathlib import Path

from graders.result import Result, load


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
