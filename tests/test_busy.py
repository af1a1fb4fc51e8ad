"""A busy machine takes nothing away: every sample submission, graded quietly and beside three processes that always compute.

No point of a decided rubric line may differ. What was too noisy to call, in either night, is said to be so and has no say here;
`make test-all` only, for the second night takes several times as long.
"""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.authoring import sample_submissions
from graders.course import ROOT, find_module
from graders.result import Result, RubricResult, load

pytestmark = [pytest.mark.alone, pytest.mark.long]

BURNERS = 3
DECIDED = ("pass", "partial", "fail", "todo")
LONGEST = 7200
"""Seconds for one night: what keeps this test from hanging, not a measure of anything."""


@contextlib.contextmanager
def burners(count: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
        assert all(each.poll() is None for each in running), "a burner ended before the night did"
    finally:
        for each in running:
            each.kill()
            each.wait()


def graded(module: str, handed_in: Path, out: Path) -> dict[str, Result]:
    command = [sys.executable, "-m", "graders", "grade", module, str(handed_in), "--out", str(out)]
    done = subprocess.run([*command, "--sandbox-if-possible"], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    assert done.returncode == 0, done.stdout + done.stderr
    return {student: load(out / module / f"{student}.json") for student in sample_submissions.read(find_module(module))}


def lines_of(result: Result) -> dict[str, RubricResult]:
    return {line.id: line for exercise in result.exercises for line in exercise.rubric}


@pytest.mark.parametrize("module", sample_submissions.modules())
def test_no_point_differs_beside_three_burners(module, tmp_path):
    handed_in = tmp_path / "handed in"
    sample_submissions.make(find_module(module), handed_in)
    quiet = graded(module, handed_in, tmp_path / "quiet")
    with burners(BURNERS):
        busy = graded(module, handed_in, tmp_path / "busy")
    taken, compared = [], 0
    for student in quiet:
        before, after = lines_of(quiet[student]), lines_of(busy[student])
        assert before.keys() == after.keys()
        for line in before.values():
            pair = (line, after[line.id])
            assert not any(each.state == "error" for each in pair), f"{student}: {line.id}: the grader had trouble: {pair}"
            if not all(each.state in DECIDED for each in pair):
                continue
            compared += 1
            if line.points != after[line.id].points:
                taken.append(
                    f"{student}: {line.id}: {line.points} quietly, {after[line.id].points} ({after[line.id].why}) busy"
                )
    assert not taken, "\n".join(taken)
    assert compared > len(quiet)
