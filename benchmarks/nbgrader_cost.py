"""What our roads into the gradebook cost, beside stock nbgrader and otter-grader.

    python benchmarks/nbgrader_cost.py feed  [--students 20] [--rounds 3]
    python benchmarks/nbgrader_cost.py grade [--students 20] [--rounds 2] [--otter PYTHON]

`feed`: every student has a verdict already. `nbgrader autograde` with our steps in place of the kernel, and
`graders export --to nbgrader` into a gradebook that knows the assignment and no student yet, beside stock
`nbgrader autograde` of the same notebooks, whose cells hold nothing but a comment.

`grade`: the solution of m2 judged by the same public and hidden tests, without races, up to a score in the gradebook:
`graders grade` in its sandbox beside `nbgrader autograde` running the asserts in cells, without any protection, and
beside `otter run` where `--otter` names a Python that has otter-grader (and numpy, numba, hypothesis, msgspec, psutil,
pytest, ipykernel). Ours works on as many submissions at a time as there are cores; the rivals cannot.

Wall seconds of whole commands, interleaved; the ratio of each round and its median.
"""

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graders import course  # noqa: E402

MODULE = course.find_module("m2")


def run_asserts(exercise_id: str, kind: str) -> float:
    """In the rival's kernel: the tests of one rubric line, in this process, on the file in the current folder."""
    import numpy as np

    from graders.judge.student import Student

    exercise = MODULE.exercise(exercise_id)
    folder = course.HIDDEN / "m2" if kind == "hidden" else exercise.path.parent
    spec = importlib.util.spec_from_file_location(f"{kind}_{exercise.path.stem}", folder / exercise.tests.name)
    tests = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tests)
    if exercise.given:
        sys.path.append(str(exercise.given.parent))
    student = Student(exercise, Path(exercise.path.name).resolve(), inline=True)
    points = 0.0
    for name, test in vars(tests).items():
        marks = {mark.name: mark for mark in getattr(test, "pytestmark", ())}
        if name.startswith("test_") and "points" in marks:
            student.begin_test([])
            wanted = {"student": student, "rng": np.random.default_rng(1)}
            names = test.__code__.co_varnames if not hasattr(test, "hypothesis") else ("student",)
            test(**{key: value for key, value in wanted.items() if key in names})
            points += marks["points"].args[0]
    return points


def ours(handins: Path, out: Path) -> None:
    """`graders grade` without races: correctness, pages and gradebook."""
    from graders import cli
    from graders.grading import batch
    from graders.result import load

    def finish(chosen, run, workers, handins, progress):
        for each in handins:
            batch._finish(chosen, each, load(chosen.begun(each.student)))

    batch._judge_races = finish
    code = cli.main(["grade", "m2", str(handins), "--out", str(out), "--sandbox-if-possible"])
    assert code == 0


LINES = [(exercise, line) for exercise in MODULE.exercises for line in exercise.rubric if line.kind in ("correct", "hidden")]
IMPORT = f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks')!r})\nimport nbgrader_cost\n"


def asserting_notebook() -> str:
    """The solutions in cells, and one test cell per rubric line, as nbgrader knows it."""
    cells = []

    def add(name: str, source: str, points: float | None = None) -> None:
        marks = {"schema_version": 3, "grade_id": name, "grade": points is not None, "solution": points is None}
        marks |= {"locked": points is not None, "task": False}
        if points is not None:
            marks["points"] = points
        cell = {"cell_type": "code", "source": source, "metadata": {"nbgrader": marks}, "id": name}
        cells.append(cell | {"outputs": [], "execution_count": None})

    for exercise in MODULE.exercises:
        source = (course.SOLUTIONS / "m2" / exercise.path.name).read_text(encoding="utf-8")
        write = f"import pathlib\n_ = pathlib.Path({exercise.path.name!r}).write_text({source!r}, encoding='utf-8')"
        add(f"{exercise.number}-code", write)
        for _, line in (pair for pair in LINES if pair[0] is exercise):
            call = f"{IMPORT}nbgrader_cost.run_asserts({exercise.id!r}, {line.kind!r})"
            add(f"{exercise.number}-{line.kind}", call, line.max)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


OTTER_TEST = """\
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = {points}

@test_case(points={points}, hidden={hidden})
def test():
    {run_import}
    assert nbgrader_cost.run_asserts({exercise!r}, {kind!r}) > 0
"""


def otter_archive(folder: Path, python: str) -> Path:
    """otter-grader's autograder archive with the same tests."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for exercise, line in LINES:
        name = f"{exercise.number}_{line.kind}"
        text = OTTER_TEST.format(
            name=name,
            points=line.max,
            hidden=line.kind == "hidden",
            run_import=IMPORT.strip().replace("\n", "\n    "),
            exercise=exercise.id,
            kind=line.kind,
        )
        (tests / f"{name}.py").write_text(text, encoding="utf-8")
    shell(python, "-m", "otter", "generate", "--tests-dir", "tests", "--output-path", "otter.zip", cwd=folder)
    return folder / "otter.zip"


def shell(python: str, *command: str, cwd: Path) -> float:
    """Seconds that a command took."""
    path = str(Path(python).parent) + os.pathsep + os.environ["PATH"]
    begin = time.perf_counter()
    done = subprocess.run(
        [python, *command], cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[:3000]}")
    return seconds


def stock_course(folder: Path, notebook: str, students: list[str]) -> Path:
    """A course folder as nbgrader's documentation has it, with that notebook handed in by everybody."""
    folder.mkdir(parents=True)
    config = f'c = get_config()\nc.CourseDirectory.course_id = "bench"\nc.Exchange.root = {str(folder / "exchange")!r}\n'
    (folder / "nbgrader_config.py").write_text(config + "c.Execute.timeout = 300\n")
    for place in [folder / "source" / "m2", *(folder / "submitted" / student / "m2" for student in students)]:
        place.mkdir(parents=True)
        (place / "m2.ipynb").write_text(notebook, encoding="utf-8")
    shell(sys.executable, "-m", "nbgrader", "generate_assignment", "m2", cwd=folder)
    return folder


def hand_in_solutions(folder: Path, students: list[str]) -> Path:
    for student in students:
        (folder / student).mkdir(parents=True)
        for exercise in MODULE.exercises:
            source = (course.SOLUTIONS / "m2" / exercise.path.name).read_text(encoding="utf-8")
            (folder / student / exercise.path.name).write_text(source, encoding="utf-8")
    return folder


def interleaved(rounds: int, ways: dict[str, Callable[[], float]], goals: dict[tuple[str, str], float]) -> None:
    """Run all ways in turn, every other round backwards, and print (way, rival)'s ratio of seconds beside its goal."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: 1 if number % 2 == 0 else -1]:
            seconds[name].append(ways[name]())
        print("   ".join(f"{name} {times[-1]:.1f} s" for name, times in seconds.items()), flush=True)
    for (name, rival), goal in goals.items():
        ratios = [a / b for a, b in zip(seconds[name], seconds[rival], strict=True)]
        print(
            f"{name}: {statistics.median(ratios):.3f} of {rival} "
            f"(median of {rounds} rounds, {min(ratios):.3f} to {max(ratios):.3f}; goal {goal:g})",
            flush=True,
        )


def feed(folder: Path, students: list[str], rounds: int) -> None:
    handins = hand_in_solutions(folder / "handins", students)
    out = folder / "out"
    # Judged once: every student gets the verdicts of the first.
    (folder / "one").mkdir()
    shutil.copytree(handins / students[0], folder / "one" / students[0])
    shell(sys.executable, __file__, "ours", str(folder / "one"), str(out), cwd=ROOT)
    verdict = (out / "m2" / f"{students[0]}.json").read_text(encoding="utf-8")
    for student in students:
        (out / "m2" / f"{student}.json").write_text(verdict.replace(f'"{students[0]}"', f'"{student}"'), encoding="utf-8")
    shutil.rmtree(out / "nbgrader")
    shell(sys.executable, "-m", "graders", "nbgrader", "m2", "--out", str(out), cwd=ROOT)
    empty = shutil.copytree(out / "nbgrader", folder / "empty")
    # As after a night: the students are in the gradebook.
    shell(sys.executable, "-m", "graders", "export", "m2", "--to", "nbgrader", "--out", str(out), cwd=ROOT)
    # The same submissions on both sides: the notebook handed out, its cells untouched.
    shell(sys.executable, "-m", "graders", "nbgrader", "m2", str(handins), "--out", str(out), cwd=ROOT)
    notebook = (out / "nbgrader" / "submitted" / students[0] / "m2" / "m2.ipynb").read_text(encoding="utf-8")
    bridged = shutil.copytree(out / "nbgrader", folder / "bridged")
    stock = stock_course(folder / "stock", notebook, students)
    for name, course_folder in (("ours", bridged), ("stock", stock)):
        print(f"{name}: {len(list(course_folder.glob('submitted/*/m2/m2.ipynb')))} notebooks of {len(students)} students")
    config = bridged / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8").replace("os.path.join(here, os.pardir)", repr(str(out)))
    config.write_text(text, encoding="utf-8")

    def autograde(course_folder: Path) -> float:
        taken = shell(sys.executable, "-m", "nbgrader", "autograde", "m2", "--force", cwd=course_folder)
        assert len(list(course_folder.glob("autograded/*/m2/m2.ipynb"))) == len(students)
        return taken

    def push() -> float:
        shutil.rmtree(out / "nbgrader", ignore_errors=True)
        shutil.copytree(empty, out / "nbgrader")
        taken = shell(sys.executable, "-m", "graders", "export", "m2", "--to", "nbgrader", "--out", str(out), cwd=ROOT)
        assert len(list((out / "nbgrader").glob("autograded/*/m2/m2.ipynb"))) == len(students)
        return taken

    ways = {"our steps": lambda: autograde(bridged), "direct push": push, "stock": lambda: autograde(stock)}
    interleaved(rounds, ways, {("our steps", "stock"): 0.35, ("direct push", "stock"): 0.05})


def grade(folder: Path, students: list[str], rounds: int, otter: str) -> None:
    handins = hand_in_solutions(folder / "handins", students)
    notebook = asserting_notebook()
    stock = stock_course(folder / "stock", notebook, students)
    made = folder / "made"
    shell(sys.executable, "-m", "graders", "nbgrader", "m2", "--out", str(made), cwd=ROOT)

    def by_us() -> float:
        # The gradebook is there already, as it is for nbgrader: making it costs seconds once a course.
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out)
        taken = shell(sys.executable, __file__, "ours", str(handins), str(out), cwd=ROOT)
        assert len(list(out.glob("m2/*.json"))) == len(students)
        return taken

    def by_nbgrader() -> float:
        return shell(sys.executable, "-m", "nbgrader", "autograde", "m2", "--force", cwd=stock)

    def by_otter() -> float:
        return sum(by_otter_once(student) for student in students)

    def by_otter_once(student: str) -> float:
        place = folder / "otter" / student
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        (place / "m2.ipynb").write_text(notebook, encoding="utf-8")
        taken = shell(otter, "-m", "otter", "run", "-a", str(archive), "m2.ipynb", cwd=place)
        found = json.loads((place / "results.json").read_text(encoding="utf-8"))
        assert sum(test.get("score", 0) for test in found["tests"]) > 0, found
        return taken

    ways, goals = {"ours": by_us, "nbgrader": by_nbgrader}, {("ours", "nbgrader"): 0.4}
    if otter:
        archive = otter_archive(folder / "otter-tests", otter)
        ways["otter"], goals["ours", "otter"] = by_otter, 0.3
    # Compiled code of numba is kept between runs on every side; whoever comes first must not pay for all.
    by_us()
    interleaved(rounds, ways, goals)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["feed", "grade"])
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--otter", default="", metavar="PYTHON")
    options = parser.parse_args()
    students = [f"s{number:03}" for number in range(options.students)]
    with tempfile.TemporaryDirectory() as name:
        if options.what == "feed":
            feed(Path(name), students, options.rounds)
        else:
            grade(Path(name), students, options.rounds, options.otter)


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
