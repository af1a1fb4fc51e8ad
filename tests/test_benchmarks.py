"""benchmarks/: the solutions agree with the libraries, one that does not is noticed, and what `make bench` times works."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graders.course import ROOT, SOLUTIONS, find_module


def beside_libraries(*arguments: str | Path) -> tuple[int, str]:
    """Exit code and what was said of the solutions, at small sizes."""
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "solutions.py", "--quick", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


def test_solutions_that_agree_are_timed():
    code, told = beside_libraries("--only", "m2")
    assert code == 0 and "WRONG" not in told and "Traceback" not in told, told
    assert re.search(r"^m2\.e1  fit_parallel_fraction +np\.polyfit +agrees$", told, re.MULTILINE), told
    timed = r"^m2\.e3  hist_private, 524,288 bytes +np\.bincount +agrees +[\d.]+ .s +[\d.]+ .s +\d+\.\d\d +\d+% of triad$"
    assert re.search(timed, told, re.MULTILINE), told


@pytest.mark.long
def test_every_exercise_is_compared_and_wrong_answers_are_noticed(tmp_path: Path):
    shutil.copytree(SOLUTIONS / "m1", tmp_path / "m1")
    for exercise, wrong in (("e3_jagged", "e3/naive_reduceat"), ("e8_gpu_matmul", "e8/not_zeroed")):
        with (tmp_path / "m1" / f"{exercise}.py").open("a", encoding="utf-8") as file:
            file.write((SOLUTIONS / "m1" / "wrong" / f"{wrong}.py").read_text(encoding="utf-8"))
    code, told = beside_libraries("--only", "m1", "--folder", tmp_path)
    assert code == 1
    wrong = dict.fromkeys(re.findall(r"^WRONG: (.+), beside .+: .+ not .+$", told, re.MULTILINE))
    assert list(wrong) == ["m1.e3  row_sums, 3,125 rows", "m1.e8  hist_atomic, _shared, _local, _gather"], told
    for exercise in find_module("m1").exercises:
        assert re.search(rf"^{exercise.id}  .+ agrees( |$)", told, re.MULTILINE), f"{exercise.id}\n{told}"


def test_what_make_bench_times_works():
    """Each once, without a stopwatch."""
    command = [sys.executable, "-m", "pytest", "benchmarks", "--benchmark-disable", "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0 and re.search(r"^\d+ passed", done.stdout, re.MULTILINE), done.stdout + done.stderr
