"""How a file's name is like the one that is wanted."""

import re
import unicodedata
from typing import Literal

Likeness = Literal["exact", "again", "near", "backup"]
"""How a name is like the wanted one: the same, downloaded again, added to, or added to in a way that says it is not meant."""

_BACKUPS = "old older backup backups bak orig original starter starters draft drafts wip unused trash archive tmp temp"
BACKUP = frozenset(_BACKUPS.split())
"""Words that say of a file or folder that it is not the one meant."""
_BEFORE = "test tests given plot run bench benchmark time check profile use main conftest hidden solution"
_NOT_IT = frozenset(_BEFORE.split())
"""Words before a name that make it another file."""
_AGAIN = re.compile(
    r"(?P<before>copy of )?(?P<stem>.+?)(?P<behind> ?\((?P<number>\d+)\)|-(?P<upload>\d+)| ?-? copy(?: ?\(?\d+\)?)?)?"
)


def is_other(before: str) -> bool:
    """Whether the words before a wanted name make it another file: `test_` e1_blur.py, but not `Sam Test - ` e1_blur.py."""
    found = words(before)
    return bool(found) and found[-1] in _NOT_IT and before == before.rstrip()


def likeness(name: str, wanted: str) -> Likeness | None:
    small = unicodedata.normalize("NFC", name).lower()
    if small == wanted:
        return "exact"
    stem, _, ending = wanted.rpartition(".")
    if small == f"{wanted}.txt":
        return "again"
    own, _, own_ending = small.rpartition(".")
    if own_ending != ending:
        return None
    if (found := _AGAIN.fullmatch(own)) and found["stem"] == stem:
        return "again"
    place = re.search(rf"(?<![^\W_]){re.escape(stem)}(?![^\W_])", own)
    if place is None or is_other(own[: place.start()]):
        return None
    return "backup" if BACKUP & {*words(own[: place.start()]), *words(own[place.end() :])} else "near"


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())
