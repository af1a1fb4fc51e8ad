"""What grading one hand-in of m2 costs, beside nbgrader grading a notebook with the same asserts.

    python benchmarks/nbgrader_cost.py [students] [rounds]

Both sides judge the same solution with the same public and hidden tests, without races, and end with a score in a
gradebook and a feedback page. nbgrader runs the asserts in a kernel, inside one process and without any protection
(`nbgrader autograde` + `nbgrader generate_feedback`); ours starts a worker per exercise. Wall seconds, interleaved.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from graders import course  # noqa: E402
from graders.batch.handin import find_handins  # noqa: E402
from graders.result import load  # noqa: E402

MODULE = course.find_module("m2")


def run_asserts(exercise_id: str, kind: str) -> float:
    """In the notebook's kernel: the tests of one rubric line, in this process, on the file in the current folder."""
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
    """Correctness of every hand-in, its page and its scores in the gradebook, as `graders grade` does it, but no races."""
    from graders import cli
    from graders.batch import night

    def finish(chosen, run, workers, handins, progress):
        for each in handins:
            night._finish(chosen, each, load(chosen.begun(each.student)))

    night._judge_races = finish
    code = cli.main(["grade", "m2", str(handins), "--out", str(out), "--no-sandbox"])
    assert code == 0


def notebook() -> str:
    cells = []

    def add(name: str, source: str, points: float | None = None) -> None:
        marks = {"schema_version": 3, "grade_id": name, "grade": points is not None, "solution": points is None}
        marks |= {"locked": points is not None, "task": False}
        if points is not None:
            marks["points"] = points
        cells.append(
            {
                "cell_type": "code",
                "source": source,
                "metadata": {"nbgrader": marks},
                "outputs": [],
                "execution_count": None,
                "id": name,
            }
        )

    for exercise in MODULE.exercises:
        source = (course.SOLUTIONS / "m2" / exercise.path.name).read_text(encoding="utf-8")
        write = f"import pathlib\n_ = pathlib.Path({exercise.path.name!r}).write_text({source!r}, encoding='utf-8')"
        add(f"{exercise.number}-code", write)
        for line in exercise.rubric:
            if line.kind in ("correct", "hidden"):
                path = str(ROOT / "benchmarks")
                call = f"import sys; sys.path.insert(0, {path!r})\nimport nbgrader_cost\n"
                add(
                    f"{exercise.number}-{line.kind}",
                    f"{call}nbgrader_cost.run_asserts({exercise.id!r}, {line.kind!r})",
                    line.max,
                )
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def shell(*command: str, cwd: Path) -> float:
    environment = os.environ | {"PATH": str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]}
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return time.perf_counter() - begin


def main(students: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = notebook()
        config = f'c = get_config()\nc.CourseDirectory.course_id = "bench"\nc.Exchange.root = {str(folder / "exchange")!r}\n'
        config += "c.Execute.timeout = 300\n"
        (folder / "nbgrader_config.py").write_text(config)
        places = [folder / "source" / "m2"] + [folder / "submitted" / f"s{n}" / "m2" for n in range(students)]
        for place in places:
            place.mkdir(parents=True)
            (place / "m2.ipynb").write_text(text, encoding="utf-8")
        for n in range(students):
            place = folder / "handins" / f"s{n}"
            place.mkdir(parents=True)
            for exercise in MODULE.exercises:
                (place / exercise.path.name).write_bytes((course.SOLUTIONS / "m2" / exercise.path.name).read_bytes())
        shell("-m", "nbgrader", "generate_assignment", "m2", cwd=folder)
        shell(__file__, "ours", str(folder / "handins"), str(folder / "warm"), cwd=ROOT)
        pairs = []
        for number in range(rounds):
            # The gradebook is there already, as it is for nbgrader: making it costs seconds once a course.
            out = folder / f"out{number}"
            out.mkdir()
            (folder / "warm" / "nbgrader").rename(out / "nbgrader")
            us = shell(__file__, "ours", str(folder / "handins"), str(out), cwd=ROOT)
            (out / "nbgrader").rename(folder / "warm" / "nbgrader")
            them = shell("-m", "nbgrader", "autograde", "m2", "--force", cwd=folder)
            them += shell("-m", "nbgrader", "generate_feedback", "m2", "--force", cwd=folder)
            pairs.append((us, them))
            print(f"{students} students: ours {us:6.1f} s   nbgrader {them:6.1f} s   ratio {us / them:.2f}", flush=True)
        print(f"median ratio {statistics.median(us / them for us, them in pairs):.2f}")
        assert len(find_handins(folder / "handins", MODULE)) == students


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        main(numbers[0] if numbers else 1, numbers[1] if len(numbers) > 1 else 3)
