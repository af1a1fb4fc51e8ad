"""A module and results with every state in them, made without running the graders."""

import random
from functools import partial
from pathlib import Path

import msgspec

from graders.course import Exercise, Module
from graders.judge import messages
from graders.result import Check, ExerciseResult, Measure, Result, RubricResult, Speedup, State, Step, judge_line, with_lines

HOSTILE = "<script>alert(1)</script> \x1b[31mred\x1b[0m \u202edesrever $$\\href{javascript:alert(2)}{x}$$ ![x](http://evil/)"
"""Everything that must stay text: HTML, an ANSI escape, a bidi override, a formula that links, a remote image."""

HIDDEN_INPUT = "shards=[7, 0, 104729]"
"""What only a hidden check's why and details say."""

CACHES = {"L1_cache_bytes": 48 << 10, "L2_cache_bytes": 1 << 20}
GROWTH = Measure(
    "growth",
    1.02,
    "n",
    low=0.9,
    high=1.1,
    curve=[(1000.0, 1e-5), (10_000.0, 1.1e-4), (1e6, 0.012)],
    footprints=[8000, 80_000, 8_000_000],
)
THREADS = Measure("speed-up", 2.9, "x on 4 cores", curve=[(1.0, 1.0), (2.0, 1.8), (3.0, 2.4), (4.0, 2.9)])
ROOFLINE = Measure("roofline", 0.4, "of the roof", curve=[(0.125, 1e9)], roofs=(2e10, 1e11))
MEASURES = [GROWTH, THREADS, ROOFLINE, Measure("memory", 1 << 20, "B")]

_RUBRICS = {
    "m2.e0": ("Sum with every core", "e0_parallel_sum.py", {"correct": 4, "speed": 6, "hidden": 2}),
    "m2.e1": ("Count without losing", "e1_lost_updates.py", {"correct": 5, "speed": 4, "hidden": 3}),
    "m2.e2": ("A histogram on the GPU", "e2_histogram.py", {"correct": 3, "gpu": 4}),
}
_TITLES = {"correct": "right answers", "speed": "fast", "hidden": "hidden checks", "gpu": "on a GPU"}


def module(folder: Path) -> Module:
    """Module m2 with three exercises, its starters written to `folder`."""
    exercises = []
    for number, (exercise_id, (title, file, points)) in enumerate(_RUBRICS.items()):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'def answer(x):\n    """Exercise {number}."""\n    raise NotImplementedError\n', encoding="utf-8")
        row = Exercise(id=exercise_id, title=title, file=file, worth=points, written_hints=("Count the cores.",), folder=folder)
        exercises.append(row)
    return Module("m2", "Concurrency", folder, "guide/m2/README.md", tuple(exercises))


def result(student: str = "ada", finished: str = "2026-11-20T18:05:00.250000+00:00", **states: State) -> Result:
    """A half-good result. `e1_speed="error"` and the like replace a line by one whole check in that state."""
    exercises = [_sum(), _count(), _histogram()]
    for name, state in states.items():
        exercises = [_replaced(exercise, f"m2.{name.replace('_', '.')}", state) for exercise in exercises]
    return Result(
        student=student,
        module="m2",
        handout="26.1",
        fingerprint="5ca1ab1e" * 8,
        started="2026-11-20T18:04:12+00:00",
        finished=finished,
        machine={
            "cpu": "Sample CPU 3000",
            "cores": 4,
            **CACHES,
            "python": "3.11.7",
            "noise": 0.06,
            "sandboxed": False,
        },
        exercises=exercises,
    )


def perfect(student: str = "grace") -> Result:
    """Every line passed."""
    names = [line.id.removeprefix("m2.").replace(".", "_") for exercise in result().exercises for line in exercise.rubric]
    return result(student, **dict.fromkeys(names, "pass"))


def untouched(student: str = "zero") -> Result:
    """Nothing started."""
    names = [line.id.removeprefix("m2.").replace(".", "_") for exercise in result().exercises for line in exercise.rubric]
    return result(student, **dict.fromkeys(names, "todo"))


def classroom(size: int = 300, seed: int = 0) -> list[Result]:
    """A class of eight exercises: stronger and weaker students, a machine that is sometimes busy, and some odd cases.

    The first student's name and sentences are hostile; some never started, some handed in a link, one tampered.
    """
    draw = random.Random(seed)
    return [_student(number, draw) for number in range(size)]


def _student(number: int, draw: random.Random) -> Result:
    skill = draw.betavariate(2.5, 1.5)
    exercises = []
    for each in range(8):
        level = skill - each * 0.06
        kinds = {"correct": 5, "speed": 6, "hidden": 3} if each else {"correct": 5, "gpu": 4}
        rubric = [_drawn(f"m2.e{each}.{kind}", kind, most, level, draw) for kind, most in kinds.items()]
        exercises.append(ExerciseResult(id=f"m2.e{each}", title=f"Exercise {each}", file=f"e{each}.py", rubric=rubric))
    name = HOSTILE if number == 0 else f"s{number:03}"
    changed = msgspec.structs.replace(result(name), exercises=exercises)
    odd: dict[int, tuple[State, str, str]] = {
        1: ("fail", "Stopped", messages.tampered("the channel was closed")),
        2: ("error", "", "the worker could not be started"),
        3: ("fail", "refused", "e1.py is not a plain file (a link, perhaps): not read"),
        4: ("fail", "Mismatch", HOSTILE),
        5: ("todo", "NotStarted", messages.NOT_STARTED),
    }
    return with_lines(changed, partial(_odd, *odd[number % 50])) if number % 50 in odd else changed


def _drawn(line_id: str, kind: str, most: int, level: float, draw: random.Random) -> RubricResult:
    if kind == "gpu":
        check = Check(title="on a GPU", state="deferred", points=0, max=most, why=messages.NO_GPU)
    elif kind == "speed":
        ratio = round(max(0.3, draw.lognormvariate(3 * level - 0.6, 0.35)), 3)
        steps = [Step(1.5, 2), Step(3.0, 4), Step(8.0, 6)]
        points = max((step.points for step in steps if ratio >= step.factor), default=0)
        race = Speedup(ratio=ratio, low=ratio * 0.9, high=ratio * 1.1, rounds=24, clean_rounds=22, seconds=1.8, steps=steps)
        state: State = "noisy" if draw.random() < 0.02 else "pass" if points == most else "partial" if points else "fail"
        why = messages.too_noisy("3x") if state == "noisy" else "" if points else "too slow"
        check = Check(title="faster", state=state, points=points, max=most, why=why, speedup=race)
    else:
        points = min(most, max(0, round(most * (level + draw.uniform(0, 0.5)))))
        state = "pass" if points == most else "partial" if points else draw.choice(["fail", "todo"])
        check = Check(title=_TITLES[kind], state=state, points=points, max=most, why="" if points else "the answer is wrong")
    return judge_line(line_id, _TITLES[kind], most, [check])


def _odd(state: State, cause: str, why: str, line: RubricResult) -> RubricResult:
    if line.state == "deferred":
        return line
    check = Check(title="all of it", state=state, points=0, max=line.max, why=why, cause=cause)
    judged = judge_line(line.id, line.title, line.max, [check])
    return msgspec.structs.replace(judged, checks=[]) if cause == "refused" else judged


def sources() -> dict[str, str]:
    """What the student of `result` handed in: the third file is missing."""
    return {
        "e0_parallel_sum.py": (
            "import numpy as np\n\n\ndef parallel_sum(x):\n"
            '    """Sum of x. <script>alert(3)</script> \u202e"""\n    return np.sum(x)\n'
        ),
        "e1_lost_updates.py": "def count(n, workers):\n    total = 0\n"
        + "    total += 1  # \x1b[2J\n" * 12
        + "    return total\n",
    }


def _sum() -> ExerciseResult:
    correct = [
        Check(title="exact for many sizes", state="pass", points=2, max=2),
        Check(title="an empty array sums to 0", state="pass", points=2, max=2, measures=MEASURES),
    ]
    race = Speedup(
        ratio=3.64,
        low=3.1,
        high=4.2,
        rounds=24,
        clean_rounds=22,
        seconds=1.8,
        steps=[Step(1.5, 2), Step(3, 4), Step(12, 6)],
        ratios=[3.1, 3.6, 4.2, 3.64, 3.7, 3.2],
        disturbed=[2.0, 2.1],
    )
    speed = [
        Check(
            title="faster than one core",
            state="partial",
            points=4,
            max=6,
            why="3.6x so far; the next step is 12x",
            speedup=race,
        )
    ]
    hidden = [
        Check(title="other sizes", state="pass", points=1, max=1),
        Check(
            title="many threads at once",
            state="fail",
            points=0,
            max=1,
            why=f"parallel_sum({HIDDEN_INPUT}) lost a shard",
            details=[f"called   parallel_sum({HIDDEN_INPUT})", "expected 104736", "got      104729"],
        ),
    ]
    return _exercise("m2.e0", {"correct": correct, "speed": speed, "hidden": hidden})


def _count() -> ExerciseResult:
    correct = [
        Check(title="one worker", state="pass", points=2, max=2),
        Check(
            title="eight workers, nothing lost",
            state="fail",
            points=0,
            max=3,
            why=f"raised ValueError: {HOSTILE}",
            details=[
                "called   count(1000, workers=8)",
                "expected 8000",
                "got      7312",
                f"printed  {HOSTILE}",
                "e1_lost_updates.py:3",
            ],
        ),
    ]
    race = Speedup(
        ratio=1.97,
        low=1.4,
        high=2.6,
        rounds=36,
        clean_rounds=9,
        seconds=6.0,
        steps=[Step(1.3, 2), Step(2, 4)],
        undecided=[2.0],
        attempts=3,
    )
    speed = [
        Check(
            title="two workers pay",
            state="noisy",
            points=4,
            max=4,
            why="too noisy to call: counted as 2x for now",
            speedup=race,
        )
    ]
    return _exercise("m2.e1", {"correct": correct, "speed": speed, "hidden": []})


def _histogram() -> ExerciseResult:
    correct = [Check(title="exact counts", state="todo", points=0, max=3, why="not started")]
    gpu = [Check(title="coalesced reads", state="deferred", points=0, max=4, why="no GPU here; decided on the course machine")]
    return _exercise("m2.e2", {"correct": correct, "gpu": gpu})


def _exercise(exercise_id: str, checks: dict[str, list[Check]]) -> ExerciseResult:
    title, file, points = _RUBRICS[exercise_id]
    rubric = [judge_line(f"{exercise_id}.{kind}", _TITLES[kind], points[kind], checks[kind]) for kind in points]
    return ExerciseResult(id=exercise_id, title=title, file=file, rubric=rubric)


def _replaced(exercise: ExerciseResult, line_id: str, state: State) -> ExerciseResult:
    return ExerciseResult(
        id=exercise.id,
        title=exercise.title,
        file=exercise.file,
        rubric=[_line(line, state) if line.id == line_id else line for line in exercise.rubric],
    )


def _line(line: RubricResult, state: State) -> RubricResult:
    points = line.max if state in ("pass", "noisy") else 0
    why = "" if state == "pass" else f"says {state}"
    return judge_line(
        line.id, line.title, line.max, [Check(title="all of it", state=state, points=points, max=line.max, why=why)]
    )
