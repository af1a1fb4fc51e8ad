"""The rule by which a submission's files are found, wherever in it they lie.

A file of exactly the wanted name counts before one whose name was added to, a browser's `e1_amdahl (1).py`; that counts before
any other name with the wanted one in it, which is taken only where it is the only one. Backups never count. Whatever looks like
one of the module's files and is not chosen is named, and so is everything else that was handed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graders.csv_cells import cell
from graders.finding.entries import Refused, Wanted
from graders.finding.looking import Candidate, Looked

_MOST_NAMED = 4


@dataclass(frozen=True)
class Chosen:
    files: dict[str, Candidate]
    """By the wanted name in small letters; of the notebook's names by the first that is there."""
    notes: tuple[str, ...]
    refused: tuple[str, ...]
    """What may have been meant and is not taken, in sentences that begin with its path."""


def choose(looked: Looked, wanted: Wanted, accepted: Mapping[str, str] = MappingProxyType({})) -> Chosen:
    """One candidate for each of the module's files, and what is to be said about it.

    `accepted` are the paths on which people decided, by the wanted name in small letters.
    """
    files: dict[str, Candidate] = {}
    notes: list[str] = []
    refused: list[str] = []
    plain = [name for name in looked.candidates if name not in wanted.notebooks]
    notebooks = [name for name in wanted.notebooks if name in looked.candidates]
    for group in (*([name] for name in plain), notebooks):
        everybody = [each for name in group for each in looked.candidates[name]]
        decided = next((each for each in everybody if is_accepted(each, accepted)), None)
        # What is there under its right name by now comes before what was accepted in its place.
        if decided and not any(each.is_exact and not each.zips for each in everybody):
            files[decided.wanted] = decided
        elif everybody:
            _choose_one(everybody, wanted, files, notes, refused)
    return Chosen(files, tuple(notes), tuple(refused))


def is_accepted(candidate: Candidate, accepted: Mapping[str, str]) -> bool:
    """Whether people decided on it, in a file in which nothing is calculated."""
    return accepted.get(candidate.wanted) in (candidate.path, cell(candidate.path))


def named(paths: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    more = len(paths) - _MOST_NAMED
    return ", ".join(paths[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _choose_one(
    everybody: Sequence[Candidate], wanted: Wanted, files: dict[str, Candidate], notes: list[str], refused: list[str]
) -> None:
    """Of the candidates for one file, which may have several names, the one that counts."""
    best = next((each for each in everybody if each.is_exact), None)
    if best is None:
        again = [each for each in everybody if each.likeness == "again"]
        near = [each for each in everybody if each.likeness == "near"]
        if again:
            best = max(again, key=lambda each: each.number)
        elif len(near) == 1 or (near and _same(near)):
            best = near[0]
        elif near:
            paths = sorted(each.path for each in near)
            refused.append(f"{' and '.join(paths)} could both be {near[0].wanted}: rename the one that counts")
            return
        if best is not None:
            notes.append(f"{best.path} is taken as {best.wanted}")
    if best is None:
        refused.append(
            f"{named([each.path for each in everybody])} is not taken: rename it to {everybody[0].wanted} if it is meant"
        )
        return
    if (worked_on := _worked_on(best, everybody, wanted)) is not best:
        notes.append(f"{best.path} is as it was handed out: {worked_on.path} counts")
        best = worked_on
    files[best.wanted] = best
    others = [each.path for each in everybody if each is not best and not _same([best, each])]
    if others:
        notes.append(f"{best.path} is taken, not {named(others)}")


def _worked_on(best: Candidate, everybody: Sequence[Candidate], wanted: Wanted) -> Candidate:
    """The only other one with work in it, where the best is as it was handed out; else the best."""
    if len(everybody) == 1 or not _is_blank(best, wanted):
        return best
    others = [
        each for each in everybody if each.likeness != "backup" and not each.lies_in_backup and not _is_blank(each, wanted)
    ]
    return others[0] if others and _same(others) else best


def _is_blank(candidate: Candidate, wanted: Wanted) -> bool:
    try:
        return candidate.entry.kind == "file" and wanted.is_blank(
            candidate.wanted, candidate.entry.read(wanted.limits[candidate.wanted])
        )
    except Refused:
        return True


def _same(candidates: Sequence[Candidate]) -> bool:
    """Whether these have the same content, so that it does not matter which counts."""
    try:
        return len({each.entry.read(1 << 20) if each.entry.kind == "file" else str(each.path) for each in candidates}) == 1
    except Refused:
        return False
