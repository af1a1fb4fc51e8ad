"""`pytest assignments/m9 --benchmark-only`: every race as three rows of pytest-benchmark's tables, and nothing that counts."""

import importlib.util
import json
import os
import re
from pathlib import Path

import pytest

from graders.handout.contents import STARTERS
from tests.checkout import FAST, SLOW, STARTER, WRONG, Checkout

SHORT = "--benchmark-max-time=0.05"
FORBIDS = "limit = 2\nforbidden = ['numpy.roll']\n"
TABLE = re.compile(r"^-* ?benchmark '(.+)': (\d+) tests ?-*$")
ROW = re.compile(r"^(\w+)(?: \(([^)]+)\))? +([\d.,]+)(?: \(([\d.>]+)\))? +([\d.,]+)(?: \(([\d.>]+)\))? +(\d+)$")


def tables(text: str) -> dict[str, list[str]]:
    """The names of the rows under each heading, in order."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if heading := TABLE.match(line.strip()):
            found[heading[1]] = []
        elif row := ROW.match(line):
            found[list(found)[-1]].append(row[1] + (f" {row[2]}" if row[2] else ""))
    return found


def measured(checkout: Checkout, *more: str, **environment: str) -> str:
    done = checkout.pytest("assignments/m9", SHORT, *more, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def solved(trial: Checkout) -> Checkout:
    """The function is written, and it began as the plain loop."""
    trial.write("assignments/m9/e1_blur.py", FAST)
    trial.write(f"{STARTERS}/m9/e1_blur.py", SLOW)
    return trial


def test_three_rows_of_a_race(solved: Checkout):
    shown = measured(solved, "--benchmark-only", "--benchmark-sort=name")
    assert tables(shown) == {"m9.e1 blur": ["starter", "yardstick", "yours"]}, shown
    own = [line for line in shown.splitlines() if "Outliers" not in line and "Operations" not in line]
    assert max(map(len, own)) <= 80, shown
    assert "nothing counts" in shown and "left out" not in shown and "3 passed" in shown


def test_it_writes_nothing_that_counts(solved: Checkout):
    measured(solved, "--benchmark-only")
    assert not (solved.folder / "results").exists()
    assert not list((solved.folder / ".benchmarks").rglob("*.json"))  # an empty folder is pytest-benchmark's custom


def test_an_ordinary_run_knows_nothing_of_it(solved: Checkout):
    done = solved.pytest("assignments/m9", "-k", "dtype")
    assert done.returncode == 0 and "benchmark" not in done.stdout + done.stderr
    assert (solved.folder / "results" / "last.json").is_file()
    unknown = solved.pytest("assignments/m9", "-k", "yours")
    assert unknown.returncode != 0 and "fits no check" in unknown.stderr


def test_what_is_not_started_is_left_out_with_one_sentence(trial: Checkout):
    trial.write(f"{STARTERS}/m9/e1_blur.py", STARTER)
    shown = measured(trial, "--benchmark-only")
    assert tables(shown) == {"m9.e1 blur": ["yardstick"]}
    assert shown.count("yours left out in m9.e1: not started\n") == 1
    assert shown.count("starter left out in m9.e1: it leaves the work to you\n") == 1
    assert "Warning" not in shown and "Traceback" not in shown


def test_where_nobody_knows_the_starter(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", FAST)
    shown = measured(trial, "--benchmark-only")
    assert tables(shown) == {"m9.e1 blur": ["yours", "yardstick"]}
    assert "starter left out in m9.e1: there is no copy of e1_blur.py as it was handed out" in " ".join(shown.split())


def test_a_wrong_answer_is_not_timed(solved: Checkout):
    solved.write("assignments/m9/e1_blur.py", WRONG)
    done = solved.pytest("assignments/m9", SHORT, "--benchmark-only")
    assert done.returncode == 1
    assert sorted(tables(done.stdout)["m9.e1 blur"]) == ["starter", "yardstick"]
    assert re.search(r"^m9\.e1: the answer is wrong\nblur on the inputs of the race\nposition", done.stdout, re.MULTILINE), (
        done.stdout
    )
    assert not re.search("Traceback|Warning|During handling", done.stdout)


@pytest.mark.parametrize("broken", ["def blur(:\n", "def blur(a):\n    while True: pass\n", "import os\nos._exit(3)\n"])
def test_code_that_breaks_takes_its_own_row_alone(solved: Checkout, broken: str):
    solved.write("assignments/m9/e1_blur.py", broken)
    done = solved.pytest("assignments/m9", SHORT, "--benchmark-only")
    assert done.returncode == 1 and sorted(tables(done.stdout)["m9.e1 blur"]) == ["starter", "yardstick"], done.stdout
    assert re.search(r"^m9\.e1: .*e1_blur|^m9\.e1: .*(stopped|ended|seconds)", done.stdout, re.MULTILINE), done.stdout


def test_a_starter_that_is_wrong_is_left_out(solved: Checkout):
    solved.write(f"{STARTERS}/m9/e1_blur.py", WRONG)
    shown = measured(solved, "--benchmark-only")
    assert sorted(tables(shown)["m9.e1 blur"]) == ["yardstick", "yours"] and "starter left out in m9.e1: " in shown


def test_the_yardstick_may_do_what_is_forbidden(solved: Checkout):
    toml = (solved.folder / "assignments/m9/module.toml").read_text(encoding="utf-8").replace("limit = 2\n", FORBIDS)
    solved.write("assignments/m9/module.toml", toml)
    given = (solved.folder / "assignments/m9/given_e1.py").read_text(encoding="utf-8")
    solved.write("assignments/m9/given_e1.py", f"{given}\n\nhalf = np.roll(np.zeros(4), 1)\n")
    done = solved.pytest("assignments/m9", SHORT, "--benchmark-only")
    assert done.returncode == 1 and "numpy.roll" in done.stdout  # the student's own is still told so
    assert "yardstick" in tables(done.stdout)["m9.e1 blur"]


def test_the_yardstick_is_not_judged(solved: Checkout):
    """What a race verifies may be more than its yardstick returns."""
    given = (solved.folder / "assignments/m9/given_e1.py").read_text(encoding="utf-8")
    solved.write("assignments/m9/given_e1.py", f"{given}\n\ndef traced(blur, a):\n    return blur(a), 'with more'\n")
    tests = (solved.folder / "assignments/m9/test_e1_blur.py").read_text(encoding="utf-8")
    through = 'against="loop", through="traced", verify=lambda answer, a: check.equal(answer[1], "with more"))'
    solved.write("assignments/m9/test_e1_blur.py", tests.replace('against="loop")', through))
    assert len(tables(measured(solved, "--benchmark-only"))["m9.e1 blur"]) == 3


def test_the_rows_and_the_race_get_the_same_inputs(solved: Checkout):
    """Each file notes what it was given first."""
    note = "    import pathlib\n    with pathlib.Path(r'{}').open('a') as file:\n        print(a[0], file=file)\n"
    seen = {name: solved.folder / f"{name}.txt" for name in ("yours", "yardstick", "race")}
    given = "import numpy as np\n\n\ndef loop(a):\n{}    return np.convolve(np.r_[a[-1], a, a[0]], [1 / 3] * 3, 'valid')\n"
    solved.write("assignments/m9/given_e1.py", given.format(note.format(seen["yardstick"])))
    mine = FAST.replace("def blur(a):\n", "def blur(a):\n" + note.format(seen["yours"]))
    solved.write("assignments/m9/e1_blur.py", mine)
    measured(solved, "--benchmark-only", "--seed=7", "-k", "not starter")
    firsts = {name: path.read_text().splitlines()[0] for name, path in seen.items() if path.is_file()}
    solved.write("assignments/m9/e1_blur.py", mine.replace("yours.txt", "race.txt"))
    solved.pytest("assignments/m9", "-k", "fast", "--seed=7")
    firsts["race"] = seen["race"].read_text().splitlines()[0]
    assert len(firsts) == 3 and len(set(firsts.values())) == 1, firsts


def test_two_runs_have_the_same_inputs(solved: Checkout):
    note = "def blur(a):\n    import pathlib\n    pathlib.Path('first.txt').open('a').write(f'{a[0]}\\n')\n"
    solved.write("assignments/m9/e1_blur.py", FAST.replace("def blur(a):\n", note.replace("'first.txt'", repr("%s"))))
    text = (solved.folder / "assignments/m9/e1_blur.py").read_text() % (solved.folder / "first.txt")
    solved.write("assignments/m9/e1_blur.py", text)
    firsts = []
    for _ in range(2):
        measured(solved, "--benchmark-only", "-k", "yours")
        firsts.append((solved.folder / "first.txt").read_text().splitlines()[0])
        (solved.folder / "first.txt").unlink()
    assert firsts[0] == firsts[1]


def test_saved_compared_and_written(solved: Checkout):
    measured(solved, "--benchmark-only", "--benchmark-autosave")
    assert len(list((solved.folder / ".benchmarks").glob("*/0001_*.json"))) == 1
    shown = measured(solved, "--benchmark-compare", "--benchmark-json", "new/folder/all.json", "--benchmark-sort=name")
    rows = tables(shown)["m9.e1 blur"]
    assert len(rows) == 6 and rows[1].startswith("starter") and sum("NOW" in row for row in rows) == 3, shown
    assert "machine_info is different" not in shown
    told = json.loads((solved.folder / "new/folder/all.json").read_text(encoding="utf-8"))
    assert {each["name"] for each in told["benchmarks"]} == {"yours", "yardstick", "starter"}
    assert {each["group"] for each in told["benchmarks"]} == {"m9.e1 blur"}
    assert all(each["stats"]["rounds"] >= 5 and each["stats"]["min"] > 0 for each in told["benchmarks"])
    loop, yours = (
        {each["name"]: each["stats"]["median"] for each in told["benchmarks"]}[name] for name in ("starter", "yours")
    )
    assert loop > 3 * yours  # the plain loop, against numpy


def test_a_picture_or_one_sentence(solved: Checkout):
    if importlib.util.find_spec("pygal") is None:
        done = solved.pytest("assignments/m9", SHORT, "--benchmark-only", "--benchmark-histogram=pictures/of")
        assert done.returncode != 0 and "pip install pygal" in done.stderr and "Traceback" not in done.stderr
        return
    measured(solved, "--benchmark-only", "--benchmark-histogram=pictures/of")
    drawn = (solved.folder / "pictures" / "of-m9.e1_blur.svg").read_text(encoding="utf-8")
    assert "yours" in drawn and "yardstick" in drawn and drawn.lstrip().startswith("<?xml")


def test_without_pygal(solved: Checkout, tmp_path: Path):
    hide = (
        "import importlib.util\n"
        "known = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'pygal' else known(name, *more)\n"
    )
    solved.write("hide/sitecustomize.py", hide)
    path = os.pathsep.join(filter(None, [str(solved.folder / "hide"), os.environ.get("PYTHONPATH", "")]))
    done = solved.pytest("assignments/m9", "--benchmark-only", "--benchmark-histogram", PYTHONPATH=path)
    assert done.returncode != 0 and "python -m pip install pygal" in done.stderr, done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_one_exercise_and_one_row(solved: Checkout):
    assert tables(measured(solved, "--benchmark-only", "-k", "e1 and yours")) == {"m9.e1 blur": ["yours"]}
    none = solved.pytest("assignments/m9", "-k", "e2", "--benchmark-only")
    assert none.returncode == 4 and "there is nothing to time in -k e2: races are in m9.e1" in none.stderr


def test_a_module_without_races(trial: Checkout):
    tests = (trial.folder / "assignments/m9/test_e1_blur.py").read_text(encoding="utf-8")
    toml = (trial.folder / "assignments/m9/module.toml").read_text(encoding="utf-8")
    trial.write("assignments/m9/test_e1_blur.py", tests[: tests.index("@pytest.mark.perf")])
    trial.write("assignments/m9/module.toml", toml.replace("speed = 4, ", "").replace("points = 13", "points = 9"))
    done = trial.pytest("assignments/m9", "--benchmark-only")
    assert done.returncode == 4 and "no exercise has a race there" in done.stderr, done.stdout + done.stderr


def test_submission_and_sessions_of_ones_own(solved: Checkout):
    """What lies in another folder is yours, and --inline times it without a worker."""
    solved.write("theirs/e1_blur.py", FAST + "# theirs\n")
    solved.write("assignments/m9/e1_blur.py", WRONG)
    shown = measured(solved, "--benchmark-only", "--submission", "theirs", "--inline", "-k", "yours or yardstick")
    assert sorted(tables(shown)["m9.e1 blur"]) == ["yardstick", "yours"], shown


def test_several_races_of_one_exercise_have_tables_of_their_own(solved: Checkout):
    tests = (solved.folder / "assignments/m9/test_e1_blur.py").read_text(encoding="utf-8")
    second = '\n\n@pytest.mark.perf(steps={2: 4})\ndef test_short_rows(student, rng):\n    """short"""\n'
    second += (
        '    student.race("blur", lambda: (rng.random(2_000),), against="loop")\n    raise AssertionError("behind the race")\n'
    )
    toml = (solved.folder / "assignments/m9/module.toml").read_text(encoding="utf-8")
    solved.write("assignments/m9/test_e1_blur.py", tests + second)
    solved.write("assignments/m9/module.toml", toml.replace("speed = 4", "speed = 8").replace("points = 13", "points = 17"))
    shown = measured(solved, "--benchmark-only")
    assert set(tables(shown)) == {"m9.e1 blur, fast", "m9.e1 blur, short rows"}, shown
