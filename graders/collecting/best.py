"""Which of several folders, zips or attempts of one student is taken, and what is said of the others."""

from collections.abc import Sequence
from dataclasses import replace

from graders.collecting.take import SubmissionContents, take
from graders.collecting.version import SubmissionVersion
from graders.finding.entries import Refused, Wanted


def take_best(
    versions: Sequence[SubmissionVersion], chosen: SubmissionVersion, wanted: Wanted
) -> tuple[SubmissionContents, SubmissionVersion, list[str]]:
    """Of several folders, zips or attempts the newest that holds anything of the module, else the chosen one.

    Of folders and zips, whose times say little, an older one adds the files that the newest has not; an older attempt is told.
    Raises Refused when nothing was found and one of them cannot be read.
    """
    tries = _tries(versions, chosen)
    taken: list[tuple[SubmissionVersion, SubmissionContents]] = []
    troubles: list[str] = []
    for each in tries:
        try:
            with each.open() as tree:
                taken.append((each, take(tree, wanted, repository=bool(each.version))))
        except Refused as error:
            troubles.append(f"{each.source} {error}")
    best = next((pair for pair in taken if pair[1].files), None) or next((pair for pair in taken if pair[1].refused), None)
    if best is None and (troubles or not taken):
        raise Refused("; ".join(troubles) or "holds nothing")
    version, contents = best or taken[0]
    if version is not tries[0] and version.attempt:
        troubles += [f"{tries[0].source} holds nothing of {wanted.module}: an attempt before it is taken"]
    rest = [pair for pair in taken if pair[0] is not version]
    unread = [each for each in tries if each not in [pair[0] for pair in taken]]
    if version.clock == "file":
        contents, told = _united(contents, rest, [each.source for each in unread])
    else:
        told = _older(contents, rest, len(tries))
    return contents, version, [*troubles, *told]


def _tries(versions: Sequence[SubmissionVersion], chosen: SubmissionVersion) -> list[SubmissionVersion]:
    """What may be taken, the best first."""
    if chosen.clock == "file":
        return [each for each in reversed(versions) if each.clock == "file"]
    if chosen.attempt:
        attempts = [each for each in versions if each.attempt]
        return attempts[attempts.index(chosen) :: -1]
    return [chosen]


def _united(
    contents: SubmissionContents, others: Sequence[tuple[SubmissionVersion, SubmissionContents]], unread: Sequence[str]
) -> tuple[SubmissionContents, list[str]]:
    """With the files that only others have; and which others were not taken."""
    files, told, left = dict(contents.files), [], [*unread]
    for version, other in others:
        more = {name: content for name, content in other.files.items() if name.lower() not in {each.lower() for each in files}}
        if more and contents.files:
            files |= more
            told.append(f"{', '.join(sorted(more))} is from {version.source}")
        elif other.files != contents.files or not other.files:
            left.append(version.source)
    told += [f"also handed in, and not taken: {', '.join(reversed(left))}"] if left else []
    return replace(contents, files=files), told


def _older(
    contents: SubmissionContents, others: Sequence[tuple[SubmissionVersion, SubmissionContents]], attempts: int
) -> list[str]:
    """What is to be said about the attempts before the one that is taken."""
    told = [f"the last of {attempts} attempts counts"] if attempts > 1 else []
    for version, other in others:
        if more := sorted(set(other.files) - set(contents.files)):
            told.append(f"{', '.join(more)} is in {version.source} only, an earlier attempt: not taken")
    return told
