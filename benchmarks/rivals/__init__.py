"""What benchmarks/solutions.py compares: a file per module with a row for everything that a library does, too."""

import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """A call of the solution, and calls of libraries that have to give the same answer. Each is called once, then timed."""

    mine: Work
    others: Mapping[str, Work]
    rtol: float = 0.0
    """Relative to the largest number of the answer; 0 where the last bit has to be right."""
    shown: Callable[[Any], Any] = lambda answer: answer
    """What is compared instead of the answer, where several are right. Not timed."""
    moved: int = 0
    """Bytes that have to be read or written, each once: so the row says which part of the triad's bandwidth is reached."""
    arithmetic: Work | None = None
    """The products alone, by torch, in memory that is there already: so the row says which part of their rate is reached."""

    def __post_init__(self) -> None:
        if not self.others:
            raise ValueError("beside nothing, no answer would be found wrong")


Size = Callable[[int], int]
Make = Callable[[Any, Any, Any, Size], Case]
"""(solution, given file, random generator, size) -> what is compared; size(n) is n, or less for a quick look."""


@dataclass(frozen=True)
class Row:
    exercise: str
    what: str
    """With its sizes in braces, as they are when nobody is in a hurry: "push, {20,000} times"."""
    make: Make = field(repr=False)
    timed: bool = True
    note: str = ""
    """Why the library is faster, where it is and may be."""

    @property
    def key(self) -> tuple[str, str]:
        return self.exercise, self.what

    def told(self, size: Size) -> str:
        """What is compared, at the sizes that are used."""
        return re.sub(r"\{([\d,]+)\}", lambda found: f"{size(int(found[1].replace(',', ''))):,}", self.what)


ROWS: dict[tuple[str, str], Row] = {}


def row(exercise: str, what: str, note: str = "") -> Callable[[Make], Make]:
    """Compare answers, then speed."""
    return _added(exercise, what, True, note)


def agrees(exercise: str, what: str) -> Callable[[Make], Make]:
    """Compare answers only."""
    return _added(exercise, what, False, "")


def _added(exercise: str, what: str, timed: bool, note: str) -> Callable[[Make], Make]:
    def add(make: Make) -> Make:
        made = Row(exercise, what, make, timed, note)
        if made.key in ROWS:
            raise ValueError(f"two rows are called {exercise}, {what}")
        ROWS[made.key] = made
        return make

    return add


def installed(name: str) -> Any:
    """The module of that name, or None where its package is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def written(out: Any, function: Callable[..., Any], *args: Any) -> Any:
    """out, after function(*args) has written to it."""
    function(*args)
    return out
