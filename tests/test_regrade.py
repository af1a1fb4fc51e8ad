"""What happens after the night: decisions by hand, a test that was wrong, pages written again."""

import json
import shutil
from pathlib import Path

import pytest

from graders.grading import override, store
from graders.grading.override import Override, OverrideError
from graders.report.account import full_account
from graders.result import load
from tests import samples
from tests.checkout import FAST, HIDDEN, SHORT_RACE, WRONG, Checkout
from tests.conftest import make_checkout, with_trial

ONE = Override("2026-11-20T20:00:00+00:00", "m2", "ada", "m2.e0.speed", 6, 4, "lee", 'the "course machine", rebooting')


@pytest.fixture(scope="module")
def night(tmp_path_factory) -> Path:
    """Three submissions, graded; the hidden test asks for something that was never promised."""
    trial = with_trial(make_checkout(tmp_path_factory.mktemp("night")))
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN + "    check.equal(len(student.blur(a)), 1002)\n")
    trial.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    trial.write("handins/ann/e1_blur.py", FAST)
    trial.write("handins/bob/e1_blur.py", WRONG)
    trial.write("handins/cyd/e1_blur.py", "def blur(a):\n    raise NotImplementedError\n")
    done = command(trial, "grade", "m9", "handins", "--sandbox-if-possible")
    assert done.returncode == 0, done.stdout + done.stderr
    return trial.folder


@pytest.fixture
def graded(night: Path, tmp_path: Path) -> Checkout:
    folder = tmp_path / "course"
    shutil.copytree(night, folder)
    record = folder / "out" / "m9-night.json"
    record.write_text(record.read_text().replace(str(night), str(folder)))
    return Checkout(folder)


def command(course: Checkout, *arguments: str):
    return course.run("-m", "graders", *arguments, "--out", "out")


def points(course: Checkout, student: str) -> dict[str, int]:
    result = load(course.folder / "out" / "m9" / f"{student}.json")
    return {line.id: line.points for exercise in result.exercises for line in exercise.rubric}


def regrade(course: Checkout, *more: str):
    return command(
        course, "regrade", "m9", "--only", "m9.e1.hidden", "--reason", "1002 was never promised", "--sandbox-if-possible", *more
    )


def test_a_regrade_says_who_moves_and_never_lowers_unless_told(graded):
    first = points(graded, "ann")
    assert first["m9.e1.hidden"] == 0
    before = {name: (graded.folder / "out" / "m9" / f"{name}.json").read_bytes() for name in ("ann", "bob", "cyd")}
    graded.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    done = regrade(graded)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ann                    m9.e1.hidden  0 -> 2" in done.stdout
    assert "1 up, 0 down, 2 equal; maximum still 2" in done.stdout
    assert points(graded, "ann") == first | {"m9.e1.hidden": 2}
    [kept] = (graded.folder / "out" / "m9" / "history" / "ann").glob("*.json")
    assert kept.read_bytes() == before["ann"]
    old, new = json.loads(before["bob"]), json.loads((graded.folder / "out" / "m9" / "bob.json").read_bytes())
    assert old["exercises"][0]["rubric"][:2] == new["exercises"][0]["rubric"][:2]
    log = (graded.folder / "out" / "m9-regrades.jsonl").read_text().splitlines()
    entry = json.loads(log[0])
    assert entry["reason"] == "1002 was never promised" and entry["moved"] == ["ann m9.e1.hidden 0 -> 2"]
    assert "0 graded, 3 already graded" in command(graded, "grade", "m9", "handins", "--sandbox-if-possible").stdout
    assert "2/10" not in (graded.folder / "out" / "m9" / "totals.csv").read_text()

    graded.write("graders/hidden/m9/test_e1_blur.py", HIDDEN.replace("np.roll(a, 1) + a", "2 * a"))
    refused = regrade(graded)
    assert refused.returncode == 1
    assert "ann                    m9.e1.hidden  2 -> 0" in refused.stdout and "0 up, 1 down" in refused.stdout
    assert "some would lose points, so nothing was written" in refused.stderr
    assert points(graded, "ann")["m9.e1.hidden"] == 2 and len(log) == 1
    assert regrade(graded, "--allow-decrease").returncode == 0
    assert points(graded, "ann")["m9.e1.hidden"] == 0


def test_a_regrade_that_cannot_judge_keeps_what_is_there(graded):
    before = points(graded, "ann")
    graded.write("graders/hidden/m9/test_e1_blur.py", "import nothing_of_that_name\n")
    done = regrade(graded)
    assert done.returncode == 1 and "ann: not judged again, its result stays" in done.stdout
    assert points(graded, "ann") == before


def test_a_decision_by_hand_stands_and_is_listed_when_the_grader_changes_its_mind(graded):
    refused = command(graded, "override", "m9", "ann", "m9.e1.hidden", "9", "--by", "lee", "--why", "x")
    assert refused.returncode == 2 and "m9.e1.hidden has 2 points: 9 cannot be given" in refused.stderr
    assert command(graded, "override", "m9", "ann", "m9.e1.hidden", "1", "--by", "lee").returncode == 2
    done = command(graded, "override", "m9", "ann", "m9.e1.hidden", "1", "--by", "lee", "--why", "half, by mail")
    assert done.returncode == 0, done.stderr
    total = sum(points(graded, "ann").values())
    assert f"ann m9.e1.hidden: 0 -> 1 of 2; total {total} -> {total + 1} of 13" in done.stdout
    again = command(graded, "grade", "m9", "handins", "--sandbox-if-possible")
    assert "0 graded" in again.stdout and "nothing changed" not in again.stdout
    page = (graded.folder / "out" / "m9" / "ann.html").read_text(encoding="utf-8")
    assert "set by hand by lee: half, by mail (the grader said 0)" in page
    assert f"ann,m9,{total + 1},13" in (graded.folder / "out" / "m9" / "totals.csv").read_text(encoding="utf-8-sig")
    assert points(graded, "ann")["m9.e1.hidden"] == 0, "the grader's own result is not touched"

    graded.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    graded.write("handins/cyd/e1_blur.py", FAST)
    said = " ".join(regrade(graded).stdout.split())
    assert "cyd: not judged again, its result stays: the files changed since they were graded: grade them again" in said
    assert "ann m9.e1.hidden: by hand 1 (by lee), when the grader said 0; it says 2 now;" in said
    dropped = command(graded, "override", "m9", "ann", "m9.e1.hidden", "--drop", "--by", "lee", "--why", "not needed any more")
    assert "ann m9.e1.hidden: 1 -> 2 of 2" in dropped.stdout
    assert len((graded.folder / "overrides.csv").read_text().splitlines()) == 3

    written = command(graded, "feedback", "m9")
    assert (
        written.returncode == 0
        and "2 pages in out/m9, 1 new or different; of hidden checks titles and points only" in written.stdout
    )
    assert "pages stay as they are; grade again: cyd" in " ".join(written.stdout.split())
    assert "0 new or different" in command(graded, "feedback", "m9").stdout
    shown = command(graded, "feedback", "m9", "--reveal")
    assert "hidden checks shown" in shown.stdout and "0 new" not in shown.stdout
    for student in ("ann", "bob", "cyd"):
        page = (graded.folder / "out" / "m9" / f"{student}.html").read_text(encoding="utf-8")
        assert not [other for other in ("ann", "bob", "cyd") if other != student and other in page]


def test_the_night_is_on_record(graded):
    record = store.record(graded.folder / "out", "m9")
    assert record.graded == 3 and record.handins == str(graded.folder / "handins")
    assert record.by and len(record.key) == 64 and record.machine["cores"]
    before = (graded.folder / "out" / "m9-night.json").read_bytes()
    command(graded, "grade", "m9", "handins", "--sandbox-if-possible")
    assert (graded.folder / "out" / "m9-night.json").read_bytes() == before


def test_what_is_not_there_is_one_sentence(trial):
    for arguments in (
        ["regrade", "m9", "--reason", "x"],
        ["feedback", "m9"],
        ["override", "m9", "a", "m9.e1.speed", "1", "--by", "b", "--why", "c"],
    ):
        done = command(trial, *arguments)
        assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr
        assert "run python -m graders grade m9 first" in done.stderr


def test_overrides_are_added_read_back_and_the_last_one_counts(tmp_path):
    path = tmp_path / "overrides.csv"
    taken_back = Override("later", "m2", "ada", "m2.e0.speed", None, 4, "lee", "néé,\nwith a line break")
    for each in (ONE, taken_back):
        override.append(path, each)
    assert override.read(path) == [ONE, taken_back]
    assert override.in_force([ONE], "m2") == {("ada", "m2.e0.speed"): ONE}
    assert override.in_force([ONE, taken_back], "m2") == {} and override.in_force([ONE], "m3") == {}
    with open(path, "a") as file:
        file.write("something else\n")
    with pytest.raises(OverrideError, match="line 4: this is not when,module,student"):
        override.read(path)


@pytest.mark.parametrize(("given", "state"), [(6, "pass"), (1, "partial"), (0, "fail"), (99, "pass")])
def test_points_by_hand_replace_the_graders_and_keep_them_beside(given, state):
    [result] = override.applied([samples.result()], [Override("", "m2", "ada", "m2.e0.speed", given, 4, "lee", "why")])
    line = next(line for line in result.exercises[0].rubric if line.id == "m2.e0.speed")
    assert (line.points, line.state, line.judged) == (min(given, 6), state, 4)
    assert line.by_hand == "set by hand by lee: why (the grader said 4)"
    assert result.points == samples.result().points - 4 + min(given, 6)
    assert line.by_hand in full_account(line)
