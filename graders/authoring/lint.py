"""Grades the graders: walks a module's exercises with starter, solution and wrong solutions, and says what does not hold.

What can be found without running anything is found by `graders.authoring.reading`.
"""

import functools
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graders.authoring.files import SEED, is_wrong, laid_over, named_lines, perhaps_lines, wrong_ones
from graders.authoring.findings import LintFinding, shown
from graders.authoring.reading import by_reading
from graders.course import Exercise, Module, solution_of
from graders.grading.run import GraderTrouble, Run, judge
from graders.judge import tolerance
from graders.judge.tolerance import Doubt
from graders.result import Result, RubricResult, Speedup
from graders.worker import priority
from graders.worker.sandbox import trouble

ATTEMPTS = 3
"""A speed line may be spoiled by the machine, not by chance three times; right answers get no second attempt."""
MARGIN, MARGIN_OF_CORES = 1.5, 1.25
"""Times by which an honest solution should clear the top step; less on several cores, of which a race counts what they give."""
ROUND = (1.0, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)


@dataclass(frozen=True)
class Verdict:
    """One file was judged; `lost` are the lines that did not get full points, by id, in words."""

    file: Path
    lines: tuple[RubricResult, ...]
    noisy: frozenset[str]
    """Lines that this machine was too busy to decide in all attempts."""
    doubts: tuple[Doubt, ...] = ()
    """Of a solution: what is wrong with the tolerances of its tests."""
    perhaps: frozenset[str] = frozenset()
    """Lines that a wrong solution loses by chance only, such as one of whose threads each may come first."""

    @property
    def undecided(self) -> set[str]:
        """Lines that say nothing here: too noisy, in need of a GPU, or lost by chance."""
        return {line.id for line in self.lines if line.state == "deferred"} | self.noisy | self.perhaps

    def surprises(self, expected: set[str]) -> set[str]:
        """Lines that were lost and should not have been, and those that were not lost although they should."""
        return (set(self.lost) ^ expected) - self.undecided

    @property
    def lost(self) -> dict[str, str]:
        return {
            line.id: f"{line.points}/{line.max} {line.state}: {line.why}"
            for line in self.lines
            if line.points < line.max - sum(check.max for check in line.checks if check.state == "deferred")
        }

    @property
    def speeds(self) -> list[Speedup]:
        return [speed for line in self.lines for speed in _speeds_of(line)]


def _speeds_of(line: RubricResult) -> list[Speedup]:
    return [check.speedup for check in line.checks if check.speedup is not None]


@functools.cache
def in_real_time() -> bool:
    """Whether races can come before everybody else's work, which needs the sandbox: then a busy machine does not matter."""
    return priority.allowed() and not trouble()


def graded(
    module: Module,
    exercise: Exercise,
    file: Path,
    *,
    races: bool = True,
    lines: tuple[str, ...] = (),
    doubts: list[Doubt] | None = None,
) -> Result:
    """Judge a starter, a solution, or what a wrong solution gets wrong laid over the solution; of `lines` those alone.

    Of a wrong solution it is enough to know which lines it loses: one check that fails decides a line. What is doubtful about
    the tolerances of its tests is added to `doubts`. Raises GraderTrouble.
    """
    source = laid_over(solution_of(module, exercise), file) if is_wrong(file) else file.read_bytes()
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        (Path(folder) / exercise.path.name).write_bytes(source)
        watched = None if doubts is None else Path(folder) / "tolerances.json"
        marks = "" if races else "not perf"
        run = Run(
            module,
            (exercise,),
            sandbox=races and in_real_time(),
            seed=SEED,
            marks=marks,
            lines=lines,
            tolerances=watched,
            to_first_failure="line" if is_wrong(file) else "",
        )
        result = judge(run, Path(folder), file.stem, "")
        if doubts is not None and watched is not None:
            doubts += tolerance.read(watched)
        return result


def verdict(
    module: Module, exercise: Exercise, file: Path, expected: set[str], *, races: bool = True, patient: bool = True
) -> Verdict:
    """Judge until it is decided whether the file loses exactly the expected lines; without `races`, of those without any.

    Another attempt judges only the lines that the one before left open; without patience, what was too noisy to call stays so.
    """
    judged: dict[str, RubricResult] = {}
    again: set[str] = set()
    doubts: list[Doubt] = []
    perhaps = perhaps_lines(file) if is_wrong(file) else set()
    for _ in range(ATTEMPTS):
        watched = doubts if file == solution_of(module, exercise) and not judged else None
        found = graded(module, exercise, file, races=races, lines=tuple(sorted(again)), doubts=watched)
        judged |= {line.id: line for each in found.exercises for line in each.rubric if not again or line.id in again}
        if broken := [line.why for line in judged.values() if line.state == "error"]:
            raise GraderTrouble(broken[0])
        noisy = frozenset(line.id for line in judged.values() if line.state == "noisy")
        outcome = Verdict(file, tuple(judged.values()), noisy, tuple(doubts), frozenset(perhaps))
        surprising = outcome.surprises(expected)
        if not all(line.endswith((".speed", ".hidden")) for line in surprising):
            break
        again = surprising | (noisy if patient else set())
        if patient and file == solution_of(module, exercise):
            again |= {line.id for line in judged.values() if any(map(_step_in_its_noise, _speeds_of(line)))}
        if not again:
            break
    return outcome


def check(module: Module, exercise: Exercise) -> tuple[list[Verdict], list[LintFinding]]:
    """What was judged, and what is wrong with the exercise."""
    verdicts: list[Verdict] = []
    findings = list(by_reading(module, exercise))
    jobs = [(exercise.path, {line.id for line in exercise.rubric}), (solution_of(module, exercise), set[str]())]
    jobs += [(wrong, named_lines(wrong)) for wrong in wrong_ones(module, exercise) if named_lines(wrong)]
    for file, expected in jobs:
        if not file.is_file():
            continue  # said by reading
        try:
            verdicts.append(verdict(module, exercise, file, expected))
        except GraderTrouble as trouble:
            findings.append(LintFinding("trouble", shown(file), str(trouble)))
            continue
        findings += judged(exercise, verdicts[-1], expected)
    return verdicts, findings


def judged(exercise: Exercise, found: Verdict, expected: set[str]) -> Iterator[LintFinding]:
    """What is wrong with how one file was judged, where it should lose exactly the expected lines."""
    where = shown(found.file)
    if found.file == exercise.path:
        states = {line.state for line in found.lines}
        if not states <= {"todo", "deferred"} or "todo" not in states:
            yield LintFinding("starter", where, f'should be "not started", but is {", ".join(sorted(states))}')
        return
    surprising = found.surprises(expected)
    if is_wrong(found.file):
        for line in sorted(surprising):
            why = "names a line that does not catch it" if line in expected else "also loses a line it does not name"
            yield LintFinding("missed", where, f"{why}: {line} ({found.lost.get(line, 'full points')})")
        return
    for doubt in found.doubts:
        yield LintFinding("tolerance", doubt.where, doubt.sentence)
    for line in sorted(surprising):
        yield LintFinding("solution", where, f"loses {line} ({found.lost[line]})")
    for speed in found.speeds:
        if speed.interval and _step_in_its_noise(speed):
            between = f"{speed.interval[0]:g}x and {speed.interval[1]:g}x"
            top = f"{speed.steps[-1].factor:g}x"
            better = f"take {step:g}x" if (step := safe_step(speed)) > 1 else step_advice(speed)
            yield LintFinding("step", where, f"the step {top} lies where the solution may be, between {between}: {better}")


def safe_step(speed: Speedup) -> float:
    """A round number well below what a solution reaches: the slowest it may be, less the margin."""
    reached = (speed.interval[0] if speed.interval else speed.low) / (MARGIN_OF_CORES if speed.cores > 1 else MARGIN)
    power = 10.0 ** math.floor(math.log10(max(reached, 1e-3)))
    return max(float(f"{step * power:.3g}") for step in ROUND if step * power <= reached * 1.000001)


def step_advice(speed: Speedup) -> str:
    """Where the top step should lie."""
    step = safe_step(speed)
    if step > 1:
        return f"a top step of {step:g}x or less is safe here"
    return "no step is safe here: the yardstick is too fast, or there is too little to do for the difference to show"


def _step_in_its_noise(speed: Speedup) -> bool:
    """Whether the top step lies where the speed-up itself may lie."""
    low, high = speed.interval or (0.0, 0.0)
    return bool(speed.steps) and low < speed.steps[-1].factor < high
