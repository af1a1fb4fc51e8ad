"""Whom a longer name means that people made up: `m2_s001_final`, `hw 512003 zoe`."""

import re
from collections.abc import Collection, Sequence

from graders.collecting.listed import CALLED, NUMBERS, SHORTEST_PART, Found, Listed
from graders.collecting.match import Unmatched, could_be
from graders.collecting.words import is_date, words
from graders.finding.likeness import BACKUP

_LONG_NUMBER = 5
"""A number with as many digits is nothing else by chance, neither a year nor a time of day."""
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


def inside(name: str, listed: Listed, wanted: Collection[str]) -> tuple[tuple[str, ...], str]:
    """Who is named inside of a longer name, if nothing else in it could be somebody else's. Raises Unmatched."""
    there = words(name)
    found = listed.inside(there)
    if not found:
        raise Unmatched(could_be(()))
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
    left = [word for at, word in enumerate(there) if at not in covered]
    if odd := _odd(students[0], found, left, listed, wanted):
        raise Unmatched(
            f"has {found[0].key} in it, {found[0].by} of {students[0]}, but also {' '.join(odd)}: "
            f"if it is {students[0]}'s, rename it to the id"
        )
    return students, by


def _odd(student: str, found: Sequence[Found], left: Sequence[str], listed: Listed, wanted: Collection[str]) -> list[str]:
    """The words beside what was found that could make it somebody else's."""
    person = listed.people[student]
    own = {word for each in (*(getattr(person, field) for field in CALLED), person.section) for word in words(each)}
    own |= {word for name in wanted for word in words(name.rpartition(".")[0])}
    dated = any(is_date(word) or word in _TIMES for word in left)
    plain = [word for word in left if word not in own and word not in _SAYS_NOTHING and len(word) > 1]
    odd = [word for word in plain if not re.search(r"\d", word)]
    shortest = _LONG_NUMBER if dated else SHORTEST_PART
    numbers = [word for word in plain if word.isdigit() and len(word) >= shortest and not is_date(word)]
    keys = [each.key for each in found if each.by not in ("name", "team")]
    if not keys and not any(getattr(person, field).isdigit() for field in NUMBERS):
        numbers = []
    if dated and any(key.isdigit() and len(key) < _LONG_NUMBER for key in keys):
        return list(left)
    if any(re.search(r"\d", key) and not key.isdigit() and len(key) > SHORTEST_PART for key in keys):
        return odd if len(odd) > 1 and person.name else []
    if any(key.isdigit() and len(key) >= _LONG_NUMBER for key in keys):
        return odd if len(odd) > 1 and person.name else []
    return [*odd, *numbers]
