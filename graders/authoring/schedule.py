"""When each exercise is done and how long it takes: guide/schedule.toml, of which two tables in guide/course.md are made.

[[day]]                             # a half-day
material = "m2: Amdahl, the GIL"
planned = "*m0: the first four*"    # in the place of its exercises, as long as there are none
project = "**proposal due**"

[m2]
e3 = { day = 8, hours = 2.5, goes_to = "why the obvious version is wrong now and then" }
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import msgspec

from graders import course
from graders.authoring import guide_blocks
from graders.course import CourseError, Module
from graders.result import write_atomically

FILE = guide_blocks.GUIDE / "schedule.toml"
PAGE = guide_blocks.GUIDE / "course.md"
_NAMED = re.compile(r"(?<![\w.])(m\d+)\.([ex]\d+)(?![\w.])")


class Day(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    material: str
    project: str
    planned: str = ""


class Row(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    day: Annotated[int, msgspec.Meta(ge=1)]
    hours: Annotated[float, msgspec.Meta(gt=0)]
    goes_to: str
    """Where the time goes, in a few words."""


@dataclass(frozen=True)
class Schedule:
    days: list[Day]
    modules: dict[str, dict[str, Row]]
    """By the id of the module and the number of the exercise."""


def read() -> Schedule:
    """Raises CourseError for what cannot be read."""
    try:
        raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
        days = msgspec.convert(raw.pop("day", []), list[Day])
        modules = msgspec.convert(raw, dict[str, dict[str, Row]])
    except FileNotFoundError:
        raise CourseError(f"guide/{FILE.name} is missing: the teachers' page is made of it") from None
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CourseError(f"guide/{FILE.name} cannot be read: {error}") from None
    for module_id, rows in modules.items():
        for number, row in rows.items():
            if row.day > len(days):
                raise CourseError(f"guide/{FILE.name}: {module_id}.{number} is planned for day {row.day} of {len(days)}")
    return Schedule(days, modules)


def doubts(module: Module) -> Iterator[str]:
    """What is missing or stale about a module's exercises, and in what the course's page says. Raises CourseError."""
    found = read()
    numbers = [each.number for each in module.exercises]
    rows = found.modules.get(module.id, {})
    for number in numbers:
        if number not in rows:
            yield f"{module.id}.{number} has no row: below [{module.id}] write {_row(number, _last_day(found, module.id))}"
        elif "TODO" in rows[number].goes_to:
            yield f"the row of {module.id}.{number} still says TODO: which half-day, how many hours, and where do they go?"
    yield from (f"there is no {module.id}.{number}, but a row for it" for number in rows if number not in numbers)
    if module.id == course.module_ids()[0]:
        yield from (f"there is no module {each}, but a table" for each in found.modules if each not in course.module_ids())
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    named = dict.fromkeys(number for of, number in _NAMED.findall(text) if of == module.id)
    yield from (f"{PAGE.name} names {module.id}.{each}, which does not exist" for each in named if each not in numbers)


def add(module_id: str, number: str) -> None:
    """A row for a new exercise, on the last half-day of its module, with what only a human knows left open. CourseError."""
    row = _row(number, _last_day(read(), module_id))
    text = FILE.read_text(encoding="utf-8")
    table = re.search(rf"^\[{re.escape(module_id)}\]\n(?:[^\[\n].*\n)*", text, re.MULTILINE)
    if table is None:
        text = f"{text.rstrip()}\n\n[{module_id}]\n{row}\n"
    else:
        text = f"{text[: table.end()]}{row}\n{text[table.end() :]}"
    write_atomically(FILE, text.encode("utf-8"))


def _row(number: str, day: int) -> str:
    return f'{number} = {{ day = {day}, hours = 2, goes_to = "TODO: where the time goes" }}'


def _last_day(schedule: Schedule, module_id: str) -> int:
    return max((row.day for row in schedule.modules.get(module_id, {}).values()), default=len(schedule.days))
