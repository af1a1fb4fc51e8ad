"""The leaderboard: who is on it, and that nobody else can be told from it."""

import msgspec
import pytest

from graders.report import leaderboard
from graders.report.leaderboard import LeaderboardError
from graders.result import Result, RubricResult, Speedup, State, Step, encode, with_lines
from graders.roster import Person
from tests import samples
from tests.checkout import Checkout


def racer(student: str, ratio: float, state: State = "partial", line: str = "m2.e0.speed") -> Result:
    """A sample result with that ratio in the race of m2.e0, and in no other."""

    def changed(each: RubricResult) -> RubricResult:
        checks = [msgspec.structs.replace(check, speedup=None) for check in each.checks]
        if each.id == line:
            speed = Speedup(ratio=ratio, low=ratio, high=ratio, rounds=9, clean_rounds=9, seconds=1, steps=[Step(2, 4)])
            checks = [msgspec.structs.replace(checks[0], state=state, speedup=speed)]
        return msgspec.structs.replace(each, checks=checks)

    return with_lines(samples.result(student), changed)


CLASSROOM = [racer(f"s{number:02}", 2 + number / 4) for number in range(20)]
ROSTER = {
    each.student: Person(each.student, name=f"Name {each.student}", nickname=f"nick{each.student}" if number % 2 else "")
    for number, each in enumerate(CLASSROOM)
}


def test_the_five_best_and_the_three_just_ahead():
    assert leaderboard.text(CLASSROOM, ROSTER, near="NICKs01").splitlines() == [
        "m2.e0 Sum with every core",
        "  faster than one core",
        "  1 nicks19                       6.8x",
        "  2 nicks17                       6.2x",
        "  3 nicks15                       5.8x",
        "  4 nicks13                       5.2x",
        "  5 nicks11                       4.8x",
        "  just ahead of nicks01",
        "    nicks07                       3.8x",
        "    nicks05                       3.2x",
        "    nicks03                       2.8x",
        "    nicks01                       2.2x",
    ]
    # Nobody stands on it twice.
    assert "nicks11" not in leaderboard.text(CLASSROOM, ROSTER, near="nicks09").partition("just ahead")[2]
    assert "just ahead" not in leaderboard.text(CLASSROOM, ROSTER, near="nicks11")


def test_whoever_has_no_nickname_leaves_no_trace():
    page = leaderboard.page("m2", CLASSROOM, ROSTER)
    alone = [result for result in CLASSROOM if ROSTER[result.student].nickname]
    assert page == leaderboard.page("m2", alone, ROSTER)
    assert leaderboard.text(CLASSROOM, ROSTER, "nicks01") == leaderboard.text(alone, ROSTER, "nicks01")
    assert "Name s" not in page and ">s19<" not in page
    assert "20" not in page[page.index("<main>") : page.index("</main>")]
    assert leaderboard.NOBODY in leaderboard.page("m2", CLASSROOM, {})
    assert leaderboard.text(CLASSROOM, {}) == leaderboard.NOBODY


def test_equal_in_two_digits_is_an_equal_rank():
    ratios = {"ada": 3.61, "bob": 3.64, "cal": 2.0}
    roster = {student: Person(student, nickname=f"{student}!") for student in ratios}
    [race] = leaderboard.races([racer(student, ratio) for student, ratio in ratios.items()], roster)
    assert [(rank, entry.nickname) for rank, entry in race.best()] == [(1, "bob!"), (1, "ada!"), (3, "cal!")]


@pytest.mark.parametrize("state", ["noisy", "fail", "error", "deferred", "todo"])
def test_only_what_is_right_and_was_measured_counts(state: State):
    roster = {"ada": Person("ada", nickname="brrr")}
    assert leaderboard.races([racer("ada", 9.0, state)], roster) == []
    assert leaderboard.races([racer("ada", 9.0, line="m2.e0.hidden")], roster) == []
    assert len(leaderboard.races([racer("ada", 9.0, "pass")], roster)) == 1


@pytest.mark.parametrize("nickname", ["BRRR", "ｂｒｒｒ", "bob", "Bob B", "bob@example.org"])
def test_a_nickname_is_nobody_elses_and_names_nobody_else(nickname: str):
    bob = Person("bob", name="Bob B", email="bob@example.org", nickname="brrr")
    roster = {"bob": bob, "ada": Person("ada", nickname=nickname)}
    with pytest.raises(LeaderboardError, match="of ada is taken by or names bob: choose another"):
        leaderboard.races([], roster)


def test_nicknames_are_untrusted():
    roster = {"ada": Person("ada", nickname=samples.HOSTILE)}
    page = leaderboard.page("m2", [racer("ada", 3.0)], roster)
    assert "&lt;script&gt;alert(1)" in page and "<script" not in page and "\u202e" not in page
    assert "default-src 'none'" in page


def test_an_instructor_makes_it_as_typed(trial: Checkout):
    trial.write("class.csv", "student,nickname\nada,brrr\nbob,\n")
    for student in ("ada", "bob"):
        trial.write(f"results/m9/{student}.json", encode(racer(student, 3.0)).decode())
    done = trial.run("-m", "graders", "leaderboard", "m9", "--roster", "class.csv", "--near", "brrr")
    assert done.returncode == 0, done.stderr
    assert "1 brrr" in done.stdout and done.stdout.endswith("\nresults/leaderboard/m9.html\n") and "bob" not in done.stdout
    assert "brrr" in (trial.folder / "results/leaderboard/m9.html").read_text(encoding="utf-8")
    nobody = trial.run("-m", "graders", "leaderboard", "m9", "--roster", "class.csv", "--near", "bob")
    assert nobody.returncode == 1
    assert nobody.stderr == "graders: no student in the class list has the nickname 'bob'\n"
