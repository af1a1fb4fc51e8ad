"""What an experiment found: a table, a sentence with the numbers that matter, and what to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Cell = str | int | float


@dataclass(frozen=True)
class Axis:
    """An axis: what is on it, and whether its ticks are numbers, seconds, bytes (KiB, MiB) or ratios (2x)."""

    label: str
    unit: Literal["number", "seconds", "bytes", "ratio"] = "number"
    log: bool = False


@dataclass(frozen=True)
class Lines:
    """Curves by name, each a sequence of (x, y); `marks` are upright lines with a label, such as {"L1": 49152}.

    `dots` are single points with a label beside them.
    """

    x: Axis
    y: Axis
    lines: Mapping[str, Sequence[tuple[float, float]]]
    marks: Mapping[str, float] = field(default_factory=dict)
    title: str = ""
    dots: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Bars:
    """Lying bars with their values: {"row": {"series": value}}; one series alone needs no name.

    On a logarithmic axis they are dots: a bar has a length, and there it would mean nothing.
    """

    x: Axis
    bars: Mapping[str, Mapping[str, float]]
    title: str = ""


@dataclass(frozen=True)
class Span:
    """From when to when something was under way; `kind` gives the colour, `label` stands inside where there is room."""

    begin: float
    end: float
    kind: str = ""
    label: str = ""


@dataclass(frozen=True)
class Gantt:
    """Bars in time: what was under way, and when, by row; one kind alone needs no name.

    `marks` are upright lines with a label, as in `Lines`. `until` is where the axis ends at the earliest, and `kinds` says
    which colour comes first: charts one below the other that have both in common are compared at a glance.
    """

    x: Axis
    rows: Mapping[str, Sequence[Span]]
    marks: Mapping[str, float] = field(default_factory=dict)
    until: float = 0.0
    kinds: Sequence[str] = ()
    title: str = ""


@dataclass(frozen=True)
class ExperimentResult:
    """All that a run gives.

    `rows` has a cell per column: text as it is, floats are shown with three digits. `words` is a sentence or two with the
    numbers measured, for those who do not see the picture; it must make sense with other numbers, too. `charts` are drawn
    one below the other.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    words: str
    charts: Sequence[Lines | Bars | Gantt] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns: {row}")
        if set("[]\n") & set(self.words):
            raise ValueError("brackets and line breaks in `words` would break the pages that show it")


def table(found: ExperimentResult) -> str:
    """The rows as text: the first column to the left, the others to the right."""
    lines = [list(found.columns), *([_shown(cell) for cell in row] for row in found.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(found.columns))]
    told = []
    for line in lines:
        first, *rest = (
            cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        told.append("  ".join([first, *rest]).rstrip())
    return "\n".join([told[0], "-" * max(map(len, told)), *told[1:]])


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.3g}"
    return cell if isinstance(cell, str) else f"{cell:,}"
