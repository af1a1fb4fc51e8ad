"""Judges mutants: several exercises of a module in one run of pytest, a mutant of each, and several runs beside each other."""

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graders.authoring.files import SEED
from graders.authoring.mutation.mutants import Mutant
from graders.course import Exercise, Module, solution_of
from graders.grading.jobs import clear_up
from graders.grading.run import GraderTrouble, Run, judge
from graders.result import Check, ExerciseResult, RubricResult

LIMIT = 900.0
"""Seconds for one run of pytest; every call in it has a limit of its own."""

Outcome = Literal["killed", "survived", "undecided"]


@dataclass(frozen=True)
class Fate:
    """What became of a mutant."""

    exercise: Exercise
    mutant: Mutant | None
    """None: the solution itself."""
    outcome: Outcome
    why: str = ""
    """The check that found it, or why nothing can be said."""


def fates(
    module: Module, wanted: Mapping[Exercise, Sequence[Mutant | None]], *, jobs: int, races: bool = False
) -> Iterator[Fate]:
    """Judge mutants, as they are decided. None stands for the solution itself."""
    clear_up()
    columns = [[(exercise, mutant) for mutant in found] for exercise, found in wanted.items()]
    packs = [[pair for pair in row if pair is not None] for row in itertools.zip_longest(*columns)]
    with ThreadPoolExecutor(jobs) as pool:
        for done in as_completed([pool.submit(_judged, module, pack, races) for pack in packs]):
            yield from done.result()


def _judged(module: Module, pack: Sequence[tuple[Exercise, Mutant | None]], races: bool) -> list[Fate]:
    """One run for all; where it does not come to its end, one for each."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        for exercise, mutant in pack:
            text = mutant.text if mutant else solution_of(module, exercise).read_text(encoding="utf-8")
            (Path(name) / exercise.path.name).write_text(text, encoding="utf-8")
        run = Run(
            module,
            tuple(exercise for exercise, _ in pack),
            sandbox=False,
            seed=SEED,
            marks="" if races else "not perf",
            to_first_failure="exercise",
            limit=LIMIT,
        )
        try:
            result = judge(run, Path(name), "mutants", "")
        except GraderTrouble as trouble:
            if len(pack) == 1:
                return [Fate(*pack[0], "undecided", str(trouble))]
            return [fate for pair in pack for fate in _judged(module, [pair], races)]
    found = {each.id: each for each in result.exercises}
    return [Fate(exercise, mutant, *outcome(found.get(exercise.id), races)) for exercise, mutant in pack]


def outcome(result: ExerciseResult | None, races: bool) -> tuple[Outcome, str]:
    """What became of a mutant, and why. What the machine or the grader could not decide counts neither way."""
    lines = [line for line in result.rubric if _counts(line, races)] if result else []
    checks = [check for line in lines for check in line.checks]
    judged: Sequence[Check | RubricResult] = checks or lines
    for check in checks:
        if check.state in ("fail", "todo"):
            return "killed", f"{check.title}: {check.why}"
    for state in ("error", "noisy", "deferred"):
        for each in judged:
            if each.state == state:
                return "undecided", f"{each.title}: {state}: {each.why}"
    return ("survived", "") if checks else ("undecided", "no check was run")


def _counts(line: RubricResult, races: bool) -> bool:
    """What needs a GPU is decided elsewhere, and a race only where races are run."""
    return line.id.endswith((".correct", ".hidden")) or (races and line.id.endswith(".speed"))
