"""Whose a platform says something is, where the class list does not speak against it."""

from collections.abc import Collection, Sequence

from graders.collecting.listed import Hit, Listed
from graders.collecting.match import Match, Unmatched, could_be
from graders.collecting.platforms import Label, may_be_group
from graders.collecting.words import fold, words


def whose(found: Label, listed: Listed, hidden: Collection[str]) -> Match:
    """`hidden` is what Moodle calls those whose names it hides. Raises Unmatched."""
    if not found.keys:
        raise Unmatched(
            "is anonymous: post the grades in Canvas, or stop grading anonymously, and download again; or say whose it is"
        )
    hits = [hit for field, readings in found.keys for hit in listed.look_up(field, readings)]
    if not hits:
        raise Unmatched(_nobody(found, listed))
    if found.platform == "Moodle":  # the number behind a group's name is the group's
        hits = [hit for hit in hits if hit[0] == "team"] or hits
    together, by = _agreed(hits)
    if len(together) > 1 and by != "team":
        raise Unmatched(could_be(together))
    if by != "team":
        _check(together[0], found, by, listed, hidden)
    return Match(together, found.rest, by, found.note, found)


def _nobody(found: Label, listed: Listed) -> str:
    """Why a platform's name is nobody's, and what to do."""
    if found.platform == "Blackboard":
        return f"names a login that nobody has ({found.called}): add it to the class list"
    if found.platform == "Moodle" and not any(field == "moodle_id" for field, _ in found.keys):
        return f"is of those who are in no group ({found.called}): say who that is, or add a column team to the class list"
    if found.platform == "Moodle" and not listed.has("moodle_id"):
        return (
            "belongs to no student in the class list: add the student there; where Moodle hides names, add a column "
            "moodle_id with the Identifier of its grading worksheet"
        )
    return could_be(())


def _agreed(hits: Sequence[Hit]) -> tuple[tuple[str, ...], str]:
    if team := next((students for by, _, students in hits if by == "team"), None):
        if any(not students & team for _, _, students in hits):
            raise Unmatched(_contradiction(hits))
        return tuple(sorted(team)), "team"
    shared = set.intersection(*(students for _, _, students in hits))
    if not shared:
        raise Unmatched(_contradiction(hits))
    by = hits[0][0] if len(hits) == 1 else "name" if len(shared) > 1 else " + ".join(dict.fromkeys(by for by, _, _ in hits))
    return tuple(sorted(shared)), by


def _check(student: str, found: Label, by: str, listed: Listed, hidden: Collection[str]) -> None:
    """Raises Unmatched where the class list says something else of the one who was found."""
    person = listed.people[student]
    for field, readings in found.keys:
        listed_as = "sis_id" if field == "number" and found.platform == "Gradescope" else field
        # Whose number agrees may have several addresses; by the name alone nobody is known who has another one.
        decides = listed_as in ("canvas_id", "moodle_id") or (listed_as in ("sis_id", "email") and by == "name")
        if decides and (theirs := getattr(person, listed_as)) and fold(theirs) != fold(readings[0]):
            raise Unmatched(f"names {student}, whose {listed_as} in the class list is {theirs}, not {readings[0]}")
        is_hidden = found.platform == "Moodle" and any(each in hidden for each in readings)
        if field in ("name", "glued") and not is_hidden and person.name and not _alike(person.name, readings):
            raise Unmatched(f"has the number of {student}, who is called {person.name} in the class list")


def _contradiction(hits: Sequence[Hit]) -> str:
    said = ", ".join(f"{' or '.join(sorted(students))} by {by} ({key})" for by, key, students in hits)
    return f"contradicts the class list: {said}; rename it to the id"


def _alike(listed: str, readings: Sequence[str]) -> bool:
    """Whether two names have a word in common, as those of one person do however they are shortened.

    Names in another script cannot be compared with what a platform made of them.
    """
    own = words(listed)
    if any(ord(letter) > 0x24F for word in own for letter in word):
        return not may_be_group(readings[-1])
    return any(word in fold(reading) for word in own for reading in readings if len(word) > 1)
