"""Whose is it? From the names of folders and files to ids of the class list, without ever guessing.

A full id, number, login, address or name decides. What speaks against it, another person's name or number in the same words,
leaves the name unmatched: a submission that nobody got is seen, one that the wrong student got is not.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from graders.collecting import labelled, within
from graders.collecting.answers import Answers
from graders.collecting.listed import CALLED, Listed
from graders.collecting.match import Match, NotOurs, Unmatched, could_be
from graders.collecting.platforms import Label, is_archive, label
from graders.collecting.words import composed, in_order, whole_at, words
from graders.finding.likeness import BACKUP, is_other
from graders.roster import Person

_AGAIN = re.compile(r" ?\(\d+\)|-\d+")
"""What browsers and Canvas put behind a name that is there already."""


class Names:
    def __init__(self, people: Mapping[str, Person] | None, answers: Answers | None = None, assignment: str = "") -> None:
        self.people = people
        self.answers = answers or Answers({})
        self.assignment = assignment
        """How all of Blackboard's names begin."""
        self.hidden: Collection[str] = ()
        """What Moodle calls those whose names it hides."""
        self._listed = Listed(people or {})

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
        return labelled.whose(found, self._listed, self.hidden)

    def order(self, match: Match, entry: str) -> tuple[str, ...]:
        """The words of the student's name as they follow each other in what the entry is called.

        Nothing where more than a name decided.
        """
        if self.people is None or match.by != "name" or len(match.students) != 1:
            return ()
        own = words(self.people[match.students[0]].name)
        called = in_order(match.label.called if match.label else entry)
        return tuple(word for word in called if word in own) or tuple(called)

    def listed_order(self, student: str) -> tuple[str, ...]:
        assert self.people is not None
        return tuple(in_order(self.people[student].name))

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
        students, by = self._listed.exactly(name)
        if len(students) != 1:
            raise Unmatched(could_be(students))
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
        small, (stem, _, ending) = composed(name), composed(name).rpartition(".")
        for each in sorted(wanted, key=len, reverse=True):
            own, _, own_ending = each.rpartition(".")
            if own_ending == ending and (at := whole_at(stem, own)) is not None:
                before, behind = stem[:at], stem[at + len(own) :]
                again = behind if _AGAIN.fullmatch(behind) else ""
                if not is_other(before):
                    beside = before if again else f"{before} {behind}"
                    return f"{each.rpartition('.')[0]}{again}.{ending}", beside.strip(" _-.")
        return name, _stem(name) if is_archive(name) else small.rpartition(".")[0] or small

    def _as_backup(self, rest: str, beside: str, students: Sequence[str]) -> str:
        """The file's name with what says that it is not meant: of `ann_old_e1_blur.py` old_e1_blur.py. Some are called Old."""
        assert self.people is not None
        own = {word for each in students for field in CALLED for word in words(getattr(self.people[each], field))}
        backup = next((word for word in words(beside) if word in BACKUP - own), "")
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
        students, by = self._listed.exactly(name)
        if not students:
            students, by = within.inside(name, self._listed, wanted)
        if len(students) > 1 and by != "team":
            raise Unmatched(could_be(students))
        return students, by

    def _speaks(self, found: Label) -> bool:
        """Whether what looks like a platform's name holds anything known, without which it may be named by people."""
        return self.people is None or any(self._listed.look_up(field, readings) for field, readings in found.keys)


def _stem(name: str) -> str:
    while is_archive(name):
        name = name.rpartition(".")[0]
    return name
