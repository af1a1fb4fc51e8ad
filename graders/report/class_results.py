"""The results of a class, taken apart for its pictures and tables: rubric lines, races, totals in bins."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from graders.course import by_number
from graders.result import ExerciseResult, Points, Result, RubricResult
from graders.text import STATES, harmless, sane

ID = 80
OPEN = ("deferred", "error")
"""States of lines that nobody judged: their points say nothing yet."""


@dataclass(frozen=True)
class Line:
    """A rubric line in the results of everybody who has it."""

    id: str
    short: str
    title: str
    cells: list[tuple[int, RubricResult]]

    @property
    def share(self) -> float | None:
        """Points won of points there were, where somebody judged."""
        judged = [line for _, line in self.cells if line.state not in OPEN]
        most = sum(line.max for line in judged)
        return sum(line.points for line in judged) / most if most else None


@dataclass(frozen=True)
class Race:
    """A measured check: what everybody reached in it."""

    name: str
    title: str
    runs: list[tuple[int, float, str]]
    """(student's place, ratio, state)."""
    steps: dict[float, int]


Bins = list[tuple[str, int, int]]
"""(label, lowest, highest number of points)."""


def bins_of(most: int) -> Bins:
    width = next(
        width for power in itertools.count() for width in (10**power, 2 * 10**power, 5 * 10**power) if most < 14 * width
    )
    edges = [(low, min(low + width - 1, most)) for low in range(0, most + 1, width)]
    return [(f"{low}–{high}" if high > low else str(low), low, high) for low, high in edges]


def bin_of(points: Points, bins: Bins) -> str:
    return next((label for label, _, high in bins if points <= high), bins[-1][0])


def short(line_id: str) -> str:
    return harmless(line_id.partition(".")[2] or line_id, 40)


def lines_of(results: Sequence[Result]) -> list[Line]:
    by_id: dict[str, Line] = {}
    for place, result in enumerate(results):
        for exercise in result.exercises:
            for line in exercise.rubric:
                title = f"{harmless(exercise.title, ID)}: {harmless(line.title, ID)}"
                by_id.setdefault(line.id, Line(line.id, short(line.id), title, [])).cells.append((place, line))
    return list(by_id.values())


def races_of(results: Sequence[Result]) -> list[Race]:
    by_check: dict[tuple[str, str], Race] = {}
    for place, result in enumerate(results):
        for exercise in result.exercises:
            for line in exercise.rubric:
                for check in line.checks:
                    if check.speedup is None:
                        continue
                    number = 1 + sum(known == line.id and title != check.title for known, title in by_check)
                    race = by_check.setdefault(
                        (line.id, check.title),
                        Race(
                            short(line.id) + (f" {number}" if number > 1 else ""),
                            f"{harmless(exercise.title, ID)}: {harmless(check.title, ID)}",
                            [],
                            {},
                        ),
                    )
                    race.runs.append((place, sane(check.speedup.ratio), check.state))
                    race.steps.update({step.factor: step.points for step in check.speedup.steps})
    return sorted(by_check.values(), key=lambda race: by_number(race.name))


def points_cell(part: ExerciseResult | RubricResult) -> str:
    """Points with the glyph of the state; the glyph alone where nobody judged."""
    glyph = STATES[part.state].glyph
    return glyph if part.state in OPEN else f"{part.points} {glyph}"
