"""How far a student is: what the runs on this machine found about the files as they are now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graders import course
from graders.course import Exercise, Module
from graders.handout import edited
from graders.result import Check, Result, State, combine, load_history

Known = dict[tuple[str, str], Check]
"""What is known of the checks, by rubric line and title."""


def history_file() -> Path:
    return course.ROOT / "results" / "history.jsonl"


def runs_of(module: Module) -> list[Result]:
    """The student's own runs of a module, the oldest first."""
    return [run for run in load_history(history_file()) if run.module == module.id]


@dataclass(frozen=True)
class ExerciseProgress:
    """One exercise: what its file is worth as far as it was judged since it was last changed."""

    exercise: Exercise
    state: State
    """Of the checks that were judged; `deferred` where none was."""
    points: int
    unknown: int
    """Points of public checks that no run has judged for the file as it is."""
    noisy: int
    """Points that are missing because the machine was too busy to tell."""
    undecided: Mapping[str, int]
    """Points decided at submission, by kind: gpu, hidden."""

    @property
    def public(self) -> int:
        return self.exercise.points - sum(self.undecided.values())

    @property
    def done(self) -> bool:
        return self.points == self.public


def progress_in(module: Module, runs: Sequence[Result]) -> list[ExerciseProgress]:
    """How far each exercise is. Runs that judged another version of its file do not count."""
    return [_of(exercise, runs) for exercise in module.exercises]


def following(progress: Sequence[ExerciseProgress], after: Exercise | None = None) -> Exercise | None:
    """The next exercise that is not done, going round; None when all are."""
    ids = [each.exercise.id for each in progress]
    start = ids.index(after.id) + 1 if after is not None and after.id in ids else 0
    return next((each.exercise for each in [*progress[start:], *progress[:start]] if not each.done), None)


def gathered(known: Known, run: Result, source: Mapping[str, str] | None = None) -> Known:
    """`known` with what a run adds: a later verdict replaces an earlier one, but nothing noisy replaces one that is sure.

    With `source`, only verdicts about those versions of the files count.
    """
    known = dict(known)
    for exercise in run.exercises:
        if source is not None and exercise.source != source.get(exercise.id):
            continue
        for line in exercise.rubric:
            titles = {check.title for check in line.checks}
            if sum(check.max for check in line.checks) == line.max:  # all there are now: a newer handout may have others
                known = {key: check for key, check in known.items() if key[0] != line.id or key[1] in titles}
            for check in line.checks:
                before = known.get((line.id, check.title))
                sure = before is not None and before.state != "noisy" and check.state == "noisy" and source is not None
                if check.state != "deferred" and not sure:
                    known[line.id, check.title] = check
    return known


def points_of(known: Known, exercise: Exercise) -> int | None:
    """Points of the exercise's checks that are known; None where none is, or the file was never begun."""
    checks = _checks(known, exercise)
    return sum(check.points for check in checks) if any(check.state != "todo" for check in checks) else None


def _checks(known: Known, exercise: Exercise) -> list[Check]:
    return [check for (line, _), check in known.items() if line.rpartition(".")[0] == exercise.id]


def _of(exercise: Exercise, runs: Iterable[Result]) -> ExerciseProgress:
    try:
        content = exercise.path.read_bytes()
    except OSError:
        content = b""
    source = {exercise.id: course.digest(content)}
    known: Known = {}
    for run in runs:
        known = gathered(known, run, source)
    judged = {line.id: sum(check.max for (id_, _), check in known.items() if id_ == line.id) for line in exercise.rubric}
    undecided: dict[str, int] = {
        line.kind: line.max - judged[line.id]
        for line in exercise.rubric
        if line.kind in ("gpu", "hidden") and judged[line.id] < line.max
    }
    if not content or edited.is_untouched(exercise, content, in_place=True):
        return ExerciseProgress(exercise, "todo", 0, 0, 0, undecided)
    checks = _checks(known, exercise)
    state = combine([check.state for check in checks]) if checks else "deferred"
    unknown = exercise.points - sum(undecided.values()) - sum(judged.values())
    noisy = sum(check.max - check.points for check in checks if check.state == "noisy")
    return ExerciseProgress(exercise, state, sum(check.points for check in checks), unknown, noisy, undecided)
