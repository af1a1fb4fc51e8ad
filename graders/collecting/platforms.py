"""What learning platforms write into the names of folders and files: of whom, when, which upload, and the student's own name.

The forms are those of their downloads of all submissions: Moodle's mod/assign/classes/downloader.php, before 4.1 in
mod/assign/locallib.php, and Canvas's lib/content_zipper.rb, both as their code writes them; Blackboard's "Assignment File
Download" and Brightspace's (D2L's) "Download" of an assignment folder, as programs that read them expect them
(kwurst/bb-file-cleanup on GitHub, for one); and Gradescope's "Export Submissions" with its submission_metadata.yml. They say
times without a zone: the server's.
"""

import contextlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from graders.finding.looking import ARCHIVES

Field = Literal["login", "name", "glued", "canvas_id", "moodle_id", "number", "email", "team"]
"""What a word is: "glued" is Canvas's leeann for "Lee, Ann", "number" one that may be any id."""

_MOODLE = re.compile(r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z\d]+)_?(?P<rest>.*)", re.DOTALL)
"""The number is the student's in this assignment, or the group's; "Default group", of all who are in none, has none."""
_CANVAS = re.compile(r"(?P<name>\w+?)_(?P<late>(?i:LATE)_)?(?P<canvas>\d+)_(?P<number>\d+)_(?P<rest>.+)", re.DOTALL)
_CANVAS_TEXT = re.compile(r"(?P<name>\w+?)_(?P<late>(?i:LATE)_)?(?P<canvas>\d+)_(?P<number>)(?P<rest>(?:text|link)\.html)")
"""What was typed in, or an address."""
_CANVAS_HIDDEN = re.compile(r"(?:LATE_)?anon_[^\W_]{5}_(?:\d+_.+|(?:text|link)\.html)", re.DOTALL)
"""While Canvas grades anonymously."""
_BLACKBOARD = re.compile(r"(?P<before>.+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?P<rest>_.+|\.\w+)?", re.DOTALL)
_BRIGHTSPACE = re.compile(r"(?P<one>\d+)-(?P<two>\d+) - (?P<rest>.+)", re.DOTALL)
_BRIGHTSPACE_TIMES = ("%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p", "%d %B, %Y %H%M", "%d %b, %Y %H%M", "%b %d, %Y %H%M")
_BRIGHTSPACE_TIME = re.compile(
    r"(?=.*\b\d{4}\b)(?:[^\W\d]+\.? \d{1,2}|\d{1,2} [^\W\d]+\.?), \d{4} \d{3,4}(?: ?[AP]M)?", re.IGNORECASE
)

_PARTICIPANT = re.compile(r"particip|partecip|teilnehm", re.IGNORECASE)
"""In the languages in which one submission alone is to be understood, too."""
_GROUP = re.compile(r"\d|group|grupp|team|equipe|équipe|default", re.IGNORECASE)
"""What the name of a group has, and half of a double name has not."""


@dataclass(frozen=True)
class Label:
    """One name of a platform, taken apart."""

    platform: str
    keys: tuple[tuple[Field, tuple[str, ...]], ...]
    """What says whose it is; where it can be read in several ways, the likeliest first. Nothing where that is hidden."""
    rest: str = ""
    """The student's own name of the file; empty for a folder."""
    time: datetime | None = None
    """When it was handed in, as the platform says, without a zone."""
    upload: int = 0
    """Grows with each upload, where the platform counts them."""
    attempt: str = ""
    """What the files of one hand-in have in common."""
    note: str = ""
    text: bool = False
    """Whether it is no file of the student's but what the platform wrote down: a typed text, a receipt."""

    @property
    def called(self) -> str:
        """What the platform calls the student."""
        return next((readings[0] for field, readings in reversed(self.keys)), "somebody")


def label(name: str, folder: bool, wanted: Collection[str], assignment: str = "") -> Label | None:
    """The name of a folder or file as a platform's; None for what is named by people.

    `assignment` is how all names of this download begin, where that is known.
    """
    if found := _MOODLE.fullmatch(name):
        return _moodle(found)
    if found := _BLACKBOARD.fullmatch(name):
        return _blackboard(found, assignment)
    if (found := _BRIGHTSPACE.fullmatch(name)) and (made := _brightspace(found)):
        return made
    return None if folder else _canvas(name, wanted)


def assignment(names: Iterable[str]) -> str:
    """How all of Blackboard's names in a download begin, which is the assignment's name or a little more."""
    befores = sorted({found["before"] for name in names if (found := _BLACKBOARD.fullmatch(name))})
    if len(befores) < 2:
        return ""
    first, last = befores[0], befores[-1]
    size = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last))
    )
    return first[: first.rfind("_", 0, size) + 1]


def hidden_names(names: Iterable[str]) -> set[str]:
    """What Moodle calls everybody whose name it hides: "Participant", in its own language, so several have the same."""
    numbers: dict[str, set[str]] = {}
    for name in names:
        if (found := _MOODLE.fullmatch(name)) and found["number"]:
            for each in _moodle_names(found["name"]):
                numbers.setdefault(each, set()).add(found["number"])
    return {name for name, known in numbers.items() if len(known) > 1 or _PARTICIPANT.match(name)}


def may_be_group(name: str) -> bool:
    return _GROUP.search(name) is not None


def is_archive(name: str) -> bool:
    return name.lower().endswith((".zip", *ARCHIVES))


def without_attempt(name: str, wanted: Collection[str]) -> str:
    """Canvas calls the second upload of e1.py e1-1.py."""
    first = re.sub(r"-\d+(?=\.\w+$)", "", name)
    return first if first.lower() in wanted or is_archive(first) else name


def _moodle(found: re.Match[str]) -> Label:
    """Where there are groups, `Group 1-` stands before the name; where names are hidden, the name is "Participant"."""
    keys: list[tuple[Field, tuple[str, ...]]] = [("moodle_id", (found["number"],))] if found["number"] else []
    keys.append(("name", _moodle_names(found["name"])))
    attempt = found["number"] or found["name"]
    return Label("Moodle", tuple(keys), found["rest"], attempt=attempt, text=found["plugin"] == "onlinetext")


def _moodle_names(name: str) -> tuple[str, ...]:
    """What the name may be, with and without a group's before it."""
    return (name, *(name[at + 1 :] for at, letter in enumerate(name) if letter == "-" and _GROUP.search(name[:at])))


def _canvas(name: str, wanted: Collection[str]) -> Label | None:
    """`leeann_LATE_4001_90001_e1.py`: the name as it is sorted, who, which upload, and the student's own name of the file."""
    if not (found := _CANVAS.fullmatch(name) or _CANVAS_TEXT.fullmatch(name)):
        return Label("Canvas", (), name) if _CANVAS_HIDDEN.fullmatch(name) else None
    note = "Canvas calls it late" if found["late"] else ""
    keys: tuple[tuple[Field, tuple[str, ...]], ...] = (("canvas_id", (found["canvas"],)), ("glued", (found["name"],)))
    upload = int(found["number"] or 0)
    return Label("Canvas", keys, without_attempt(found["rest"], wanted), None, upload, "", note, not upload)


def _blackboard(found: re.Match[str], assignment: str) -> Label:
    """`<assignment>_<login>_attempt_<time>_<file>`, and a receipt that ends with .txt; both names may have a `_`."""
    before = found["before"]
    starts = [at + 1 for at, letter in enumerate(before) if letter == "_" and (not assignment or at < len(assignment))]
    logins = tuple(before[at:] for at in starts) or (before,)
    rest = found["rest"] or ""
    time = None
    with contextlib.suppress(ValueError):
        time = datetime.strptime(found["time"], "%Y-%m-%d-%H-%M-%S")
    keys: tuple[tuple[Field, tuple[str, ...]], ...] = (("login", logins),)
    return Label("Blackboard", keys, rest.removeprefix("_"), time, 0, found["time"], "", rest[:1] == ".")


def _brightspace(found: re.Match[str]) -> Label | None:
    """`<number>-<number> - <name> - Nov 20, 2026 905 PM`; some have an id before the name, or the file behind the time."""
    parts = found["rest"].split(" - ")
    at = next((at for at, part in enumerate(parts) if at and _BRIGHTSPACE_TIME.fullmatch(part.strip())), None)
    if at is None:
        return None
    ids = [part for part in parts[:at] if re.search(r"\d", part)]
    name = " - ".join(part for part in parts[:at] if part not in ids)
    numbers = [found["one"], found["two"], *ids]
    keys: list[tuple[Field, tuple[str, ...]]] = [("number", (number,)) for number in numbers]
    keys += [("name", (name,))] if name else []
    rest = " - ".join(parts[at + 1 :])
    return Label("Brightspace", tuple(keys), rest, _brightspace_time(parts[at].strip()), 0, f"{found['one']} {parts[at]}")


def _brightspace_time(text: str) -> datetime | None:
    day, _, clock = re.sub(r"(?<=\d)(?=[AP]M$)", " ", text, flags=re.IGNORECASE).partition(", ")
    year, _, clock = clock.partition(" ")
    padded = re.sub(r"^(\d)(?=\d\d\b)", r"0\1", clock)
    for form in _BRIGHTSPACE_TIMES:
        with contextlib.suppress(ValueError):
            return datetime.strptime(f"{day}, {year} {padded}", form)
    return None
