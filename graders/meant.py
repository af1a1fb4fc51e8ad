"""What somebody means who types `pytest m2`, `pytest assignments/m2/e1_amdahl.py` or `pytest m2.e1`: the tests to run.

pytest itself would find no such file, or a file without tests, and say next to nothing.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from graders import course, messages
from graders.course import CourseError, Exercise, Module

_NUMBERED = re.compile(r"(?:test_|given_)?([ex]\d+)(?:_\w+)?", re.IGNORECASE)
_AS_KEYWORD = re.compile(r"(?<![\w:+.\[\]\\/-])(?:m\d+[./])?[ex]\d+(?![\w:+.\[\]\\/-])", re.IGNORECASE)
_LIKE_A_MODULE = re.compile(r"m\d+", re.IGNORECASE)


def tests(typed: Sequence[str], here: Path) -> list[str]:
    """What to give to pytest for what was typed in the folder `here`.

    Raises CourseError with a sentence about what there is, where a module or an exercise is named that is not there.
    """
    return list(dict.fromkeys(_meant(each, here) for each in typed))


def keywords(exercise: Exercise) -> tuple[str, ...]:
    """What `-k` finds the tests of an exercise by, besides their names; see `keyword`."""
    return exercise.id, exercise.id.replace(".", "/"), f"{exercise.id}:", f"{exercise.id.replace('.', '/')}:"


def keyword(typed: str) -> str:
    """An expression for `-k` in which e1 is no longer the beginning of e10, nor m2.e1 that of m2.e10."""
    return _AS_KEYWORD.sub(r"\g<0>:", typed)


def _meant(typed: str, here: Path) -> str:
    name = typed.split("::")[0]
    path = here / name
    if path.exists():
        exercise = _beside(path.resolve())
        return str(exercise.tests) if exercise is not None else typed
    parts = [part for part in re.split(r"[/\\]", name.removesuffix(".py")) if part not in ("", ".", "assignments")]
    if len(parts) == 1:
        parts = re.split(r"[.:]", parts[0], maxsplit=1)
    known = course.module_ids()
    place = next((index for index, part in enumerate(parts) if part.lower() in known), None)
    if place is None:
        return _without_module(typed, parts, path)
    module = course.find_module(parts[place].lower())
    rest = parts[place + 1 :]
    if not rest:
        return str(module.folder)
    found = [each for each in module.exercises if _is(each, rest[-1])]
    if len(found) != 1:
        raise CourseError(messages.no_exercise(rest[-1], module.id, [each.path.stem for each in module.exercises]))
    return str(found[0].tests)


def _without_module(typed: str, parts: Sequence[str], path: Path) -> str:
    """An exercise by its file or number alone; or a module that there is not, which is said; else it is pytest's business."""
    modules = [course.find_module(each) for each in course.module_ids()]
    last = parts[-1] if parts else ""
    if path.is_relative_to(course.ROOT) and _NUMBERED.fullmatch(last):
        inside = [module for module in modules if module.folder == path.parent] or modules
        found = [(module, each) for module in inside for each in module.exercises if _is(each, last)]
        if len(found) == 1:
            return str(found[0][1].tests)
        raise CourseError(_which(last, found, modules))
    if _LIKE_A_MODULE.fullmatch(last) or typed.replace("\\", "/").startswith(("assignments/", "./assignments/")):
        raise CourseError(messages.no_module(last, course.module_ids()))
    return typed


def _which(last: str, found: Sequence[tuple[Module, Exercise]], modules: Sequence[Module]) -> str:
    if found:
        return messages.which_module(last, [f"{module.id}/{each.path.stem}" for module, each in found])
    return messages.no_module(last, [module.id for module in modules])


def _is(exercise: Exercise, name: str) -> bool:
    """By number, or by the name of its file, its tests or what it was given."""
    name = name.lower()
    if name in (exercise.number, exercise.path.stem, exercise.tests.stem, exercise.id):
        return True
    numbered = _NUMBERED.fullmatch(name)
    return numbered is not None and name == f"given_{exercise.number}" == f"given_{numbered[1]}"


def _beside(path: Path) -> Exercise | None:
    """The exercise whose starter, or whose given file, that is."""
    if path.parent.parent != course.ASSIGNMENTS or not path.is_file() or path.name.startswith("test_"):
        return None
    try:
        module = course.find_module(path.parent.name)
    except CourseError:
        return None
    return next((each for each in module.exercises if path in (each.path, each.given)), None)
