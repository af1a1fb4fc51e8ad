"""What the course consists of: reads `assignments/<module>/module.toml` and says plainly what is wrong in one."""

import ast
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENTS = ROOT / "assignments"
SOLUTIONS = ROOT / "solutions"
HIDDEN = ROOT / "graders" / "hidden"

Kind = Literal["correct", "speed", "hidden", "gpu"]
TITLES: dict[Kind, str] = {"correct": "right answers", "speed": "fast", "hidden": "hidden checks", "gpu": "on a GPU"}
LEVELS = {
    1: "for everybody, this afternoon",
    2: "an experiment to play with",
    3: "internals, for those who want to know",
}
"""Of a page or an exercise, in words."""
Tag = Literal["deep learning", "computer graphics", "computer vision", "signal processing"]
SPECIALISATIONS: tuple[Tag, ...] = get_args(Tag)
"""What a page or an exercise can be tagged with."""
_SHOULD = {
    "points": f"at least one point each, for {', '.join(TITLES)}",
    "level": "1, 2 or 3",
    "tags": f"among {', '.join(SPECIALISATIONS)}",
    "limit": "a number of seconds, more than 0",
    "forbidden": "dotted names like numpy.sort",
    "needs": "torch, or nothing",
}
"""What is wanted of a key of an exercise, for those who wrote something else."""


class CourseError(Exception):
    """A mistake in the course's own files, in one sentence that names file and line."""


@dataclass(frozen=True)
class RubricLine:
    id: str
    kind: Kind
    title: str
    max: int


class Hint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str = msgspec.field(name="hint")
    tests: str | tuple[str, ...] = msgspec.field(name="for")

    @property
    def checks(self) -> tuple[str, ...]:
        """The tests it helps with, by their names without `test_`; none: the exercise as a whole."""
        names = (self.tests,) if isinstance(self.tests, str) else self.tests
        return tuple(name.removeprefix("test_") for name in names)


class Exercise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of module.toml, and the folder that it is about."""

    id: str
    title: str
    file: str
    worth: dict[Kind, Annotated[int, msgspec.Meta(ge=1)]] = msgspec.field(name="points")
    level: Literal[1, 2, 3] = 1
    required: bool = True
    """False for a bonus: its points count, and nobody has to do it."""
    tags: tuple[Tag, ...] = ()
    """The specialisations that expect it of those who chose them."""
    written_hints: tuple[str | Hint, ...] = msgspec.field(name="hints", default=())
    limit: Annotated[float, msgspec.Meta(gt=0)] = 10.0
    """Seconds that one call of the student's code may take on a machine of its own; see `worker/effort.py`."""
    processes: bool = False
    """Whether it takes more than one process; in the sandbox no other exercise may start any."""
    forbidden: tuple[Annotated[str, msgspec.Meta(pattern=r"^[^\W\d]\w*(\.[^\W\d]\w*)*$")], ...] = ()
    """Modules, functions and methods to do without, by their dotted names."""
    simulator: bool = False
    """Whether it has kernels for a GPU, which Numba's simulator runs wherever a real one is not asked for."""
    needs: tuple[Literal["torch"], ...] = ()
    """Packages that `pip install -e .` does not bring. Where one is missing, the checks are decided elsewhere."""
    expected: bool = False
    """Whether everybody is expected to do it. It says so in the guide; points are the same with and without."""
    folder: Path = Path()

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def path(self) -> Path:
        """The starter, which the student edits."""
        return self.folder / self.file

    @property
    def rubric(self) -> tuple[RubricLine, ...]:
        worth = ((kind, title, self.worth[kind]) for kind, title in TITLES.items() if kind in self.worth)
        return tuple(RubricLine(f"{self.id}.{kind}", kind, title, most) for kind, title, most in worth)

    @property
    def hints(self) -> tuple[Hint, ...]:
        return tuple(Hint(each, ()) if isinstance(each, str) else each for each in self.written_hints)

    @property
    def number(self) -> str:
        return self.id.split(".")[1]

    @property
    def tests(self) -> Path:
        return self.path.with_name(f"test_{self.path.name}")

    @property
    def given(self) -> Path | None:
        """Course-owned code that both the student's and the yardstick's worker may import, where there is one."""
        path = self.path.with_name(f"given_{self.number}.py")
        return path if path.is_file() else None

    @property
    def points(self) -> int:
        return sum(self.worth.values())

    def hints_for(self, checks: Sequence[str]) -> list[Hint]:
        """The hints for tests that fail: those for the first of them come first, those for the whole exercise last."""
        fitting = [hint for check in checks for hint in self.hints if check in hint.checks]
        return list(dict.fromkeys(fitting + [hint for hint in self.hints if checks and not hint.checks]))

    def line(self, kind: str) -> RubricLine | None:
        return next((line for line in self.rubric if line.kind == kind), None)


@dataclass(frozen=True)
class Module:
    id: str
    title: str
    folder: Path
    guide: str
    exercises: tuple[Exercise, ...]
    written: int = 0
    """Points of the written questions in handin.md, which `points` leaves out."""

    @property
    def points(self) -> int:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def hidden(self) -> Path:
        return HIDDEN / self.id

    def exercise(self, exercise_id: str) -> Exercise | None:
        return next((exercise for exercise in self.exercises if exercise.id == exercise_id), None)


class _ModuleToml(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    points: int
    guide: str
    written: int = 0
    exercise: list[Exercise]


def by_number(name: str) -> list[tuple[int, str]]:
    """To sort by: m2 before m10, e9 before e10."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.findall(r"\d+|\D+", name)]


def is_handout() -> bool:
    """Whether this is what students get: no solutions, no hidden tests."""
    return (ROOT / "HANDOUT").is_file() and not SOLUTIONS.is_dir() and not HIDDEN.is_dir()


def module_ids() -> list[str]:
    return sorted((path.parent.name for path in ASSIGNMENTS.glob("*/module.toml")), key=by_number)


def find_module(module_id: str) -> Module:
    """The module of that id, also if it is given as M2 or assignments/m2/. Raises CourseError when there is none."""
    plain = module_id.replace("\\", "/").strip("/").removeprefix("./").removeprefix("assignments/").lower()
    module_id = plain if plain in module_ids() else module_id
    if module_id not in module_ids():
        raise CourseError(f"there is no module {module_id!r} in {ASSIGNMENTS}; there is: {', '.join(module_ids()) or 'none'}")
    return load_module(ASSIGNMENTS / module_id)


def solution_of(module: Module, exercise: Exercise) -> Path:
    return SOLUTIONS / module.id / exercise.path.name


def load_module(folder: Path) -> Module:
    """Read `folder/module.toml`.

    Raises CourseError with one sentence naming file and line for anything that is wrong in it.
    """
    path = folder / "module.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path} is missing: every module folder needs one") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: {error}; save it as UTF-8") from None
    source = _Source(path, text)
    try:
        raw = msgspec.toml.decode(text, type=_ModuleToml)
    except msgspec.ValidationError as error:
        raise source.mistake(*_explain(str(error))) from None
    except msgspec.DecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CourseError(f"{path}:{line[1] if line else 1}: not valid TOML: {error}") from None
    _check_unique(raw, source)
    exercises = tuple(_checked(raw, index, source) for index in range(len(raw.exercise)))
    total = sum(exercise.points for exercise in exercises)
    if total != raw.points:
        raise source.mistake(f"the exercises' points add up to {total}, not to {raw.points}", "points")
    return Module(raw.id, raw.title, folder, raw.guide, exercises, raw.written)


def looks_handed_out(content: bytes) -> bool:
    """Whether a file can be a starter: every function is left to write, and nothing is made by calling or a lambda.

    A function counts as left to write when its body is nothing but a docstring and `raise NotImplementedError`.
    """
    tree = _parsed(content)
    if tree is None:
        return False
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    made = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None]
    work = [node for value in made for node in ast.walk(value) if isinstance(node, ast.Call | ast.Lambda)]
    return bool(functions) and all(map(_is_placeholder, functions)) and not work


def is_same_code(content: bytes, other: bytes) -> bool:
    """Whether two files do the same line by line; blanks, comments and docstrings do not count."""
    trees = [_parsed(each) for each in (content, other)]
    try:
        return all(trees) and len({ast.dump(_without_docstrings(tree)) for tree in trees if tree is not None}) == 1
    except RecursionError:  # nested as deeply as no starter is
        return False


def is_utf8(content: bytes) -> bool:
    """Whether Python can read it as text. UTF-16 without its mark is full of zeros, which UTF-8 does not mind."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _parsed(content: bytes) -> ast.Module | None:
    """The file as a tree; None where Python cannot read it."""
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
            del node.body[0]
    return tree


def _is_placeholder(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc
    name = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(name, ast.Name) and name.id == "NotImplementedError"


@dataclass(frozen=True)
class _Source:
    path: Path
    text: str

    def mistake(self, what: str, key: str = "", exercise: int | None = None) -> CourseError:
        return CourseError(f"{self.path}:{self._line(key, exercise)}: {what}")

    def _line(self, key: str, exercise: int | None) -> int:
        """Line of a key in the head of the file or in the n-th [[exercise]] table; the table's own line as a fallback."""
        lines = self.text.splitlines()
        starts = [number for number, line in enumerate(lines) if line.strip().startswith("[[exercise]]")]
        if exercise is None:
            first, last = 0, starts[0] if starts else len(lines)
        else:
            first = starts[exercise] if exercise < len(starts) else 0
            last = starts[exercise + 1] if exercise + 1 < len(starts) else len(lines)
        for number in range(first, last):
            if key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", lines[number]):
                return number + 1
        return first + 1


def _explain(message: str) -> tuple[str, str, int | None]:
    """msgspec's message → (what is wrong, the key to point at, the exercise's index)."""
    path = re.search(r"`\$\.?([^`]*)`$", message)
    index = re.search(r"exercise\[(\d+)\]", path[1]) if path else None
    exercise = int(index[1]) if index else None
    where = f" in exercise number {exercise + 1}" if exercise is not None else ""
    hints = "hints" if path and ".hints[" in path[1] else ""
    if unknown := re.search(r"unknown field `([^`]+)`", message):
        return f"unknown key {unknown[1]!r}{where}", hints or unknown[1], exercise
    if missing := re.search(r"missing required field `([^`]+)`", message):
        return f"the key {missing[1]!r} is missing{where}", hints, exercise
    key = re.sub(r"\W.*", "", re.sub(r"^exercise\[\d+\]\.", "", path[1])) if path else ""
    if exercise is not None and key in _SHOULD:
        return f"{key}{where} should be {_SHOULD[key]}", key, exercise
    what = message.split(" - at")[0]
    return f"{key}: {what[0].lower()}{what[1:]}{where}", key, exercise


def _checked(module: _ModuleToml, index: int, source: _Source) -> Exercise:
    """An exercise in its folder, where what its keys say fits together."""
    exercise = msgspec.structs.replace(module.exercise[index], folder=source.path.parent)
    if not re.fullmatch(rf"{re.escape(module.id)}\.[ex]\d+", exercise.id):
        raise source.mistake(f"the id {exercise.id!r} should look like {module.id}.e1", "id", index)
    if not re.fullmatch(rf"{exercise.number}_[a-z0-9_]+\.py", exercise.file):
        wanted = f"named like {exercise.number}_name.py"
        raise source.mistake(f"the file {exercise.file!r} of {exercise.id} should be {wanted}", "file", index)
    # The starter may be missing: it is the student's, and one file renamed costs that exercise only.
    if not exercise.tests.is_file():
        wanted = f"the file {exercise.tests.name}, which is not beside module.toml"
        raise source.mistake(f"{exercise.id} needs {wanted}", "file", index)
    if not exercise.worth:
        raise source.mistake(f"{exercise.id} needs at least one rubric line", "points", index)
    if exercise.expected and not exercise.required:
        raise source.mistake(f"{exercise.id} is a bonus, so it cannot be expected of everybody", "expected", index)
    return exercise


def _check_unique(module: _ModuleToml, source: _Source) -> None:
    for key in ("id", "file"):
        seen: dict[str, int] = {}
        for index, exercise in enumerate(module.exercise):
            value = getattr(exercise, key)
            if value in seen:
                first = source._line(key, seen[value])
                raise source.mistake(f"the {key} {value!r} is used twice (first on line {first})", key, index)
            seen[value] = index
