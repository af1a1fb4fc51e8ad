"""The student's side: `pytest assignments/mX` in a subprocess, and what the student sees."""

import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

from graders.course import SOLUTIONS, find_module
from graders.judge import messages
from graders.result import load
from tests.checkout import FAST, MODULE, SLOW, STARTER, TESTS, WRONG


def blocks(output: str) -> dict[str, list[str]]:
    """The lines of each exercise's block."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in output.splitlines():
        if line.startswith("─"):
            break
        if start := re.match(r"(?:  [○–] )?(m\d+\.e\d+) ", line):
            name = start[1]
        if name:
            found.setdefault(name, []).append(line)
    return found


def test_a_fresh_checkout_is_not_started_and_shows_no_traceback(checkout):
    done = checkout.pytest("assignments/m2")
    module = find_module("m2")
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.splitlines()[0].startswith("m2 · Concurrency")
    shown = blocks(done.stdout)
    assert list(shown) == [exercise.id for exercise in module.exercises]
    for lines in shown.values():
        assert len(lines) == 1 and lines[0].startswith("  ○") and "not started" in lines[0]
    assert "Traceback" not in done.stdout + done.stderr and "Error" not in done.stdout
    assert f"start with {module.exercises[0].id}" in done.stdout
    hidden = sum(line.max for exercise in module.exercises for line in exercise.rubric if line.kind == "hidden")
    assert f"+ {hidden} hidden points are decided at submission" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_nothing_heavy_is_imported_on_the_students_path(checkout):
    done = checkout.run("-X", "importtime", "-m", "pytest", "-s", "assignments/m2")
    imported = set(re.findall(r"\|\s+(\w+)[.\w]*$", done.stderr, re.MULTILINE))
    assert "numpy" in imported and "hypothesis" in imported
    assert not imported & {"nbgrader", "torch", "jinja2", "matplotlib", "rich", "numba", "pandas", "distributed"}
    assert "pytest_benchmark" not in imported  # it runs git seven times before anything else happens


def test_pytest_benchmark_is_there_when_it_is_asked_for(checkout):
    checkout.write("mine/test_mine.py", "def test_sum(benchmark):\n    assert benchmark(sum, [1, 2]) == 3\n")
    done = checkout.pytest("-p", "benchmark", "--benchmark-only", "mine")
    assert done.returncode == 0 and "Median" in done.stdout and "test_sum" in done.stdout, done.stdout + done.stderr


@pytest.mark.raced
def test_right_and_fast(trial):
    trial.write("assignments/m9/e1_blur.py", FAST)
    done = trial.pytest("assignments/m9", "-k", "e1")
    lines = blocks(done.stdout)["m9.e1"]
    assert done.returncode == 0, done.stdout
    assert re.search(r"m9\.e1 Mean of neighbours +8/8", lines[0])
    assert any(re.search(r"1x █+┃█*┃█+·+  \d+x \(\d+–\d+\)", line) for line in lines)
    assert "wrong" not in done.stdout


@pytest.mark.raced
def test_right_but_slow(trial):
    trial.write("assignments/m9/e1_blur.py", SLOW)
    done = trial.pytest("assignments/m9", "-k", "e1")
    assert done.returncode == 1
    assert re.search(r"✓ agrees with the plain loop +3/3", done.stdout)
    assert re.search(r"[✗~] faster than the plain loop +0/4", done.stdout)
    assert "next: 4x for 2" in done.stdout
    assert "wrong" not in done.stdout


def test_a_wrong_answer_shows_call_position_and_smallest_input(trial):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    done = trial.pytest("assignments/m9", "-k", "e1")
    lines = blocks(done.stdout)["m9.e1"]
    text = "\n".join(lines)
    assert done.returncode == 1
    assert "blur([0, 0, 1])" in text
    assert "position 0: expected 0.333333   got 0   (1 of 3 positions differ)" in text
    assert "stuck?  add --hint   (2 left for m9.e1)" in text
    assert len(lines) <= 12
    assert "Traceback" not in done.stdout and "test_e1_blur" not in done.stdout


def test_an_exception_shows_the_students_line(trial):
    trial.write("assignments/m9/e1_blur.py", "def blur(a):\n    b = a\n    return b / [][0]\n")
    done = trial.pytest("assignments/m9", "-k", "test_dtype")
    assert "raised IndexError: list index out of range" in done.stdout
    assert "assignments/m9/e1_blur.py:3   return b / [][0]" in done.stdout


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("import os\nos._exit(0)\ndef blur(a): return a\n", "e1_blur.py ended the program (exit 0) before giving a result"),
        ("import os\ndef blur(a): os._exit(0)\n", "e1_blur.py ended the program (exit 0) before giving a result"),
        ("import sys\ndef blur(a): sys.exit(0)\n", "e1_blur.py called sys.exit before giving a result"),
        ("def blur(a):\n    while True: pass\n", "did not finish in 2 s: stopped"),
        ("def blur(a):\n    return a +\n", "e1_blur.py line 2: invalid syntax"),
        ("import nothing_of_that_name\ndef blur(a): return a\n", "cannot import nothing_of_that_name"),
        ("def Blur(a): return a\n", "e1_blur.py has nothing called blur; there is a Blur. Did you mean that?"),
        ("def blur(a): return a.tolist()\n", "float64, shape (6,), but is a list: np.array(...) makes an array of it"),
        ("def blur(a): return a.astype('f4')\n", "but is an array of float32, shape (6,)"),
        ("def blur(a):\n    b = a / 3\n", "float64, shape (6,), but is None: is a return missing?"),
        ("def blur(a): print('0 0 0')\n", "but is None: return it instead of printing it it printed: 0 0 0"),
        ("def blur(a):\n    if True:\n\treturn a\n        return a\n", "e1_blur.py line 3 mixes tabs and spaces"),
    ],
)
def test_every_mishap_is_one_sentence_and_the_others_go_on(trial, source, sentence):
    trial.write("assignments/m9/e1_blur.py", source)
    trial.write("assignments/m9/e2_gpu.py", "def f(x):\n    return x + 1\n")
    done = trial.pytest("assignments/m9", "-k", "test_dtype or cpu", "--gpu", "off")
    flat = re.sub(r"\s+", " ", done.stdout)
    assert sentence in flat
    assert re.search(r"✓ right on the CPU +1/1", done.stdout)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout


def test_without_a_gpu_its_points_are_decided_elsewhere(trial):
    trial.write("assignments/m9/e2_gpu.py", "def f(x):\n    return x + 1\n")
    done = trial.pytest("assignments/m9", "-k", "e2", "--gpu", "off")
    assert done.returncode == 0
    assert "no GPU here; decided on the course machine" in done.stdout
    assert "+ 2 GPU points are decided at submission" in done.stdout


def test_demanding_a_gpu_where_there_is_none_fails(trial):
    done = trial.pytest("assignments/m9", "-k", "test_gpu", "--gpu", "on", PATH="")
    assert done.returncode != 0
    assert "--gpu on: no GPU here" in done.stdout + done.stderr


def test_hints_come_one_by_one_and_only_for_what_fails(trial):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    first = trial.pytest("assignments/m9", "-k", "test_agrees", "--hint").stdout
    assert "hint: Which cell is to the left of cell 0?  (1 left)" in first
    assert (
        "hint: (i + 1) % n comes back to 0 at the end.  (0 left)"
        in trial.pytest("assignments/m9", "-k", "test_agrees", "--hint").stdout
    )
    trial.write("assignments/m9/e1_blur.py", FAST)
    none = trial.pytest("assignments/m9", "-k", "test_agrees", "--hint").stdout
    assert "hint: Which" not in none and messages.NO_HINT in none


def test_hints_are_for_what_fails(checkout):
    """With only to_csr of m1.e3 wrong, nothing is said about the sums of rows or about going round in place."""
    wrong = "\n\ndef to_csr(rows):\n    return np.zeros(0, np.float32), np.zeros(len(rows) + 1, np.int64)\n"
    checkout.write("assignments/m1/e3_jagged.py", (SOLUTIONS / "m1/e3_jagged.py").read_text(encoding="utf-8") + wrong)
    command = ("assignments/m1", "-k", "e3", "-m", "not perf")
    plain = checkout.pytest(*command).stdout
    assert "✗ all rows in one array, and room for more" in plain and "stuck?  add --hint   (1 left for m1.e3)" in plain, plain
    for _ in range(2):
        told = checkout.pytest(*command, "--hint", "--hint").stdout
        assert told.count("hint: ") == 1 and "hint: Draw the offsets under the numbers." in told and "(0 left)" in told, told


def test_what_did_not_come_to_its_end_gets_no_hint(trial):
    for source in ("def blur(a):\n    while True: pass\n", "import os\ndef blur(a): os.abort()\n"):
        trial.write("assignments/m9/e1_blur.py", source)
        told = trial.pytest("assignments/m9", "-k", "test_agrees", "--hint").stdout
        assert "hint: " not in told.replace("no hint: ", "") and messages.NO_HINT in told, told
        assert "stuck?" not in trial.pytest("assignments/m9", "-k", "test_agrees").stdout


def test_every_check_that_fails_has_a_reason(trial):
    trial.write("assignments/m9/e1_blur.py", "def blur(a):\n    print('here', len(a))\n    return a.astype('f4')\n")
    lines = blocks(trial.pytest("assignments/m9", "-k", "e1", "-m", "not perf").stdout)["m9.e1"]
    second = next(number for number, line in enumerate(lines) if "✗ agrees with the plain loop" in line)
    reason = " ".join(map(str.strip, lines[second + 1 : second + 3]))
    assert reason.startswith("the answer should be an array of float64, shape (3,), but is an array of float32"), lines
    assert sum(line.strip().startswith("blur(") for line in lines) == 1 and len(lines) <= 12


def test_what_passed_code_printed_is_shown_to_who_looks_closely(trial):
    talking = (
        "def blur(a):\n    print('one')\n    print('two', len(a))\n    print('three\\x1b[31m')\n    print('four')\n"
        + FAST[FAST.index("    return") :]
    )
    trial.write("assignments/m9/e1_blur.py", "import numpy as np\n\n" + talking)
    whole = trial.pytest("assignments/m9", "-m", "not perf", "--gpu", "off").stdout
    assert "it printed" not in whole
    for options in (["-k", "test_dtype"], ["-s", "-m", "not perf", "--gpu", "off"]):
        lines = blocks(trial.pytest("assignments/m9", *options).stdout)["m9.e1"]
        first = next(number for number, line in enumerate(lines) if "✓ an array of" in line or "✓ the answer is" in line)
        assert [line.strip() for line in lines[first + 1 : first + 4]] == [
            "it printed: two 6",
            "it printed: three\\x1b[31m",
            "it printed: four",
        ], lines


def test_narrow_ascii_terminals_get_the_same_facts(trial):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    done = trial.pytest("assignments/m9", "-k", "test_agrees", COLUMNS="60", PYTHONIOENCODING="ascii", NO_COLOR="1")
    assert done.stdout.isascii()
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert re.search(r"x agrees with the plain loop +0/3", done.stdout)
    assert done.returncode == 1


def test_verbose_brings_pytests_own_view_back(trial):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    done = trial.pytest("assignments/m9", "-k", "test_agrees", "-v")
    assert "test session starts" in done.stdout and "Mismatch" in done.stdout


def test_inline_says_so_and_counts_for_nothing(trial):
    trial.write("assignments/m9/e1_blur.py", FAST)
    done = trial.pytest("assignments/m9", "-k", "test_agrees", "--inline")
    assert done.returncode == 0
    assert "inline: your code runs inside the tests" in done.stdout
    assert not (trial.folder / "results").exists()


def test_results_are_kept(trial):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    for _ in range(2):
        trial.pytest("assignments/m9", "-k", "test_agrees or test_dtype")
    result = load(trial.folder / "results" / "last.json")
    lines = {line.id: line for exercise in result.exercises for line in exercise.rubric}
    assert (lines["m9.e1.correct"].state, lines["m9.e1.correct"].points) == ("partial", 1)
    assert lines["m9.e1.hidden"].state == "deferred"
    history = (trial.folder / "results" / "history.jsonl").read_text().splitlines()
    assert len(history) == 2 and json.loads(history[1])["module"] == "m9"


@pytest.fixture
def two_modules(trial):
    """m9 beside m8, which has the same exercises as required, the second expected of everybody, and a bonus x1."""
    for name in ("module.toml", "e1_blur.py", "test_e1_blur.py", "given_e1.py", "e2_gpu.py", "test_e2_gpu.py"):
        trial.write(f"assignments/m8/{name}", (trial.folder / "assignments/m9" / name).read_text().replace("m9", "m8"))
    for old in ("test_e2_gpu.py", "e2_gpu.py"):
        text = (trial.folder / "assignments/m8" / old).read_text().replace("m8.e2", "m8.x1")
        trial.write(f"assignments/m8/{old.replace('e2', 'x1')}", text)
    row = '\n[[exercise]]\nid = "m8.x1"\ntitle = "Once more (bonus)"\nfile = "x1_gpu.py"\nrequired = false\n'
    rows = MODULE.replace("m9", "m8").replace("points = 13", "points = 16").replace("Trying", "More")
    rows = rows.replace('file = "e2_gpu.py"', 'file = "e2_gpu.py"\nexpected = true')
    trial.write("assignments/m8/module.toml", rows + row + "points = { correct = 1, gpu = 2 }\n")
    return trial


def test_several_modules_in_one_run(two_modules):
    """A heading, blocks and points for each; every module's result is kept; one file of each will do, too."""
    two_modules.write("assignments/m8/e1_blur.py", WRONG)
    two_modules.write("assignments/m9/e1_blur.py", FAST)
    done = two_modules.pytest("assignments/m9", "assignments/m8", "-m", "not perf", "--gpu", "off")
    text = done.stdout
    assert done.returncode == 1 and "Traceback" not in text
    assert [line.split()[0] for line in text.splitlines() if " · " in line] == ["m8", "m9"], text
    blocks_of = [found[1] for line in text.splitlines() if (found := re.match(r"(?:  [○–] )?(m\d+\.[ex]\d+) ", line))]
    assert blocks_of == ["m8.e1", "m8.e2", "m8.x1", "m9.e1", "m9.e2"], text
    assert "\n\nm9 · Trying things" in text
    assert "m8 public checks  1/6, 1 of them a bonus" in text and "m9 public checks  4/5" in text, text
    assert text.count("+ 2 GPU and 2 hidden points") == 1 and text.count("+ 4 GPU and 2 hidden points") == 1
    assert "1 bonus not started" in text
    assert "next is m8.e1: open assignments/m8/e1_blur.py" in text
    results = two_modules.folder / "results"
    assert [json.loads(line)["module"] for line in (results / "history.jsonl").read_text().splitlines()] == ["m8", "m9"]
    assert load(results / "last.json").module == "m9"
    for module, points in (("m8", "1/6"), ("m9", "4/5")):
        assert points in two_modules.run("-m", "graders", "history", module).stdout

    packed = two_modules.run("-m", "graders", "handin", "m8", "--yes").stdout
    assert "  !    not started, and expected of everybody: m8.e2\n" in packed, packed

    refused = two_modules.pytest("assignments/m8/test_e1_blur.py", "assignments/m9/test_e2_gpu.py", "--result", "one.json")
    sentence = "--result takes the result of one module, and these tests are of m8 and m9: run pytest once for each"
    assert refused.returncode == 4 and sentence in refused.stderr and not (two_modules.folder / "one.json").exists()
    narrowed = two_modules.pytest("assignments", "-k", "m9 and e2", "--result", "one.json", "--gpu", "off")
    assert load(two_modules.folder / "one.json").module == "m9", narrowed.stderr
    assert [line.split()[0] for line in narrowed.stdout.splitlines() if " · " in line] == ["m9"]
    files = two_modules.pytest("assignments/m8/test_x1_gpu.py", "assignments/m9/test_e2_gpu.py", "--gpu", "off").stdout
    assert [line.split()[0] for line in files.splitlines() if " · " in line] == ["m8", "m9"]
    assert "start with m9.e2" in files, files


def test_without_the_bonus_nothing_is_missing(two_modules):
    two_modules.write("assignments/m8/e1_blur.py", FAST)
    two_modules.write("assignments/m8/e2_gpu.py", "def f(x):\n    return x + 1\n")
    text = two_modules.pytest("assignments/m8", "-m", "not perf", "--gpu", "off").stdout
    assert "exercises: 2 done, 1 bonus not started" in " ".join(text.split()), text
    assert "as a bonus there is m8.x1: open assignments/m8/x1_gpu.py" in text
    packed = two_modules.run("-m", "graders", "handin", "m8", "--yes").stdout
    assert "public points known so far  5/10, 1 of them a bonus" in packed and "expected" not in packed, packed


def test_the_seed_repeats_a_run(trial):
    trial.write("assignments/m9/e1_blur.py", "def blur(a):\n    return None\n")
    trial.write(
        "assignments/m9/test_e1_blur.py", TESTS.replace("np.zeros(6)", "rng.random(6)").replace("(student):", "(student, rng):")
    )
    first, again, other = (
        trial.pytest("assignments/m9", "-k", "test_dtype", "--seed", seed).stdout for seed in ("5", "5", "6")
    )
    assert blocks(first) == blocks(again)
    assert blocks(first) != blocks(other)
    assert "add --seed 5" in first


def test_the_seed_repeats_what_hypothesis_draws(trial):
    trial.write("assignments/m9/e1_blur.py", FAST)
    drawn = trial.folder / "drawn"
    logging = f"open({str(drawn)!r}, 'a').write(f'{{values}} ')\n    a = np.array"
    trial.write("assignments/m9/test_e1_blur.py", TESTS.replace("a = np.array", logging, 1))
    draws = []
    for seed in ("5", "5", "6"):
        drawn.unlink(missing_ok=True)
        trial.pytest("assignments/m9", "-k", "test_agrees", "--seed", seed)
        draws.append(drawn.read_text())
    assert draws[0] == draws[1] != draws[2]


def test_junit_carries_points(trial):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    trial.pytest("assignments/m9", "-k", "e1 and not fast", "--junitxml", "junit.xml")
    properties = [
        {item.get("name"): item.get("value") for item in case.iter("property")}
        for case in ElementTree.parse(trial.folder / "junit.xml").iter("testcase")
    ]
    assert properties == [
        {"exercise": "m9.e1", "rubric": "m9.e1.correct", "points": "1", "max": "1", "state": "pass"},
        {"exercise": "m9.e1", "rubric": "m9.e1.correct", "points": "0", "max": "3", "state": "fail"},
    ]


def test_nothing_in_a_hand_in_is_loaded_by_the_judge(trial):
    folder = trial.folder / "handin"
    trial.write("handin/e1_blur.py", FAST)
    for name in ("conftest.py", "sitecustomize.py", "numpy.py", "test_e1_blur.py"):
        trial.write(f"handin/{name}", f"open({str(trial.folder / 'loaded')!r}, 'w')\n")
    trial.write("handin/pytest.ini", "[pytest]\naddopts = --version\n")
    done = trial.pytest("assignments/m9", "-k", "test_agrees", "--submission", str(folder))
    assert done.returncode == 0
    assert not (trial.folder / "loaded").exists()


def test_a_flaky_answer_is_the_students_trouble(trial):
    flaky = "import itertools, numpy as np\nn = itertools.count()\ndef blur(a):\n"
    flaky += "    r = (np.roll(a, 1) + a + np.roll(a, -1)) / 3\n    return r + (next(n) == 7)\n"
    trial.write("assignments/m9/e1_blur.py", flaky)
    done = trial.pytest("assignments/m9", "-k", "test_agrees")
    assert re.search(r"✗ agrees with the plain loop +0/3", done.stdout)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("@pytest.mark.points(1)\n", "", "mark test_dtype with points(n)"),
        ("points(1)", "points(2)", "add up to 5 points, module.toml says 4"),
        ("steps={4: 2, 20: 4}", "steps={20: 4, 4: 2}", "perf needs steps, rising"),
        ("20: 4}", '20: 4}, clock="sun"', "perf knows the clocks cpu, wall, gpu, and not 'sun'"),
        ('exercise("m9.e1")', 'exercise("m9.e7")', "there is no exercise 'm9.e7'"),
        ("mark.points(1)", "mark.pionts(1)", "'pionts' not found in `markers`"),
    ],
)
def test_an_authors_mistake_is_one_sentence(trial, old, new, sentence):
    assert old in TESTS
    trial.write("assignments/m9/test_e1_blur.py", TESTS.replace(old, new, 1))
    done = trial.pytest("assignments/m9")
    assert done.returncode in (2, 4)
    assert sentence in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('student.race("blur", lambda: (rng.random(20_000),), against="loop")', "pass", "marked perf but did not race"),
        ('against="loop"', 'against="loop", clock="wall"', 'say it once, in perf(steps=..., clock="wall")'),
    ],
)
def test_a_race_that_its_mark_does_not_announce_is_an_error_and_no_pass(trial, old, new, sentence):
    trial.write("assignments/m9/e1_blur.py", FAST)
    assert old in TESTS
    trial.write("assignments/m9/test_e1_blur.py", TESTS.replace(old, new))
    done = trial.pytest("assignments/m9", "-k", "test_fast")
    assert done.returncode == 1
    assert sentence in re.sub(r"\s+", " ", done.stdout)
    result = load(trial.folder / "results" / "last.json")
    assert {line.state for line in result.exercises[0].rubric if line.id == "m9.e1.speed"} == {"error"}


def test_a_wrong_answer_in_a_race_earns_nothing(trial):
    trial.write("assignments/m9/e1_blur.py", "import numpy as np\ndef blur(a):\n    return np.zeros(len(a))\n")
    done = trial.pytest("assignments/m9", "-k", "test_fast")
    assert re.search(r"✗ faster than the plain loop +0/4", done.stdout)
    assert "the answer is wrong" in done.stdout


def test_whoever_goes_on_computing_meanwhile_has_not_won(trial):
    """On a laptop nothing keeps a child from leaving its group; its CPU time gives it away."""
    escape = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'while True: pass'], start_new_session=True)\n"
    trial.write("assignments/m9/e1_blur.py", escape + FAST)
    done = trial.pytest("assignments/m9", "-k", "e1")
    assert "e1_blur.py went on computing while it was not being called" in done.stdout, done.stdout
    assert re.search(r"✗ faster than the plain loop +0/4", done.stdout), done.stdout


@pytest.mark.raced
def test_what_an_exercise_forbids_is_said_kindly(trial):
    rules = MODULE.replace("limit = 2\n", 'limit = 2\nforbidden = ["numpy.convolve", "scipy"]\n', 1)
    trial.write("assignments/m9/module.toml", rules)
    trial.write("assignments/m9/e1_blur.py", WRONG)
    done = trial.pytest("assignments/m9", "-k", "e1")
    sentence = " ".join(done.stdout.split())
    assert "e1_blur.py line 5 uses numpy.convolve; this exercise asks you to do without it" in sentence, done.stdout
    trial.write("assignments/m9/e1_blur.py", WRONG.replace("np.convolve", "getattr(np, 'con' + 'volve')"))
    sentence = " ".join(trial.pytest("assignments/m9", "-k", "e1").stdout.split())
    assert "uses numpy.convolve; this exercise asks you to do without it" in sentence
    trial.write("assignments/m9/e1_blur.py", FAST)
    assert re.search(r"m9\.e1 Mean of neighbours +8/8", trial.pytest("assignments/m9", "-k", "e1").stdout)


AMDAHL = """\
import functools

amdahl = lambda p, n: 1 / ((1 - p) + p / n)
gustafson = functools.partial(lambda p, n: (1 - p) + p * n)
break_even = lambda work, items, dispatch, workers: items * dispatch + -(-items // workers) * work < items * work
predict_table = lambda seconds, p, workers: [(n, seconds / amdahl(p, n), amdahl(p, n) / n) for n in workers]


def fit_parallel_fraction(workers, seconds):
    raise NotImplementedError
"""


@pytest.mark.parametrize("known", ["nobody", "shipped", "git"])
def test_functions_written_without_def_are_work(checkout, known):
    """Also where git has them: a commit of the student's own is not what was handed out."""
    starter = (checkout.folder / "assignments/m2/e1_amdahl.py").read_text()
    if known == "shipped":
        checkout.write(".handout/starters/m2/e1_amdahl.py", starter)
    checkout.write("assignments/m2/e1_amdahl.py", AMDAHL)
    if known == "git":
        for command in (["init", "-q"], ["add", "."], ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "Mine"]):
            subprocess.run(["git", "-C", checkout.folder, *command], check=True)
    done = checkout.pytest("assignments/m2", "-k", "e1")
    assert re.search(r"✓ Amdahl's law +[1-9]/", done.stdout) and "✓ the table of predictions" in done.stdout, done.stdout
    assert "○ the parallel fraction of perfect measurements" in done.stdout
    packed = checkout.run("-m", "graders", "handin", "m2", "--yes").stdout
    assert re.search(r"e1_amdahl.py +[1-9]/7", packed), packed


@pytest.mark.parametrize("shipped", [True, False])
def test_what_does_not_load_or_is_lost_is_said_beside_placeholders(trial, shipped):
    two = STARTER + "\n\ndef unused(a):\n    raise NotImplementedError\n"
    if shipped:
        trial.write(".handout/starters/m9/e1_blur.py", two)
    trial.write("assignments/m9/e1_blur.py", f"import nothing_of_that_name\n{two}")
    assert "line 1: cannot import nothing_of_that_name" in trial.pytest("assignments/m9", "-k", "test_dtype").stdout
    trial.write("assignments/m9/e1_blur.py", "def unused(a):\n    raise NotImplementedError\n")
    assert "e1_blur.py has nothing called blur" in trial.pytest("assignments/m9", "-k", "test_dtype").stdout
    trial.write("assignments/m9/e1_blur.py", two + "# to do: tomorrow\n")
    assert re.search(
        r"○ m9.e1 Mean of neighbours +0/\d  not started", trial.pytest("assignments/m9", "-k", "test_dtype").stdout
    )
