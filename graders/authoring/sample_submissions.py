"""The sample submissions of a module, made by a recipe: `tests/submissions/m2/samples.toml` has a table for each student.

    [ada-complete]
    others = "solution"            # every exercise that is not named here
    e3 = "starter"                 # as it was handed out
    e4 = "wrong/e4/no_padding"     # one of its wrong solutions, laid over the solution
    e5 = "over/waits_for_ever"     # the same with tests/submissions/m2/over/waits_for_ever.py
    points = { "e4.correct" = 3 }  # of all but whole solutions; or "all"; a line without any has 0
    says = ["not started"]         # sentences that must be said
    slow = true                    # races, or waits for long: graded by `make test-all` only

What else a student hands in lies in a folder of that name beside it, as it would be handed in.
"""

import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from graders import course
from graders.authoring.files import laid_over
from graders.course import CourseError, Exercise, Module, solution_of

SAMPLES = course.ROOT / "tests" / "submissions"
RECIPE = "samples.toml"
OVER = "over"
"""The folder of what is laid over solutions; no student is called so."""
_NUMBER = re.compile(r"[ex]\d+")


class _Expected(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    points: dict[str, int] | Literal["all"] = {}
    says: list[str] = []
    slow: bool = False
    others: Literal["", "solution", "starter"] = ""


@dataclass(frozen=True)
class Sample:
    """What one student hands in, and what must come of it."""

    student: str
    recipe: dict[str, str]
    """By the number of the exercise."""
    others: str
    points: dict[str, int] | Literal["all"]
    says: list[str]
    slow: bool

    def source_of(self, exercise: Exercise) -> str:
        """Where the exercise comes from: solution, starter, wrong/…, over/…; empty for what is not handed in by recipe."""
        return self.recipe.get(exercise.number, self.others)

    def expected(self, module: Module) -> dict[str, int]:
        """The points of every line that has any, on a machine without a GPU."""
        whole = [each for each in module.exercises if self.points == "all" or self.source_of(each) == "solution"]
        lines = {line.id: line.max for each in whole for line in each.rubric if line.kind != "gpu"}
        named = {} if self.points == "all" else self.points
        return lines | {f"{module.id}.{line}": points for line, points in named.items()}


def modules() -> list[str]:
    """The ids of the modules that have samples."""
    return [each for each in course.module_ids() if (SAMPLES / each / RECIPE).is_file()]


def path_of(module: Module) -> Path:
    return SAMPLES / module.id / RECIPE


def read(module: Module) -> dict[str, Sample]:
    """By student. Raises CourseError for a recipe that cannot be read."""
    found = {}
    try:
        for student, row in tomllib.loads(path_of(module).read_text(encoding="utf-8")).items():
            recipe = {key: row.pop(key) for key in list(row) if _NUMBER.fullmatch(key)}
            rest = msgspec.convert(row, _Expected)
            found[student] = Sample(student, recipe, rest.others, rest.points, rest.says, rest.slow)
    except FileNotFoundError:
        wanted = "somebody who solved everything, and somebody who did nothing"
        raise CourseError(f"{RECIPE} of {module.id} is missing: it needs {wanted}") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CourseError(f"{RECIPE} of {module.id} cannot be read: {error}") from None
    except (msgspec.ValidationError, AttributeError) as error:
        raise CourseError(f"{RECIPE} of {module.id}: {student}: {error}") from None
    return found


def make(module: Module, folder: Path, students: list[str] | None = None) -> list[Path]:
    """Write what these students hand in, or all of them, to a folder of their own each. Raises CourseError, and OSError."""
    made = []
    for student, sample in read(module).items():
        if students is not None and student not in students:
            continue
        own, out = SAMPLES / module.id / student, folder / student
        if own.is_dir():
            shutil.copytree(own, out, symlinks=True)
        else:
            out.mkdir(parents=True)
        present = {path.name for path in out.rglob("*")}
        for exercise in module.exercises:
            source = sample.source_of(exercise)
            if source and exercise.path.name not in present:
                (out / exercise.path.name).write_bytes(_content(module, exercise, source))
        made.append(out)
    return made


def doubts(module: Module) -> Iterator[str]:
    """What is missing or stale in the recipe of a module. Raises CourseError for one that cannot be read."""
    samples = read(module)
    numbers = {each.number for each in module.exercises}
    lines = {line.id.removeprefix(f"{module.id}.") for each in module.exercises for line in each.rubric}
    used = {f"{OVER}/{path.stem}" for path in (SAMPLES / module.id / OVER).glob("*.py")}
    for sample in samples.values():
        named = () if sample.points == "all" else sample.points
        strange = [*(sample.recipe.keys() - numbers), *(line for line in named if line not in lines)]
        yield from (f"{sample.student} names {each}, which {module.id} has not" for each in strange)
        for exercise in module.exercises:
            if exercise.number in sample.recipe and (SAMPLES / module.id / sample.student / exercise.path.name).exists():
                yield f"{sample.student} has a file of its own for {exercise.id}, and a recipe: which of them?"
            try:
                _content(module, exercise, sample.source_of(exercise) or "solution")
            except CourseError as error:
                yield f"{sample.student}: {error}"
        used -= set(sample.recipe.values())
        if not sample.recipe and not sample.others and not (SAMPLES / module.id / sample.student).is_dir():
            yield f"{sample.student} hands nothing in: name an exercise, or make a folder"
    folders = {path.name for path in (SAMPLES / module.id).iterdir() if path.is_dir()} - {OVER}
    yield from (f"the folder {each} is no student's: {RECIPE} does not name it" for each in sorted(folders - samples.keys()))
    yield from (f"{each} is laid over nothing" for each in sorted(used))
    for exercise in module.exercises:
        for source in ("solution", "starter"):
            if not any(each.source_of(exercise) == source for each in samples.values()):
                yield f'nobody hands in the {source} of {exercise.id}: give somebody {exercise.number} = "{source}"'


def _content(module: Module, exercise: Exercise, source: str) -> bytes:
    """Raises CourseError for a recipe without such a file."""
    if source == "starter":
        return exercise.path.read_bytes()
    solution = solution_of(module, exercise)
    over = (SAMPLES if source.startswith(f"{OVER}/") else course.SOLUTIONS) / module.id / f"{source}.py"
    for path in [solution] if source == "solution" else [solution, over]:
        if not path.is_file():
            raise CourseError(f"there is no {source}.py" if path == over else f"{exercise.id} has no solution")
    return solution.read_bytes() if source == "solution" else laid_over(solution, over)
