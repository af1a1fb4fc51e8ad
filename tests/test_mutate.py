"""Mutation testing: every operator makes the faults it promises, and what no check finds is told or recorded."""

import json
import re

import pytest

from graders import course
from graders.authoring.mutation import figures, judging, mutants
from graders.authoring.mutation.figures import Figure
from graders.authoring.mutation.mutants import made
from graders.authoring.mutation.source import OPERATORS
from graders.result import Check, ExerciseResult, judge_line
from graders.worker.launch import cores
from tests.checkout import Checkout
from tests.journeys.test_authors import check, follow_the_page, make_course

CASES = [
    # operator, solution, public tests, what a mutant says instead of a line (or adds, where nothing is left out)
    ("comparison", "def f(a, b):\n    return a == b\n", "", "return a != b"),
    ("comparison", "def f(a, b):\n    return a == b\n", "", "return a >= b"),
    ("comparison", "def f(a, b):\n    return (a + 1) is (b)\n", "", "return (a + 1) is not (b)"),
    ("comparison", "def f(a, b):\n    return a not in b\n", "", "return a in b"),
    ("tie", "def f(a, b, c):\n    return a < b >= c\n", "", "return a <= b >= c"),
    ("tie", "def f(a, b, c):\n    return a < b >= c\n", "", "return a < b > c"),
    ("number", "def f(x):\n    return x + 1\n", "", "return x + 2"),
    ("number", "def f(x):\n    return x[0]\n", "", "return x[(-1)]"),
    ("boolean", "def f(a, b):\n    return a and b\n", "", "return a or b"),
    ("boolean", "def f(a):\n    return not a\n", "", "return (a)"),
    ("boolean", "def f(a):\n    while a.left():\n        a.go()\n", "", "while (not (a.left())):"),
    ("boolean", "def f(a):\n    return sorted(a, reverse=True)\n", "", "return sorted(a, reverse=False)"),
    ("exception", "def f(g):\n    try:\n        g()\n    except KeyError:\n        g(1)\n", "", "except Exception:"),
    ("exception", "def f(g):\n    raise KeyError(g)\n", "", 'raise RuntimeError("something is wrong")'),
    ("exception", "def f(g):\n    raise KeyError(1) from g\n", "", "raise KeyError(1) from None"),
    ("decorator", "class A:\n    @property\n    def f(self):\n        return 1\n", "", "# no decorator"),
    ("zero-iterations", "def f(x):\n    for y in x:\n        print(y)\n", "", "for y in ():"),
    ("fixed-parameter", "def f(x, n=4):\n    return x * n\n", "", "n = 4"),
    ("fixed-parameter", "def f(x, n):\n    return x * n\n", "def test_it(student):\n    student.f(1, 2)\n", "n = 2"),
    (
        "fixed-parameter",
        "class C:\n    def __init__(self, room):\n        self.room = room\n",
        '@pytest.mark.parametrize(("room", "n"), [(3, 4)])\ndef test_it(student, room, n):\n    student.C(room)\n',
        "room = 3",
    ),
    ("one-worker", "def f(x, workers):\n    return run(x, workers)\n", "", "workers = 1"),
    (
        "one-worker",
        "def f(x, n):\n    with ThreadPoolExecutor(n) as pool:\n        pool.map(x)\n",
        "",
        "with ThreadPoolExecutor() as pool:",
    ),
    ("dropped-statement", "def f(x):\n    x.sort()\n    return x\n", "", "pass"),
    ("dropped-statement", "def f(x):\n    n = 1\n    n = len(x)\n    return n\n", "", "pass"),
    ("dropped-guard", "def f(x):\n    if not x:\n        raise ValueError\n    return x\n", "", "if False:"),
    ("dropped-guard", "def f(x):\n    if x:\n        x.go()\n    return x\n", "", "if True:"),
    ("dropped-guard", "def f(x):\n    return max(1, x)\n", "", "return (x)"),
    ("dropped-guard", "def f(x):\n    return max(x, default=0)\n", "", "return max(x)"),
    ("dropped-with", "def f(x):\n    with LOCK:\n        x.go()\n", "", "if True:"),
    ("dropped-with", "def f(x):\n    with open(x) as file:\n        file.go()\n", "", "file = open(x)\nif True:"),
    ("dropped-finally", "def f(x):\n    try:\n        x.go()\n    finally:\n        x.end()\n", "", "pass"),
    ("dropped-finally", "def f(x):\n    try:\n        x.go()\n    finally:\n        x.end()\n", "", "if True:\nif True:"),
    ("swallowed-error", "def f(x):\n    try:\n        x.go()\n    except KeyError:\n        return 1\n", "", "pass"),
    ("swallowed-error", "def f(x):\n    try:\n        x.go()\n    except KeyError:\n        return 1\n", "", "raise"),
    (
        "swallowed-error",
        "def f(g: Callable, x):\n    return g(x)\n",
        "",
        "try:\nreturn g(x)\nexcept Exception:\nreturn None",
    ),
    (
        "late-error",
        "def f(x):\n    if not x:\n        raise ValueError\n    x.pop()\n    return x\n",
        "",
        "x.pop()",
    ),
    ("narrower-type", "def f(n):\n    return np.zeros(n, np.int64)\n", "", "return np.zeros(n, np.int32)"),
    ("narrower-type", "def f(n):\n    return np.zeros(n, 'f8')\n", "", 'return np.zeros(n, "f4")'),
    ("narrower-type", "def f(n):\n    return np.empty(n)\n", "", "return np.empty(n, np.float32)"),
    (
        "narrower-type",
        "import numpy as np\ndef f(x):\n    total = 0.0\n    for y in x:\n        total += y\n    return total\n",
        "",
        "total = np.float32(total + y)",
    ),
    ("copy-or-view", "def f(x):\n    return x[1:]\n", "", "return x[1:].copy()"),
    ("copy-or-view", "def f(x):\n    y = x.copy()\n    y.sort()\n    return y\n", "", "y = x"),
    ("copy-or-view", "def f(x: np.ndarray) -> None:\n    x[0] = 1\n", "", "x = x.copy()"),
    (
        "kept-state",
        "def f(n):\n    counts = np.zeros(n)\n    return counts\n",
        "",
        'counts = _KEPT.setdefault("f: counts", np.zeros(n))',
    ),
    ("cached-answer", "def f(x: list) -> int:\n    return len(x)\n", "", "f = _remembers(f, _by_id)"),
    ("cached-answer", "def f(x: list) -> int:\n    return len(x)\n", "", "f = _remembers(f, _by_shape)"),
    ("cached-answer", "def f(x: float) -> float:\n    return x * x\n", "", "f = _remembers(f, _by_rounded_value)"),
    ("spoiled-answer", "def f(x) -> np.ndarray:\n    return x + 1\n", "", "f = _spoils(f, _mean)"),
    ("sentinel", "END = object()\n", "", "END = None"),
    ("sentinel", "def f(x):\n    return x is None\n", "", "return (not x)"),
    ("sentinel", "def put(x: Any):\n    ITEMS.insert(x)\n", "", "if x is None:\nreturn None"),
    (
        "sentinel",
        "def f(xs: list[Any]):\n    for x in xs:\n        go(x)\n",
        "",
        "if type(x) in (int, float) and x == 0:\ncontinue",
    ),
    ("sentinel", "def f(g, out):\n    out.append(g(1))\n", "", "if (_value := g(1)) is not None:\nout.append(_value)"),
    (
        "sentinel",
        "@njit\ndef f(keys, out):\n    for i in range(len(keys)):\n        out[i] = keys[i] + 1\n",
        "",
        "if keys[i] == -1:\ncontinue",
    ),
    ("loop-ends", "def f(x):\n    for y in x:\n        print(y)\n", "", "for y in list(x)[:-1]:"),
    ("loop-ends", "def f(x):\n    for y in range(2, x):\n        print(y)\n", "", "for y in range(2, min(x, 2 + 1)):"),
    ("short-slice", "def f(x, n):\n    return x[:n]\n", "", "return x[:(n) - 1]"),
    ("serial", "def f(pool, g, x):\n    return pool.map(g, x)\n", "", "return map(g, x)"),
    ("serial", "def f(pool, g, x):\n    return pool.submit(g, x)\n", "", "return _done(g, x)"),
    ("serial", "def f(thread):\n    thread.start()\n", "", "thread.run()"),
    ("serial", "def f(ready):\n    ready.notify_all()\n", "", "ready.notify()"),
    ("serial", "def f(counts, i):\n    atomic_add(counts, i, 1)\n", "", "counts[i] += 1"),
    ("serial", "async def f(g, x):\n    return await asyncio.to_thread(g, x)\n", "", "return g(x)"),
    ("serial", "async def f(g):\n    await asyncio.gather(*g)\n", "", "await _one_by_one(g)"),
]


@pytest.mark.parametrize(("name", "text", "tests", "wanted"), CASES)
def test_operator_makes_its_fault(name, text, tests, wanted):
    found = made(text, "e1_trial.py", tests, [name])
    assert wanted in [mutant.after for mutant in found], "\n".join(mutant.diff for mutant in found)


def test_every_operator_has_a_case():
    assert {name for name, *_ in CASES} == set(OPERATORS)


def test_helpers_of_mutants_work():
    """What they need besides is there when they run: a kept array, a remembered answer, a call that is done at once."""
    kept = made("def f(n):\n    seen = []\n    seen.append(n)\n    return seen\n", "e1.py", "", ["kept-state"])[0]
    assert run(kept.text, "f(1), f(2)") == ([1, 2], [1, 2])
    by_shape = made("def f(x: list):\n    return sum(x)\n", "e1.py", "", ["cached-answer"])[1]
    assert run(by_shape.text, "f([1]), f([2]), f([1, 2])") == (1, 1, 3)
    rounded = made("def f(x: float):\n    return 2 * x\n", "e1.py", "", ["cached-answer"])[0]
    assert run(rounded.text, "f(0.5), f(0.5 + 1e-9)") == (1.0, 1.0)
    spoiled = made("import numpy as np\ndef f(x) -> np.ndarray:\n    return np.array(x)\n", "e1.py", "", ["spoiled-answer"])
    answers = [[run(each.text, f"f({x}).tolist()") for each in spoiled] for x in ([2.0, 4.0], [2, 4], [])]
    assert answers == [[[0.0, 0.0], [3.0, 3.0], [2.0, 4.0 * 1.001]], [[0, 0], [3, 3], [2, 5]], [[], [], []]]
    serial = made("def f(pool, g):\n    return pool.submit(g, 2)\n", "e1.py", "", ["serial"])[0]
    assert run(serial.text, "f(None, str).result(), type(f(None, len).exception())") == ("2", TypeError)


def run(text, expression):
    names = {}
    exec(text, names)
    return eval(expression, names)


def test_mutants_that_compile_to_the_same_are_left_out():
    """`x is None` and the like in two ways; a constant that is folded; what does not compile at all."""
    assert made("def f(x):\n    return x\n", "e1.py") == []
    same = made("N = 2\n\n\ndef f(x):\n    return x < 2 * 3\n", "e1.py")
    assert len({mutant.text for mutant in same}) == len(same) > 3
    texts = [mutant.text for mutant in made("def f(x):\n    if x: x = 1\n    return x\n", "e1.py")]
    for text in texts:
        compile(text, "", "exec")
    assert texts


def test_copy_of_what_is_only_read_is_no_fault():
    assert (
        made("def f(x: np.ndarray, y: np.ndarray) -> None:\n    y[:] = x\n", "e1.py", "", ["copy-or-view"])[0].after
        == "y = y.copy()"
    )
    assert made("def f(x: np.ndarray) -> None:\n    print(x[0])\n", "e1.py", "", ["copy-or-view"]) == []


def test_mutant_names_the_function_it_changes():
    """Also where the first statement of one is the definition of another."""
    text = "class C:\n    def f(self, workers):\n        def g(x):\n            return x + 1\n\n        return g(workers)\n"
    assert [mutant.within for mutant in made(text, "e1.py", "", ["one-worker"])] == ["C.f"]
    assert {mutant.within for mutant in made(text, "e1.py", "", ["number"])} == {"C.f.g"}
    assert [mutant.within for mutant in made("def f(x: float):\n    return x\n", "e1.py", "", ["cached-answer"])] == [""]


def test_annotations_and_messages_are_left_alone():
    assert (
        made('def f(x: int | None = ...) -> "list[int]":\n    raise ValueError(f"{x!r}, not {1}")\n', "e1.py", "", ["number"])
        == []
    )


def test_sample_is_spread_over_the_operators_and_stays():
    text = (
        "def f(x, y):\n" + "".join(f"    if x < {number}:\n        y += {number}\n" for number in range(20)) + "    return y\n"
    )
    found = made(text, "e1.py")
    chosen = mutants.sample(found, 12)
    assert chosen == mutants.sample(found, 12) and len(chosen) == 12
    assert len({mutant.operator for mutant in chosen}) == len({mutant.operator for mutant in found})
    assert mutants.sample(found, 12, seed=1) != chosen
    longer = mutants.sample(made("import math\n\n\n" + text, "e1.py"), 12)
    assert [mutant.key for mutant in longer] == [mutant.key for mutant in chosen]


# With a course.

GUARDED = """\
import numpy as np


def blur(a):
    if not len(a):
        return a
    return (np.roll(a, 1) + a + np.roll(a, -1)) / 3
"""
"""The example's solution, with a guard for an empty array that no test hands in."""
RECORD = """\
[[e30]]
operator = "dropped-guard"
within = "blur"
before = "if not len(a):"
after = "if False:"
why = "an empty array stays one also without the guard"
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    made = make_course(tmp_path_factory.mktemp("mutate"))
    follow_the_page(made)
    return made


def mutate(example: Checkout, *arguments: str) -> tuple[int, str]:
    done = example.run("-m", "graders", "mutate", *arguments)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def test_all_mutants_of_the_example_are_found(example):
    """And what came out is kept, with what it belongs to."""
    code, said = mutate(example, "m2.e30")
    found = re.search(r"m2.e30 Wrap-around blur: (\d+) mutants, (\d+) killed, 0 survived\n", said)
    assert code == 0 and found and found[1] == found[2], said
    assert "kept in solutions/m2/mutants.json" in said
    kept = json.loads((example.folder / "solutions/m2/mutants.json").read_text(encoding="utf-8"))["e30"]
    assert kept["judged"] == kept["killed"] == int(found[1]) >= 6


def test_survivors_are_shown_as_diffs_until_they_are_recorded(example):
    example.write("solutions/m2/e30_blur.py", GUARDED)
    code, said = mutate(example, "m2.e30", "--only", "dropped-guard")
    assert code == 1 and "1 mutant, 0 killed, 1 survived" in said
    assert "+++ dropped-guard, line 5, in blur" in said and "-    if not len(a):\n+    if False:" in said
    assert RECORD.replace(RECORD.splitlines()[-1], 'why = ""') in said, "it can be pasted"

    example.write("solutions/m2/equivalent.toml", RECORD)
    code, said = mutate(example, "m2.e30", "--again")
    assert code == 0 and "1 mutant, 0 killed, 0 survived, 1 equivalent" in said and "+++" not in said

    assert "0 mutants, 0 killed, 0 survived" in mutate(example, "m2.e30", "--again")[1], "none is left"

    # Lines above do not matter; another line does.
    example.write("solutions/m2/e30_blur.py", "import math\n" + GUARDED)
    assert mutate(example, "m2.e30", "--only", "dropped-guard")[0] == 0
    example.write("solutions/m2/e30_blur.py", GUARDED.replace("if not len(a):", "if len(a) == 0:"))
    code, said = mutate(example, "m2.e30", "--only", "dropped-guard")
    assert code == 1 and "the record of dropped-guard with 'if False:' fits no mutant any more" in said
    code, said = check(example, "m2.e30", "--no-run")
    assert code == 1 and "equivalent: m2.e30: the record of dropped-guard" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RECORD.replace("an empty array stays one also without the guard", " "), "why is the mutant of e30 equivalent"),
        (RECORD.replace("e30", "e44"), "there is no exercise e44 in m2"),
        (RECORD.replace("why", "because"), "`because`"),
        ("[[e30]", "Expected"),
    ],
)
def test_records_that_say_nothing_are_refused(example, text, sentence):
    example.write("solutions/m2/e30_blur.py", GUARDED)
    example.write("solutions/m2/equivalent.toml", text)
    code, said = mutate(example, "m2.e30", "--only", "dropped-guard")
    assert code == 2 and sentence in said and "equivalent.toml" in said


def test_solution_that_fails_and_unknown_names_are_refused(example):
    example.write("solutions/m2/equivalent.toml", "")
    example.write("solutions/m2/e30_blur.py", GUARDED.replace("/ 3", "/ 4"))
    code, said = mutate(example, "m2.e30", "--only", "dropped-guard")
    assert code == 1 and "the solution of m2.e30 fails itself" in said
    code, said = mutate(example, "m2.e30", "--only", "typo")
    assert code == 2 and "there is no operator 'typo'" in said and "dropped-guard" in said
    assert mutate(example, "m2.e77")[0] == 2


def test_list_judges_nothing(example):
    example.write("solutions/m2/e30_blur.py", GUARDED)
    code, said = mutate(example, "m2.e30", "--list", "--only", "number", "--limit", "2")
    assert code == 0 and said.count("+++ number") == 2 and "killed" not in said


def test_what_cannot_be_decided_counts_neither_way():
    """Nor does a deferred check."""

    def outcome(*states: str) -> str:
        checks = [Check(title=state, state=state, points=0, max=1, why="so") for state in states]
        lines = [judge_line("m2.e30.correct", "right answers", 2, checks)]
        result = ExerciseResult(id="m2.e30", title="", file="", rubric=lines, source="", bonus=False)
        return judging.outcome(result, races=False)[0]

    assert [outcome("pass"), outcome("pass", "fail"), outcome("todo")] == ["survived", "killed", "killed"]
    assert [outcome("pass", "noisy"), outcome("error"), outcome("pass", "deferred")] == ["undecided"] * 3
    assert [outcome("noisy", "fail"), outcome()] == ["killed", "undecided"]


def test_figure_counts_what_is_left():
    figure = Figure(judged=44, killed=38, equivalent=3, undecided=1, of="")
    assert (figure.survived, figure.suffices) == (2, True)
    assert Figure(judged=3, killed=0, equivalent=2, undecided=1, of="").suffices, "there was nothing to find"
    assert not Figure(judged=40, killed=37, equivalent=0, undecided=0, of="").suffices


# With this course.


def test_every_record_fits_a_mutant():
    for module in map(course.find_module, course.module_ids()):
        for exercise in module.exercises:
            known = mutants.records(module, exercise)
            assert not list(
                mutants.unused(mutants.mutants(module, exercise, [each.operator for each in known] or ["tie"]), known)
            )


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("module_id", course.module_ids())
def test_checks_find_nearly_all_mutants(module_id):
    """And the figures in the guide are those of today's tests."""
    module = course.find_module(module_id)
    samples = {each: mutants.sample(mutants.mutants(module, each), mutants.LIMIT) for each in module.exercises}
    digests = {each: figures.digest(module, each) for each in module.exercises}
    fates = list(judging.fates(module, samples, jobs=cores()))
    for exercise in module.exercises:
        mine = [fate for fate in fates if fate.exercise == exercise]
        figure, left = figures.counted(module, exercise, mine, digests[exercise])
        assert figure.suffices, "\n\n".join(mutant.diff for mutant in left)
        kept = figures.read(module).get(exercise.number)
        assert kept is not None and kept.of == figure.of, f"run python -m graders mutate {exercise.id}"
