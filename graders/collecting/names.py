"""Whose is it? From the names of folders and files to ids of the class list, without ever guessing.

A full id, number, login, address or name decides. What speaks against it, another person's name or number in the same words,
leaves the name unmatched: a submission that nobody got is seen, one that the wrong student got is not.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graders.collecting.answers import Answers
from graders.collecting.platforms import Label, is_archive, label, may_be_group
from graders.finding.rule import BACKUP, is_other
from graders.roster import Person

_SHORTEST_PART = 3
"""Ids shorter than that are not looked for inside longer names: too much looks like them."""
_LONG_NUMBER = 5
"""A number with as many digits is nothing else by chance, neither a year nor a time of day."""
_CALLED = {
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
_NUMBERS = ("student", "sis_id", "canvas_id", "moodle_id", "login")
_AGAIN = re.compile(r" ?\(\d+\)|-\d+")
"""What browsers and Canvas put behind a name that is there already."""
_BESIDE = """
    final finished done submission submissions submitted submit hand in handin handins hws hw homework assignment assignments
    exercise exercises task tasks lab project report late copy of new newest last version ver solution solutions abgabe losung
    ubung aufgabe zip py src code main master repo fork my the group team gruppe attempt file files numbers go brrr upload
    download module modul by from for mr ms mrs dr may january february march april june july august september october november
    december
"""
_TIMES = {"am", "pm", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
_SAYS_NOTHING = BACKUP | _TIMES | set(_BESIDE.split())
"""Words beside an id or name that do not make it another person's."""


@dataclass(frozen=True)
class Match:
    students: tuple[str, ...]
    """More than one where several handed in together."""
    rest: str
    """The name of the file in the submission; empty for a folder."""
    by: str = "id"
    """What they were recognised by."""
    note: str = ""
    label: Label | None = None
    """What a platform wrote there, where one did."""


class Unmatched(Exception):
    """Nobody, or more than one, could be meant; the sentence says what to do."""


class NotOurs(Exception):
    """Somebody said that this is nobody's."""


@dataclass(frozen=True)
class _Found:
    """Something of the class list that stands in a name, from the word `start` to before `end`."""

    student: str
    by: str
    key: str
    start: int
    end: int
    length: int


class Names:
    def __init__(self, people: Mapping[str, Person] | None, answers: Answers | None = None, assignment: str = "") -> None:
        self.people = people
        self.answers = answers or Answers({})
        self.assignment = assignment
        """How all of Blackboard's names begin."""
        self.hidden: Collection[str] = ()
        """What Moodle calls those whose names it hides."""
        everybody = list((people or {}).values())
        self._index = {
            field: _index((each, getattr(each, field)) for each in everybody) for field in _CALLED if field != "name"
        }
        self._index["name"] = _index((each, " ".join(sorted(_words(each.name)))) for each in everybody)
        # Canvas writes "Lee, Ann" as leeann, and "Group 1" as group1.
        self._glued = _index((each, "".join(glued)) for each in everybody for glued in _orders(_words(each.name)))
        self._glued_teams = _index((each, "".join(_words(each.team))) for each in everybody)
        self._runs: dict[str, list[_Run]] = {}
        for run in (run for each in everybody for run in _runs(each)):
            self._runs.setdefault(run.words[0], []).append(run)

    def match(self, name: str, folder: bool, wanted: Collection[str]) -> Match:
        """Whose folder or file that is. Raises Unmatched, and NotOurs where somebody said so."""
        found = label(name, folder, wanted, self.assignment)
        if answer := self.answers.of(name):
            if not answer.students:
                raise NotOurs
            rest = found.rest if found else "" if folder else self._without_name(name, wanted)[0]
            return Match(self._known(answer.students), rest, "you", found.note if found else "", found)
        if found and (found.platform != "Canvas" or not found.keys or self._speaks(found)):
            return self.match_label(found)
        if self.people is None:
            return self._without_list(name, folder)
        rest, stem = ("", name) if folder else self._without_name(name, wanted)
        students, by = self._generic(stem, wanted)
        return Match(students, self._as_backup(rest, stem, students), by)

    def match_label(self, found: Label) -> Match:
        """Whose a platform says it is. Raises Unmatched."""
        if self.people is None:
            raise Unmatched("is named by a learning platform: --roster says who that is")
        if not found.keys:
            raise Unmatched(
                "is anonymous: post the grades in Canvas, or stop grading anonymously, and download again; or say whose it is"
            )
        hits = [hit for field, readings in found.keys for hit in self._look_up(field, readings)]
        if not hits:
            raise Unmatched(self._nobody(found))
        if found.platform == "Moodle":  # the number behind a group's name is the group's
            hits = [hit for hit in hits if hit[0] == "team"] or hits
        together, by = self._agreed(hits)
        if len(together) > 1 and by != "team":
            raise Unmatched(f"could be {' or '.join(together)}: rename it to the id")
        if by != "team":
            self._check(together[0], found, by)
        return Match(together, found.rest, by, found.note, found)

    def order(self, match: Match, entry: str) -> tuple[str, ...]:
        """The words of the student's name as they follow each other in what the entry is called.

        Nothing where more than a name decided.
        """
        if self.people is None or match.by != "name" or len(match.students) != 1:
            return ()
        own = _words(self.people[match.students[0]].name)
        called = _in_order(match.label.called if match.label else entry)
        return tuple(word for word in called if word in own) or tuple(called)

    def listed_order(self, student: str) -> tuple[str, ...]:
        assert self.people is not None
        return tuple(_in_order(self.people[student].name))

    def _nobody(self, found: Label) -> str:
        """Why a platform's name is nobody's, and what to do."""
        if found.platform == "Blackboard":
            return f"names a login that nobody has ({found.called}): add it to the class list"
        if found.platform == "Moodle" and not any(field == "moodle_id" for field, _ in found.keys):
            return f"is of those who are in no group ({found.called}): say who that is, or add a column team to the class list"
        if found.platform == "Moodle" and not self._index["moodle_id"]:
            return (
                "belongs to no student in the class list: add the student there; where Moodle hides names, add a column "
                "moodle_id with the Identifier of its grading worksheet"
            )
        return _could_be(())

    def by_id(self, name: str) -> str | None:
        """The student of exactly that id; anybody, when there is no class list."""
        name = unicodedata.normalize("NFC", name)
        return name if self.people is None or name in self.people else None

    def by_account(self, name: str, entry: str) -> tuple[str, str]:
        """The student of that id or login, and by what. Raises Unmatched, and NotOurs where somebody said so."""
        if answer := self.answers.of(entry) or self.answers.of(name):
            if not answer.students:
                raise NotOurs
            return self._known(answer.students)[0], "you"
        if known := self.by_id(name):
            return known, "id"
        students, by = self._whole(name)
        if len(students) != 1:
            raise Unmatched(_could_be(students))
        return students[0], by

    def _known(self, students: Sequence[str]) -> tuple[str, ...]:
        strangers = [each for each in students if self.people is not None and each not in self.people]
        if strangers:
            raise Unmatched(f"was answered with {strangers[0]}, who is not in the class list")
        return tuple(students)

    def _without_list(self, name: str, folder: bool) -> Match:
        if not folder and not is_archive(name):
            raise Unmatched("lies beside the students' folders")
        stem = unicodedata.normalize("NFC", name if folder else _stem(name))
        students = tuple(part.strip() for part in stem.split("+") if part.strip())
        return Match(students or (stem,), "" if folder else name)

    def _without_name(self, name: str, wanted: Collection[str]) -> tuple[str, str]:
        """The file's own name, and the words round it: `e1_blur.py` and `ann` of `ann_e1_blur.py` or `e1_blur - Ann.py`."""
        small, (stem, _, ending) = _composed(name), _composed(name).rpartition(".")
        for each in sorted(wanted, key=len, reverse=True):
            own, _, own_ending = each.rpartition(".")
            if own_ending == ending and (at := _whole_at(stem, own)) is not None:
                before, behind = stem[:at], stem[at + len(own) :]
                again = behind if _AGAIN.fullmatch(behind) else ""
                if not is_other(before):
                    return f"{each.rpartition('.')[0]}{again}.{ending}", (before if again else f"{before} {behind}").strip(
                        " _-."
                    )
        return name, _stem(name) if is_archive(name) else small.rpartition(".")[0] or small

    def _as_backup(self, rest: str, beside: str, students: Sequence[str]) -> str:
        """The file's name with what says that it is not meant: of `ann_old_e1_blur.py` old_e1_blur.py. Some are called Old."""
        assert self.people is not None
        own = {word for each in students for field in _CALLED for word in _words(getattr(self.people[each], field))}
        backup = next((word for word in _words(beside) if word in BACKUP - own), "")
        return f"{backup}_{rest}" if rest and backup and not is_archive(rest) else rest

    def _generic(self, name: str, wanted: Collection[str]) -> tuple[tuple[str, ...], str]:
        """Whom a name means that people gave. Raises Unmatched."""
        if known := self.by_id(name):
            return (known,), "id"
        parts = [part.strip(" _-") for part in re.split(r"\+|&| and | und ", name)]
        if len(parts) > 1 and all(parts):
            found = [self._single(part, wanted) for part in parts]
            together = tuple(dict.fromkeys(student for students, _ in found for student in students))
            return together, " + ".join(dict.fromkeys(by for _, by in found))
        return self._single(name, wanted)

    def _single(self, name: str, wanted: Collection[str]) -> tuple[tuple[str, ...], str]:
        if known := self.by_id(re.sub(r" ?\(\d+\)$", "", name)):  # downloaded again
            return (known,), "id"
        students, by = self._whole(name)
        if not students:
            students, by = self._inside(name, wanted)
        if len(students) > 1 and by != "team":
            raise Unmatched(_could_be(students))
        return students, by

    def _whole(self, name: str) -> tuple[tuple[str, ...], str]:
        """Who is called exactly that, in whatever way; nobody, or more than one."""
        keys = {field: " ".join(sorted(_words(name))) if field == "name" else _fold(name) for field in _CALLED}
        hits = {field: students for field, key in keys.items() if (students := self._index[field].get(key))}
        # An id comes before what others call themselves; what is neither is a team.
        fields = ["student"] if "student" in hits else [field for field in hits if field != "team"] or list(hits)
        return tuple(sorted(set().union(*(hits[field] for field in fields)))), _CALLED[fields[0]] if fields else ""

    def _inside(self, name: str, wanted: Collection[str]) -> tuple[tuple[str, ...], str]:
        """Who is named inside of a longer name, if nothing else in it could be somebody else's. Raises Unmatched."""
        words = _words(name)
        runs = [run for word in dict.fromkeys(words) for run in self._runs.get(word, ())]
        found = _longest([each for run in runs for each in run.stands_in(words)])
        if not found:
            raise Unmatched(_could_be(()))
        students = tuple(sorted({each.student for each in found}))
        by = found[0].by
        if by == "team" and all(each.by == "team" and each.key == found[0].key for each in found):
            return students, by
        if len(students) > 1:
            shared = set.intersection(*({one.student for one in found if one.start == each.start} for each in found))
            if len(shared) != 1:
                return students, by
            students = tuple(shared)
        covered = {at for each in found for at in range(each.start, each.end)}
        left = [word for at, word in enumerate(words) if at not in covered]
        if odd := self._odd(students[0], found, left, wanted):
            raise Unmatched(
                f"has {found[0].key} in it, {found[0].by} of {students[0]}, but also {' '.join(odd)}: "
                f"if it is {students[0]}'s, rename it to the id"
            )
        return students, by

    def _odd(self, student: str, found: Sequence[_Found], left: Sequence[str], wanted: Collection[str]) -> list[str]:
        """The words beside what was found that could make it somebody else's."""
        assert self.people is not None
        person = self.people[student]
        own = {word for each in (*(getattr(person, field) for field in _CALLED), person.section) for word in _words(each)}
        own |= {word for name in wanted for word in _words(name.rpartition(".")[0])}
        dated = any(_date(word) or word in _TIMES for word in left)
        plain = [word for word in left if word not in own and word not in _SAYS_NOTHING and len(word) > 1]
        words = [word for word in plain if not re.search(r"\d", word)]
        shortest = _LONG_NUMBER if dated else _SHORTEST_PART
        numbers = [word for word in plain if word.isdigit() and len(word) >= shortest and not _date(word)]
        keys = [each.key for each in found if each.by not in ("name", "team")]
        if not keys and not any(getattr(person, field).isdigit() for field in _NUMBERS):
            numbers = []
        if dated and any(key.isdigit() and len(key) < _LONG_NUMBER for key in keys):
            return list(left)
        if any(re.search(r"\d", key) and not key.isdigit() and len(key) > _SHORTEST_PART for key in keys):
            return words if len(words) > 1 and person.name else []
        if any(key.isdigit() and len(key) >= _LONG_NUMBER for key in keys):
            return words if len(words) > 1 and person.name else []
        return [*words, *numbers]

    def _speaks(self, found: Label) -> bool:
        """Whether what looks like a platform's name holds anything known, without which it may be named by people."""
        return self.people is None or any(self._look_up(field, readings) for field, readings in found.keys)

    def _look_up(self, field: str, readings: Sequence[str]) -> list[tuple[str, str, set[str]]]:
        """By what, what, and who: of several readings the first that is known."""
        for reading in readings:
            if field == "glued":
                tries = [
                    ("name", reading, self._glued.get(_fold(reading))),
                    ("team", reading, self._glued_teams.get(_fold(reading))),
                ]
                hits = [(by, key, who) for by, key, who in tries if who][:1]
            elif field == "number":
                found = [(_CALLED[each], reading, self._index[each].get(_fold(reading), set())) for each in _NUMBERS]
                hits = [each for each in found if each[2]]
            else:
                key = " ".join(sorted(_words(reading))) if field == "name" else _fold(reading)
                students = self._index[field].get(key, set())
                if field == "login" and not students:
                    students = self._index["student"].get(key, set()) or self._index["sis_id"].get(key, set())
                hits = [(_CALLED[field], reading, students)] if students else []
                if field in ("name", "login") and not students and (team := self._index["team"].get(_fold(reading))):
                    hits = [("team", reading, team)]
            if hits:
                return hits
        return []

    def _agreed(self, hits: Sequence[tuple[str, str, set[str]]]) -> tuple[tuple[str, ...], str]:
        if not hits:
            raise Unmatched(_could_be(()))
        if team := next((students for by, _, students in hits if by == "team"), None):
            if any(not students & team for _, _, students in hits):
                raise Unmatched(_contradiction(hits))
            return tuple(sorted(team)), "team"
        shared = set.intersection(*(students for _, _, students in hits))
        if not shared:
            raise Unmatched(_contradiction(hits))
        by = hits[0][0] if len(hits) == 1 else "name" if len(shared) > 1 else " + ".join(dict.fromkeys(by for by, _, _ in hits))
        return tuple(sorted(shared)), by

    def _check(self, student: str, found: Label, by: str) -> None:
        """Raises Unmatched where the class list says something else of the one who was found."""
        assert self.people is not None
        person = self.people[student]
        for field, readings in found.keys:
            listed_as = "sis_id" if field == "number" and found.platform == "Gradescope" else field
            # Whose number agrees may have several addresses; by the name alone nobody is known who has another one.
            decides = listed_as in ("canvas_id", "moodle_id") or (listed_as in ("sis_id", "email") and by == "name")
            if decides and (listed := getattr(person, listed_as)) and _fold(listed) != _fold(readings[0]):
                raise Unmatched(f"names {student}, whose {listed_as} in the class list is {listed}, not {readings[0]}")
            hidden = found.platform == "Moodle" and any(each in self.hidden for each in readings)
            if field in ("name", "glued") and not hidden and person.name and not _alike(person.name, readings):
                raise Unmatched(f"has the number of {student}, who is called {person.name} in the class list")


def _contradiction(hits: Sequence[tuple[str, str, set[str]]]) -> str:
    said = ", ".join(f"{' or '.join(sorted(students))} by {by} ({key})" for by, key, students in hits)
    return f"contradicts the class list: {said}; rename it to the id"


def _could_be(students: Sequence[str]) -> str:
    if students:
        return f"could be {' or '.join(students)}: rename it to the id"
    return "belongs to no student in the class list: add the student there, or rename it to the id"


def _alike(listed: str, readings: Sequence[str]) -> bool:
    """Whether two names have a word in common, as those of one person do however they are shortened.

    Names in another script cannot be compared with what a platform made of them.
    """
    words = _words(listed)
    if any(ord(letter) > 0x24F for word in words for letter in word):
        return not may_be_group(readings[-1])
    return any(word in _fold(reading) for word in words for reading in readings if len(word) > 1)


@dataclass(frozen=True)
class _Run:
    """Words of the class list that, one after another, mean a person."""

    student: str
    by: str
    key: str
    words: tuple[str, ...]

    def stands_in(self, words: Sequence[str]) -> list[_Found]:
        size, length = len(self.words), sum(map(len, self.words))
        starts = [at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == self.words]
        return [_Found(self.student, self.by, self.key, at, at + size, length) for at in starts]


def _runs(person: Person) -> list[_Run]:
    runs = []
    for field, called in _CALLED.items():
        key = getattr(person, field)
        words = _words(key)
        if sum(map(len, words)) < _SHORTEST_PART or (len(words) == 1 and _date(words[0])):
            continue
        orders = [words[at:] + words[:at] for at in range(len(words))] if field == "name" else [words]
        runs += [_Run(person.student, called, key, tuple(order)) for order in orders]
    return runs


def _longest(found: Sequence[_Found]) -> list[_Found]:
    """Without what lies inside of something longer, the longest first."""
    kept = [
        each
        for each in found
        if not any(other.start <= each.start and each.end <= other.end and other.length > each.length for other in found)
    ]
    return sorted(kept, key=lambda each: (-each.length, list(_CALLED.values()).index(each.by)))


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


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _words(text: str) -> list[str]:
    """Platforms leave out the apostrophe of O'Neil, and some the hyphen of Anne-Marie."""
    return re.findall(r"[^\W_]+", re.sub("['’`´]", "", _fold(text)))


def _in_order(name: str) -> list[str]:
    """The words of a name, the first name first where a comma says which that is."""
    last, comma, first = name.partition(", ")
    return [*_words(first), *_words(last)] if comma else _words(name)


def _whole_at(text: str, part: str) -> int | None:
    """Where the part stands as a whole word."""
    found = re.search(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", text)
    return found.start() if found else None


def _date(word: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d((0\d|1[0-2])[0-3]\d)?", word) is not None


def _orders(words: Sequence[str]) -> list[list[str]]:
    return [[*words[at:], *words[:at]] for at in range(len(words))]


def _stem(name: str) -> str:
    while is_archive(name):
        name = name.rpartition(".")[0]
    return name
