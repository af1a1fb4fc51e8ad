"""Grades the graders: walks a module's exercises with starter, solution and wrong solutions, and says what does not hold.

Every finding has a code and a sentence:

    starter     the starter is not "not started", or earns points
    solution    the solution loses points
    step        a published step lies within the noise of the solution's own speed
    tolerance   a test's tolerance lets a wrong answer pass, or refuses a right one (see `graders.judge.tolerance`)
    missed      a wrong solution is not caught by exactly the lines that it names
    unnamed     a wrong solution does not name the lines that must catch it
    few         an exercise has fewer than two wrong solutions
    hints       an exercise has too few hints, or too many
    hint        a hint is empty or long, is for a check that does not exist, or gives a line of the solution away
    question    handin.md cannot be read, or holds what is hardly meant
    points      its questions are worth something else than module.toml says
    notebook    handin.ipynb is missing, or not what `python -m graders notebook` makes of it
    unfinished  a file or the row in module.toml still says TODO
    equivalent  a mutant is recorded as equivalent that cannot be made any more (see `graders.authoring.mutation.mutants`)
    guide       no heading of the guide names the exercise
    code        a block of code in the guide is not what its file says (see `graders.authoring.guide_blocks`)
    marks       a page has no marks, or what is made from them is not up to date (see `graders.authoring.guide_parts`)
    trouble     the grader itself failed
"""

import ast
import functools
import math
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graders import course, questions
from graders.authoring import guide_blocks
from graders.authoring.files import files_of, is_wrong, row_of, solution_of, wrong_ones
from graders.authoring.mutation import mutants
from graders.course import CourseError, Exercise, Module
from graders.export.nbgrader import notebooks
from graders.grading.run import GraderTrouble, Run, judge
from graders.judge import tolerance
from graders.judge.tolerance import Doubt
from graders.questions import Questions
from graders.result import Result, RubricResult, Speedup
from graders.submission import NOTEBOOK
from graders.text import count, count_points
from graders.worker import priority
from graders.worker.sandbox import trouble

ATTEMPTS = 3
"""A speed line may be spoiled by the machine, not by chance three times; right answers get no second attempt."""
FEWEST_WRONG = 2
HINTS = (2, 8)
LONGEST_HINT = 200
TELLING = 15
"""Characters from which on a line of the solution in a hint is no coincidence."""
SEED = 20_261_120
MARGIN, MARGIN_OF_CORES = 1.5, 1.25
"""Times by which an honest solution should clear the top step; less on several cores, of which a race counts what they give."""
ROUND = (1.0, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.75, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
_NAMED = re.compile(r'"""caught by ((?:m\d+\.[ex]\d+\.\w+ ?)+)(?:, perhaps ((?:m\d+\.[ex]\d+\.\w+ ?)+))?: .+')


@dataclass(frozen=True)
class Finding:
    code: str
    where: str
    sentence: str


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


def named_lines(wrong: Path) -> set[str]:
    """The rubric lines that a wrong solution's first line names; empty when it names none."""
    return _named(wrong)[0]


def perhaps_lines(wrong: Path) -> set[str]:
    """The lines that it names behind "perhaps": it loses them when its threads happen to run so, and not otherwise."""
    return _named(wrong)[1]


def _named(wrong: Path) -> tuple[set[str], set[str]]:
    found = _NAMED.match(wrong.read_text(encoding="utf-8").splitlines()[0])
    return (set(found[1].split()), set((found[2] or "").split())) if found else (set(), set())


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

    What is doubtful about the tolerances of its tests is added to `doubts`. Raises GraderTrouble.
    """
    source = file.read_text(encoding="utf-8")
    if is_wrong(file):
        source = solution_of(module, exercise).read_text(encoding="utf-8") + "\n\n" + source
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        (Path(folder) / exercise.path.name).write_text(source, encoding="utf-8")
        watched = None if doubts is None else Path(folder) / "tolerances.json"
        marks = "" if races else "not perf"
        run = Run(
            module, (exercise,), sandbox=races and in_real_time(), seed=SEED, marks=marks, lines=lines, tolerances=watched
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


def check(module: Module, exercise: Exercise) -> tuple[list[Verdict], list[Finding]]:
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
            findings.append(Finding("trouble", _shown(file), str(trouble)))
            continue
        findings += judged(exercise, verdicts[-1], expected)
    return verdicts, findings


def by_reading(module: Module, exercise: Exercise) -> Iterator[Finding]:
    """What is wrong with an exercise before anything of it runs."""
    wrong = wrong_ones(module, exercise)
    if len(wrong) < FEWEST_WRONG:
        yield Finding("few", exercise.id, f"{exercise.id} has {count(len(wrong), 'wrong solution')}; it needs {FEWEST_WRONG}")
    for file in wrong:
        if not named_lines(file):
            example = f'"""caught by {exercise.id}.correct: what is wrong"""'
            yield Finding("unnamed", _shown(file), f"its first line should be {example}")
        elif unknown := (named_lines(file) | perhaps_lines(file)) - {line.id for line in exercise.rubric}:
            yield Finding("unnamed", _shown(file), f"it names {', '.join(sorted(unknown))}, which {exercise.id} has not")
    fewest, most = HINTS
    if not fewest <= len(exercise.hints) <= most:
        found = count(len(exercise.hints), "hint")
        yield Finding("hints", exercise.id, f"{exercise.id} has {found}; it needs {fewest} to {most}")
    there = _checks_of(exercise)
    for number, hint in enumerate(exercise.hints, 1):
        if not hint.text.strip() or len(hint.text) > LONGEST_HINT:
            length = len(hint.text)
            yield Finding("hint", exercise.id, f"hint {number} has {length} characters; 1 to {LONGEST_HINT} can be read")
        for name in hint.checks:
            if name not in there:
                which = f"{exercise.tests.name} has no test_{name}; it has {', '.join(there)}"
                yield Finding("hint", exercise.id, f"hint {number} is for {name}, but {which}")
    texts = {_shown(path): path.read_text(encoding="utf-8") for path in files_of(module, exercise)}
    for where, text in {"its row in module.toml": row_of(module, exercise), **texts}.items():
        if "TODO" in text:
            yield Finding("unfinished", exercise.id, f"{where} still says TODO")
    if not guide_blocks.has_heading(module, exercise):
        example = f"## {exercise.title} ({exercise.id})"
        yield Finding(
            "guide", exercise.id, f"no heading in {_shown(guide_blocks.folder(module))} names it; write one such as {example}"
        )
    yield from _records(module, exercise)
    solution = solution_of(module, exercise)
    for code, path in (("starter", exercise.path), ("solution", solution)):
        if not path.is_file():
            yield Finding(code, exercise.id, f"{_shown(path)} is missing")
    if solution.is_file() and exercise.path.is_file():
        lines = {line.strip() for line in solution.read_text(encoding="utf-8").splitlines()}
        given = set(map(str.strip, exercise.path.read_text(encoding="utf-8").splitlines()))
        for number, hint in enumerate(exercise.hints, 1):
            for line in sorted(line for line in lines - given if len(line) >= TELLING and line in hint.text):
                yield Finding("hint", exercise.id, f"hint {number} gives a line of the solution away: {line}")


def _records(module: Module, exercise: Exercise) -> Iterator[Finding]:
    """What is wrong with the mutants that are recorded as equivalent."""
    try:
        known = mutants.records(module, exercise)
    except CourseError as error:
        yield Finding("equivalent", exercise.id, str(error))
        return
    if known and solution_of(module, exercise).is_file():
        found = mutants.mutants(module, exercise, sorted({record.operator for record in known}))
        for record in mutants.unused(found, known):
            yield Finding("equivalent", exercise.id, record.complaint)


def _checks_of(exercise: Exercise) -> list[str]:
    """The names of an exercise's public tests, without `test_`."""
    tree = ast.parse(exercise.tests.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name.removeprefix("test_") for name in names if name.startswith("test_")]


def written(module: Module) -> tuple[Questions, list[Finding]]:
    """The written questions of a module, and what is wrong with them or with the notebook made of them."""
    source, notebook = module.folder / questions.FILE, module.folder / NOTEBOOK
    try:
        asked = questions.read(module)
        found = [Finding("question", f"{_shown(source)}:{line}", sentence) for line, sentence in questions.doubts(module)]
    except CourseError as error:
        return Questions(), [Finding("question", module.id, str(error).replace(str(source), _shown(source)))]
    points = sum(question.max for question in asked.questions)
    if points != module.written:
        where = _shown(module.folder / "module.toml")
        sentence = f"it has written = {module.written}, and {questions.FILE} {count_points(points)}: write written = {points}"
        found.append(Finding("points", where, sentence))
    remedy = f"run python -m graders notebook {module.id}"
    if asked.questions and not notebook.is_file():
        found.append(Finding("notebook", _shown(notebook), f"it is missing: {remedy}"))
    elif notebook.is_file():
        try:
            wanted = notebooks.text(notebooks.handed_out(module)).encode()
        except ModuleNotFoundError as error:
            found.append(Finding("trouble", _shown(notebook), f"not compared with {questions.FILE}: {error.name} is missing"))
        else:
            # Line ends differ between checkouts on different systems.
            if notebook.read_bytes().replace(b"\r\n", b"\n") != wanted:
                found.append(Finding("notebook", _shown(notebook), f"it is not what the course's files make of it: {remedy}"))
    return asked, found


def judged(exercise: Exercise, found: Verdict, expected: set[str]) -> Iterator[Finding]:
    """What is wrong with how one file was judged, where it should lose exactly the expected lines."""
    where = _shown(found.file)
    if found.file == exercise.path:
        states = {line.state for line in found.lines}
        if not states <= {"todo", "deferred"} or "todo" not in states:
            yield Finding("starter", where, f'should be "not started", but is {", ".join(sorted(states))}')
        return
    surprising = found.surprises(expected)
    if is_wrong(found.file):
        for line in sorted(surprising):
            why = "names a line that does not catch it" if line in expected else "also loses a line it does not name"
            yield Finding("missed", where, f"{why}: {line} ({found.lost.get(line, 'full points')})")
        return
    for doubt in found.doubts:
        yield Finding("tolerance", doubt.where, doubt.sentence)
    for line in sorted(surprising):
        yield Finding("solution", where, f"loses {line} ({found.lost[line]})")
    for speed in found.speeds:
        if speed.interval and _step_in_its_noise(speed):
            between = f"{speed.interval[0]:g}x and {speed.interval[1]:g}x"
            top = f"{speed.steps[-1].factor:g}x"
            better = f"take {step:g}x" if (step := safe_step(speed)) > 1 else step_advice(speed)
            yield Finding("step", where, f"the step {top} lies where the solution may be, between {between}: {better}")


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


def _shown(path: Path) -> str:
    try:
        return path.relative_to(course.ROOT).as_posix()
    except ValueError:
        return path.name
