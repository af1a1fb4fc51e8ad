"""How many mutants of each exercise its checks find, kept beside the solutions; guide/authors.md shows it."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from graders import course
from graders.authoring.mutation import mutants
from graders.authoring.mutation.judging import Fate
from graders.authoring.mutation.mutants import Mutant
from graders.course import CourseError, Exercise, Module, solution_of
from graders.result import write_atomically
from graders.text import count

SHARE = 0.95
"""Of the mutants that are not equivalent, so many have to be found."""

_SURVIVORS = course.ROOT / "results" / "survivors.json"


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    judged: int
    killed: int
    equivalent: int
    """Of those that survived, how many are recorded as equivalent."""
    undecided: int
    of: str
    """What they were made of and judged by; see `digest`."""

    @property
    def survived(self) -> int:
        return self.judged - self.killed - self.equivalent - self.undecided

    @property
    def share(self) -> float:
        """Of those that differ and were decided, how many were found."""
        decided = self.killed + self.survived
        return self.killed / decided if decided else 1.0

    @property
    def suffices(self) -> bool:
        return self.share >= SHARE


def digest(module: Module, exercise: Exercise) -> str:
    """Of the solution and its tests: another one means that the figure is one of former files."""
    whole = hashlib.sha256()
    for path in (solution_of(module, exercise), exercise.tests, module.hidden / exercise.tests.name):
        whole.update(path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b"")
    return whole.hexdigest()[:16]


def counted(module: Module, exercise: Exercise, fates: Sequence[Fate], of: str) -> tuple[Figure, list[Mutant]]:
    """The figure of an exercise's fates, and the mutants that nobody found and nobody recorded. Raises CourseError."""
    keys = {record.key for record in mutants.records(module, exercise)}
    survivors = [fate.mutant for fate in fates if fate.outcome == "survived" and fate.mutant]
    left = sorted((mutant for mutant in survivors if mutant.key not in keys), key=lambda mutant: mutant.line)
    killed, undecided = (sum(fate.outcome == each for fate in fates) for each in ("killed", "undecided"))
    figure = Figure(len(fates), killed, len(survivors) - len(left), undecided, of)
    return figure, left


def told(figure: Figure) -> str:
    parts = [f"{figure.killed} killed", f"{figure.survived} survived"]
    parts += [f"{figure.equivalent} equivalent"] if figure.equivalent else []
    parts += [f"{figure.undecided} undecided"] if figure.undecided else []
    return f"{count(figure.judged, 'mutant')}, {', '.join(parts)}"


def path_of(module: Module) -> Path:
    return course.SOLUTIONS / module.id / "mutants.json"


def read(module: Module) -> dict[str, Figure]:
    """By the number of the exercise; empty where nobody has judged any. Raises CourseError."""
    path = path_of(module)
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Figure])
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        raise CourseError(f"{path}: {error}") from None


def keep(module: Module, figures: Mapping[str, Figure]) -> None:
    known = {**read(module), **figures}
    ordered = {each.number: known[each.number] for each in module.exercises if each.number in known}
    write_atomically(path_of(module), msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


def last_survivors() -> dict[str, list[tuple[str, str, str, str]]]:
    """By exercise, the keys of the mutants that nobody found the last time, on this machine."""
    try:
        return msgspec.json.decode(_SURVIVORS.read_bytes(), type=dict[str, list[tuple[str, str, str, str]]])
    except (OSError, msgspec.DecodeError):
        return {}


def remember_survivors(exercise: Exercise, left: Sequence[Mutant]) -> None:
    known = {**last_survivors(), exercise.id: [mutant.key for mutant in left]}
    write_atomically(_SURVIVORS, msgspec.json.encode(known))
