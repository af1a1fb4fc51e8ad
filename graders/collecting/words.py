"""Names taken apart into words, and made comparable: platforms and file systems change case, accents and punctuation."""

import re
import unicodedata
from collections.abc import Sequence


def fold(text: str) -> str:
    """Without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character)).strip()


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def words(text: str) -> list[str]:
    """Platforms leave out the apostrophe of O'Neil, and some the hyphen of Anne-Marie."""
    return re.findall(r"[^\W_]+", re.sub("['’`´]", "", fold(text)))


def in_order(name: str) -> list[str]:
    """The words of a name, the first name first where a comma says which that is."""
    last, comma, first = name.partition(", ")
    return [*words(first), *words(last)] if comma else words(name)


def sorted_words(name: str) -> str:
    """The same for every order of a name's words."""
    return " ".join(sorted(words(name)))


def orders(of: Sequence[str]) -> list[list[str]]:
    """The words with each of them as the first."""
    return [[*of[at:], *of[:at]] for at in range(len(of))]


def whole_at(text: str, part: str) -> int | None:
    """Where the part stands as a whole word."""
    found = re.search(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", text)
    return found.start() if found else None


def is_date(word: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d((0\d|1[0-2])[0-3]\d)?", word) is not None
