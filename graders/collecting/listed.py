"""The class list to look up in: who has that id, number, login, address or name, and who stands inside a longer name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graders.collecting.words import fold, is_date, orders, sorted_words, words
from graders.roster import Person

SHORTEST_PART = 3
"""Ids shorter than that are not looked for inside longer names: too much looks like them."""
CALLED = {
    "student": "id",
    "login": "login",
    "email": "e-mail",
    "sis_id": "sis_id",
    "canvas_id": "canvas_id",
    "moodle_id": "moodle_id",
    "name": "name",
    "team": "team",
}
"""What somebody can be recognised by, as it is called in the table."""
NUMBERS = ("student", "sis_id", "canvas_id", "moodle_id", "login")

Hit = tuple[str, str, set[str]]
"""By what, what, and who."""


@dataclass(frozen=True)
class Found:
    """Something of the class list that stands in a name, from the word `start` to before `end`."""

    student: str
    by: str
    key: str
    start: int
    end: int
    length: int


class Listed:
    """Everybody in the class list, by everything that they are called."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        self.people = people
        everybody = list(people.values())
        self._index = {field: _index((each, getattr(each, field)) for each in everybody) for field in CALLED if field != "name"}
        self._index["name"] = _index((each, sorted_words(each.name)) for each in everybody)
        # Canvas writes "Lee, Ann" as leeann, and "Group 1" as group1.
        self._glued = _index((each, "".join(glued)) for each in everybody for glued in orders(words(each.name)))
        self._glued_teams = _index((each, "".join(words(each.team))) for each in everybody)
        self._runs: dict[str, list[_Run]] = {}
        for run in (run for each in everybody for run in _runs(each)):
            self._runs.setdefault(run.words[0], []).append(run)

    def has(self, field: str) -> bool:
        """Whether anybody has that."""
        return bool(self._index[field])

    def exactly(self, name: str) -> tuple[tuple[str, ...], str]:
        """Who is called exactly that, in whatever way; nobody, or more than one."""
        keys = {field: sorted_words(name) if field == "name" else fold(name) for field in CALLED}
        hits = {field: students for field, key in keys.items() if (students := self._index[field].get(key))}
        # An id comes before what others call themselves; what is neither is a team.
        fields = ["student"] if "student" in hits else [field for field in hits if field != "team"] or list(hits)
        return tuple(sorted(set().union(*(hits[field] for field in fields)))), CALLED[fields[0]] if fields else ""

    def look_up(self, field: str, readings: Sequence[str]) -> list[Hit]:
        """By what, what, and who: of several readings the first that is known."""
        for reading in readings:
            if field == "glued":
                tries = [
                    ("name", reading, self._glued.get(fold(reading))),
                    ("team", reading, self._glued_teams.get(fold(reading))),
                ]
                hits = [(by, key, who) for by, key, who in tries if who][:1]
            elif field == "number":
                found = [(CALLED[each], reading, self._index[each].get(fold(reading), set())) for each in NUMBERS]
                hits = [each for each in found if each[2]]
            else:
                key = sorted_words(reading) if field == "name" else fold(reading)
                students = self._index[field].get(key, set())
                if field == "login" and not students:
                    students = self._index["student"].get(key, set()) or self._index["sis_id"].get(key, set())
                hits = [(CALLED[field], reading, students)] if students else []
                if field in ("name", "login") and not students and (team := self._index["team"].get(fold(reading))):
                    hits = [("team", reading, team)]
            if hits:
                return hits
        return []

    def inside(self, name: Sequence[str]) -> list[Found]:
        """What of the class list stands in these words, the longest first, nothing that lies inside of something longer."""
        runs = [run for word in dict.fromkeys(name) for run in self._runs.get(word, ())]
        return _longest([each for run in runs for each in run.stands_in(name)])


@dataclass(frozen=True)
class _Run:
    """Words of the class list that, one after another, mean a person."""

    student: str
    by: str
    key: str
    words: tuple[str, ...]

    def stands_in(self, name: Sequence[str]) -> list[Found]:
        size, length = len(self.words), sum(map(len, self.words))
        starts = [at for at in range(len(name) - size + 1) if tuple(name[at : at + size]) == self.words]
        return [Found(self.student, self.by, self.key, at, at + size, length) for at in starts]


def _runs(person: Person) -> list[_Run]:
    runs = []
    for field, called in CALLED.items():
        key = getattr(person, field)
        own = words(key)
        if sum(map(len, own)) < SHORTEST_PART or (len(own) == 1 and is_date(own[0])):
            continue
        runs += [_Run(person.student, called, key, tuple(order)) for order in (orders(own) if field == "name" else [own])]
    return runs


def _longest(found: Sequence[Found]) -> list[Found]:
    """Without what lies inside of something longer, the longest first."""
    kept = [
        each
        for each in found
        if not any(other.start <= each.start and each.end <= other.end and other.length > each.length for other in found)
    ]
    return sorted(kept, key=lambda each: (-each.length, list(CALLED.values()).index(each.by)))


def _index(pairs: Iterable[tuple[Person, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for person, key in pairs:
        if key:
            index.setdefault(fold(key), set()).add(person.student)
    return index
