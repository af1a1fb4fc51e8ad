"""All mutants of a solution, a sample of them, and which are recorded as equivalent.

A record stands in `equivalent.toml` beside the solutions. It names the operator, the function, and the lines that the mutant
changes, not their numbers: it still holds when lines are added above, and fits nothing any more when one of its own changes.

    [[e5]]
    operator = "tie"
    within = "Box.full"
    before = "return count >= most"
    after = "return count > most"
    why = "why no check could tell the two apart"
"""

import ast
import difflib
import hashlib
import itertools
import tomllib
import types
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from graders import course
from graders.authoring.mutation import answers, faults, loops, number_types, parameters, statements
from graders.authoring.mutation.source import OPERATORS, Edit, Edits, Source
from graders.course import CourseError, Exercise, Module, solution_of

_ORDER = [part.__name__ for part in (faults, parameters, statements, number_types, answers, loops)]
LIMIT = 40
"""Mutants of one exercise that are judged when nobody says how many."""
SEED = 20_261_129


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mutant that no check can tell from the solution, and why."""

    operator: str
    why: str
    before: str = ""
    after: str = ""
    within: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.operator, self.within, _stripped(self.before), _stripped(self.after)

    @property
    def complaint(self) -> str:
        """Where it fits no mutant."""
        return f"the record of {self.operator} with {self.after!r} fits no mutant any more"


@dataclass(frozen=True)
class Mutant:
    operator: str
    within: str
    """The function, class or method that it changes."""
    line: int
    file: str
    original: str
    text: str
    shown: str
    """The text without what only helps, such as the definition of a function that is called instead of another."""

    @cached_property
    def _changes(self) -> list[str]:
        lines = difflib.unified_diff(self.original.splitlines(), self.shown.splitlines(), lineterm="", n=0)
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]

    @property
    def before(self) -> str:
        return "\n".join(line[1:].strip() for line in self._changes if line.startswith("-") and line[1:].strip())

    @property
    def after(self) -> str:
        return "\n".join(line[1:].strip() for line in self._changes if line.startswith("+") and line[1:].strip())

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The same as that of the record that fits."""
        return self.operator, self.within, self.before, self.after

    @property
    def diff(self) -> str:
        told = f"{self.operator}, line {self.line}{f', in {self.within}' if self.within else ''}"
        return "\n".join(
            difflib.unified_diff(self.original.splitlines(), self.shown.splitlines(), self.file, told, lineterm="", n=2)
        )

    @property
    def record(self) -> str:
        """What to paste into equivalent.toml, should it be equivalent."""
        number = self.file.split("_")[0]
        said = {"operator": self.operator, "within": self.within, "before": self.before, "after": self.after, "why": ""}
        return f"[[{number}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in said.items() if value or key == "why")


def names() -> list[str]:
    return sorted(OPERATORS, key=lambda name: _ORDER.index(OPERATORS[name].__module__))


def mutants(module: Module, exercise: Exercise, operators: Sequence[str] = ()) -> list[Mutant]:
    """All that differ, once compiled, from the solution and from each other, in the order of the operators and lines."""
    path = solution_of(module, exercise)
    return made(path.read_text(encoding="utf-8"), path.name, exercise.tests.read_text(encoding="utf-8"), operators)


def made(text: str, file: str, tests: str = "", operators: Sequence[str] = ()) -> list[Mutant]:
    source = Source(text, tests)
    seen = {_code(text)}
    found = []
    for name in operators or names():
        for edits in OPERATORS[name](source):
            changed = _edited(text, edits)
            code = _code(changed)
            if code is not None and code not in seen:
                seen.add(code)
                first = min(edits, key=lambda edit: edit.start)
                line = text.count("\n", 0, first.start) + 1
                shown = _edited(text, tuple(edit for edit in edits if not edit.helps))
                found.append(Mutant(name, _within(source, first), line, file, text, changed, shown))
    return found


def _within(source: Source, edit: Edit) -> str:
    """The innermost function or class around an edit; what is put in front of one does not lie in it."""
    around = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            start, end = source.span(node)
            if start <= edit.start < end and (start < edit.start or edit.end > edit.start):
                around.append(node)
    return source.name(max(around, key=lambda node: node.lineno)) if around else ""


def _edited(text: str, edits: Edits) -> str:
    """From the end on, so that the places of the others stay; of two at one place, the first comes first."""
    for _, edit in sorted(enumerate(edits), key=lambda pair: (-pair[1].start, -pair[0])):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _code(text: str) -> str | None:
    """What the compiler makes of it, without its lines; None where it makes nothing of it."""
    try:
        return hashlib.sha256(repr(_told(compile(text, "", "exec", dont_inherit=True))).encode()).hexdigest()
    except (SyntaxError, ValueError):
        return None


def _told(code: types.CodeType) -> tuple[object, ...]:
    constants = tuple(_told(each) if isinstance(each, types.CodeType) else (type(each), each) for each in code.co_consts)
    handlers = getattr(code, "co_exceptiontable", b"")
    return code.co_name, code.co_flags, code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, handlers


def sample(found: Sequence[Mutant], limit: int, seed: int = SEED) -> list[Mutant]:
    """At most so many, spread over the operators: one of each, then a second of each, and so on.

    Drawn by a hash of what they change, so that a line more in the solution leaves the rest of the sample as it is.
    """
    if not limit or limit >= len(found):
        return list(found)
    groups: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in found:
        groups[mutant.operator].append(mutant)
    for group in groups.values():
        group.sort(key=lambda mutant: hashlib.sha256(repr((seed, mutant.key)).encode()).digest())
    rounds = itertools.zip_longest(*groups.values())
    chosen = set(itertools.islice((mutant for each in rounds for mutant in each if mutant is not None), limit))
    return [mutant for mutant in found if mutant in chosen]


def records(module: Module, exercise: Exercise) -> list[Record]:
    """The mutants of an exercise that are recorded as equivalent. Raises CourseError."""
    path = course.SOLUTIONS / module.id / "equivalent.toml"
    if not path.is_file():
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = set(tables) - {each.number for each in module.exercises}
        if unknown:
            raise CourseError(f"{path}: there is no exercise {min(unknown)} in {module.id}")
        found = msgspec.convert(tables.get(exercise.number, []), list[Record])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CourseError(f"{path}: {error}") from None
    for record in found:
        if not record.why.strip():
            raise CourseError(f"{path}: why is the mutant of {exercise.number} equivalent that has {record.after!r}?")
    return found


def unused(found: Iterable[Mutant], recorded: Iterable[Record]) -> Iterator[Record]:
    """Records that fit no mutant: the solution has changed, or the operator makes others now."""
    keys = {mutant.key for mutant in found}
    return (record for record in recorded if record.key not in keys)


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())


def _toml(value: str) -> str:
    """A string of TOML, on several lines where it has several."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"""\n' + plain + '"""' if "\n" in value else f'"{plain}"'


def file_of(module: Module) -> Path:
    return course.SOLUTIONS / module.id / "equivalent.toml"
