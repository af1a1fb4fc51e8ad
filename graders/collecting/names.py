"""Whose is it? From the names of folders and files, as learning platforms make them, to ids of the class list."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graders.roster import Person

ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".7z", ".rar")

_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?P<plugin>file|onlinetext)_?(?P<rest>.*)", re.DOTALL)
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<canvas>\d+)_(?P<number>\d+)_(?P<rest>.+)", re.DOTALL)
_SHORTEST_PART = 3
"""Ids shorter than that are not looked for inside longer names: too much looks like them."""


@dataclass(frozen=True)
class Match:
    student: str
    rest: str
    """The name of the file in the submission; empty for a folder."""
    note: str = ""


class Unmatched(Exception):
    """Nobody, or more than one, could be meant; the sentence says what to do."""


class Names:
    """Finds a person by id first, then login, e-mail, numbers, and full name in either order."""

    def __init__(self, people: Mapping[str, Person] | None) -> None:
        self.people = people
        everybody = list((people or {}).values())
        by_field = [[(person, getattr(person, name)) for person in everybody] for name in Person.__dataclass_fields__]
        known = dict(zip(Person.__dataclass_fields__, by_field, strict=True))
        self._canvas = _index(known["canvas_id"])
        self._full = _index((person, " ".join(sorted(_words(name)))) for person, name in known["name"])
        # Canvas writes "Lee, Ann" as leeann.
        self._glued = _index((person, "".join(glued)) for person, name in known["name"] for glued in _orders(name))
        self._any = [_index(known[name]) for name in ("student", "login", "email", "sis_id", "canvas_id")] + [self._full]
        self._parts = _index([*known["student"], *known["login"]])

    def match(self, name: str, folder: bool, wanted: Collection[str]) -> Match:
        """Whose folder or file that is. Raises Unmatched."""
        if found := _MOODLE.fullmatch(name):
            person = self._one(name, [(self._full, " ".join(sorted(_words(found["name"]))))])
            return Match(person, found["rest"])
        if not folder and (found := _CANVAS.fullmatch(name)):
            tries = [(self._canvas, found["canvas"]), (self._glued, found["name"])]
            if self.people is None or any(_fold(key) in index for index, key in tries):
                note = "Canvas calls it late" if found["late"] else ""
                return Match(self._one(name, tries), _without_attempt(found["rest"], wanted), note)
        stem = name if folder else _stem(name)
        if self.people is None:
            if not folder and not is_archive(name):
                raise Unmatched("lies beside the students' folders")
            return Match(unicodedata.normalize("NFC", stem), "" if folder else name)
        rest = "" if folder else next((each for each in wanted if _fold(name).endswith(each)), name)
        return Match(self.by_id(stem) or self._one(name, [(index, stem) for index in self._any], parts=True), rest)

    def by_id(self, name: str) -> str | None:
        """The student of exactly that id; anybody, when there is no class list."""
        name = unicodedata.normalize("NFC", name)
        return name if self.people is None or name in self.people else None

    def by_account(self, name: str) -> str:
        """The student of that id or login. Raises Unmatched."""
        return self.by_id(name) or self._one(name, [(index, name) for index in self._any])

    def _one(self, name: str, tries: Iterable[tuple[Mapping[str, set[str]], str]], parts: bool = False) -> str:
        if self.people is None:
            raise Unmatched("is named by a learning platform: --roster says who that is")
        students = next((index[_fold(key)] for index, key in tries if _fold(key) in index), set())
        if not students and parts:
            inside = (who for key, who in self._parts.items() if len(key) >= _SHORTEST_PART and _holds(_fold(name), key))
            students = set().union(*inside)
        if len(students) > 1:
            raise Unmatched(f"could be {' or '.join(sorted(students))}: rename it to the id")
        if not students:
            raise Unmatched("belongs to no student in the class list: add the student there, or rename it to the id")
        return next(iter(students))


def is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def _index(pairs: Iterable[tuple[Person, str]]) -> dict[str, set[str]]:
    index: dict[str, set[str]] = {}
    for person, key in pairs:
        if key:
            index.setdefault(_fold(key), set()).add(person.student)
    return index


def _fold(text: str) -> str:
    """Without case and accents: platforms and file systems change both."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character)).strip()


def _holds(name: str, key: str) -> bool:
    """Whether the key stands in the name as a whole word: s1 in m2_s1.zip, but not in s12.zip."""
    return re.search(rf"(?<![^\W_]){re.escape(key)}(?![^\W_])", name) is not None


def _words(name: str) -> list[str]:
    return re.findall(r"[^\s,]+", _fold(name))


def _orders(name: str) -> Iterable[list[str]]:
    words = _words(name)
    return ([*words[at:], *words[:at]] for at in range(len(words)))


def _stem(name: str) -> str:
    while is_archive(name):
        name = name.rpartition(".")[0]
    return name


def _without_attempt(name: str, wanted: Collection[str]) -> str:
    """Canvas calls the second upload of e1.py e1-1.py."""
    first = re.sub(r"-\d+(?=\.\w+$)", "", name)
    return first if first.lower() in wanted or is_archive(first) else name
