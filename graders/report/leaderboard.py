"""The fastest of those who want to be seen: nicknames from the class list, and nothing about anybody else.

Whoever has no nickname is left out before anything is compared, so the page is the same, byte for byte, whether or not
they exist. There are no counts, and no ranks after the five best.
"""

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graders.report.templates import environment
from graders.result import Result, Speedup
from graders.roster import Person
from graders.text import factor, harmless, is_secret, sane, when

BEST, AHEAD = 5, 3
NOBODY = "Nobody is on it yet: a nickname in the class list puts you there."
_NICKNAME, _TITLE = 24, 120


class LeaderboardError(Exception):
    """A nickname that cannot be shown or is not there, in one sentence."""


@dataclass(frozen=True)
class Entry:
    nickname: str
    ratio: float
    shown: str
    """The ratio in two significant digits."""


@dataclass(frozen=True)
class Race:
    exercise: str
    check: str
    entries: list[Entry]
    """The fastest first."""

    def best(self) -> list[tuple[int, Entry]]:
        """(rank, entry) of the five best; who cannot be told apart in two digits has the same rank."""
        shown = [entry.shown for entry in self.entries]
        return [(1 + shown.index(entry.shown), entry) for entry in self.entries[:BEST]]

    def just_ahead(self, nickname: str) -> list[Entry]:
        """That entry and the three ahead of it, without those among the best; empty for one who is not here or is there."""
        place = next((at for at, entry in enumerate(self.entries) if _same(entry.nickname) == _same(nickname)), -1)
        return self.entries[max(BEST, place - AHEAD) : place + 1]


def races(results: Sequence[Result], roster: Mapping[str, Person]) -> list[Race]:
    """The races of one module in the order of its rubric, among those with a nickname.

    A race counts where the answer was right, the machine quiet enough, and no person gave 0 for it; hidden checks do not
    take part.
    Raises LeaderboardError for a nickname that two people have, or that is somebody else's id, name, login or address.
    """
    nicknames = _nicknames(roster)
    titles: dict[tuple[str, str], tuple[str, str]] = {}
    entries: dict[tuple[str, str], list[Entry]] = {}
    for result in _seen(results, roster):
        for key, title, speed in _checks(result):
            titles.setdefault(key, title)
            if speed is not None:
                entry = Entry(nicknames[result.student], sane(speed.ratio), factor(speed.ratio, speed.steps))
                entries.setdefault(key, []).append(entry)
    return [
        Race(*title, sorted(entries[key], key=lambda entry: (-entry.ratio, entry.nickname)))
        for key, title in titles.items()
        if key in entries
    ]


def page(title: str, results: Sequence[Result], roster: Mapping[str, Person]) -> str:
    """The leaderboard as HTML text."""
    seen = _seen(results, roster)
    machines = {f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores" for result in seen}
    return (
        environment(NOBODY=NOBODY)
        .get_template("leaderboard.html.j2")
        .render(
            title=title,
            exercises=[(name, list(group)) for name, group in groupby(races(results, roster), lambda race: race.exercise)],
            machines=sorted(machines),
            finished=when(max(result.finished for result in seen)) if seen else "",
        )
    )


def text(results: Sequence[Result], roster: Mapping[str, Person], near: str = "") -> str:
    """The leaderboard for a terminal; with `near` also who is just ahead of that nickname.

    Raises LeaderboardError when nobody is called that.
    """
    measured = races(results, roster)
    if near and _same(near) not in map(_same, _nicknames(roster).values()):
        raise LeaderboardError(f"no student in the class list has the nickname {near!r}")
    lines = []
    for race in measured:
        lines += [textwrap.shorten(race.exercise, 80), f"  {textwrap.shorten(race.check, 78)}"]
        lines += [f"  {rank} {entry.nickname:{_NICKNAME + 2}} {entry.shown:>7}" for rank, entry in race.best()]
        if near and (ahead := race.just_ahead(near)):
            lines.append(f"  just ahead of {ahead[-1].nickname}")
            lines += [f"    {entry.nickname:{_NICKNAME + 2}} {entry.shown:>7}" for entry in ahead]
    return "\n".join(lines or [NOBODY])


def _seen(results: Sequence[Result], roster: Mapping[str, Person]) -> list[Result]:
    """Results of those who want to be seen."""
    shown = [result for result in results if (person := roster.get(result.student)) and person.nickname]
    return sorted(shown, key=lambda result: result.student)


def _checks(result: Result) -> Iterator[tuple[tuple[str, str], tuple[str, str], Speedup | None]]:
    """(key, titles, speed-up that counts) of every check that students may know of."""
    for exercise in result.exercises:
        for line in exercise.rubric:
            if is_secret(line, reveal_hidden=False):
                continue
            taken_away = line.judged is not None and not line.points  # by a person, who knows why
            for check in line.checks:
                title = harmless(f"{exercise.id} {exercise.title}", _TITLE), harmless(check.title, _TITLE)
                yield (
                    (line.id, check.title),
                    title,
                    check.speedup if check.state in ("pass", "partial") and not taken_away else None,
                )


def _nicknames(roster: Mapping[str, Person]) -> dict[str, str]:
    """Nickname by student, of those who have one; nobody's is another's, or says who another is."""
    shown: dict[str, str] = {}
    owners: dict[str, str] = {}
    for person in roster.values():
        for known in (person.student, person.name, person.email, person.login):
            owners.setdefault(_same(known), person.student)
    for person in roster.values():
        if not person.nickname:
            continue
        nickname = harmless(" ".join(person.nickname.split()), _NICKNAME)
        owner = owners.setdefault(_same(nickname), person.student)
        if owner != person.student:
            raise LeaderboardError(
                f"the nickname {nickname!r} of {person.student} is taken by or names {owner}: choose another"
            )
        shown[person.student] = nickname
    return shown


def _same(text: str) -> str:
    """What two names have in common that a reader takes for one."""
    return unicodedata.normalize("NFKC", text).casefold().strip()
