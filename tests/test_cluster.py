"""A night on a real Dask scheduler with two real workers, one of which is killed; and a night that is killed itself."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from graders.result import Result, load
from tests.checkout import FAST, HIDDEN, SHORT_RACE, WRONG, Checkout

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="grading is for Linux and macOS")

HANDINS = {"ann": FAST, "bob": WRONG, "cyd": "import os\nos._exit(0)\n", "dee": f"{FAST}# dee\n"}


@pytest.fixture
def course(trial: Checkout) -> Checkout:
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    trial.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    for student, source in HANDINS.items():
        trial.write(f"handins/{student}/e1_blur.py", source)
    return trial


def started(course: Checkout, out: str, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "graders", "grade", "m9", "handins", "--out", out, "--no-sandbox", *more]
    return subprocess.Popen(command, cwd=course.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0, said
    return said


def graded(course: Checkout, out: str) -> dict[str, dict[str, tuple[str, int]]]:
    """By student, what every line came to; of races only whether there are points, for the machine is busy."""
    results: list[Result] = [load(path) for path in sorted((course.folder / out / "m9").glob("*.json"))]
    return {
        result.student: {
            line.id: (line.state, line.points) if not line.id.endswith("speed") else ("", min(line.points, 1))
            for exercise in result.exercises
            for line in exercise.rubric
        }
        for result in results
    }


@contextlib.contextmanager
def dask(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's, in a folder that holds nothing of the course, so that it has to travel."""
    command = [sys.executable, "-I", "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:]]
    with open(folder / f"{arguments[0]}-{time.monotonic_ns()}.log", "wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, env={"PATH": os.environ["PATH"], "TMPDIR": str(folder)}
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until(condition, seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def test_a_cluster_that_loses_a_worker_gives_the_same_gradebook(course, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    address = f"tcp://127.0.0.1:{free_port()}"
    worker = ["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--resources", "timing=1"]
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask(folder, "scheduler", "--host", address, "--no-dashboard", "--no-show"))
        workers = [stack.enter_context(dask(folder, *worker)) for _ in range(2)]
        night = started(course, "far", "--scheduler", address)
        begun = course.folder / "far" / "m9" / ".begun"

        def judging() -> list[subprocess.Popen[bytes]]:
            return [each for each in workers if psutil.Process(each.pid).children(recursive=True)]

        wait_until(lambda: night.poll() is not None or (list(begun.glob("*.json")) and judging()))
        assert night.poll() is None, finished(night)
        judging()[0].kill()  # in the middle of somebody
        said = finished(night)
        assert "4 graded" in said
        # Hidden tests do not stay: the worker that lives has removed them, the next one clears up after the dead.
        left = [path for path in folder.rglob("test_e1_blur.py") if "hidden" in path.parts]
        assert len(left) == 1
        stack.enter_context(dask(folder, *worker))
        wait_until(lambda: not any(path.exists() for path in left), 20)
    finished(started(course, "near"))
    assert graded(course, "far") == graded(course, "near")
    ann = graded(course, "far")["ann"]
    assert ann["m9.e1.correct"] == ("pass", 4) and ann["m9.e1.hidden"] == ("pass", 2)
    totals = [
        (course.folder / out / "m9" / "totals.csv").read_text(encoding="utf-8-sig").splitlines()[0] for out in ("far", "near")
    ]
    assert totals[0] == totals[1]


def test_a_scheduler_that_is_not_there_is_one_sentence(course, monkeypatch):
    done = course.run(
        "-m", "graders", "grade", "m9", "handins", "--no-sandbox", "--scheduler", "tcp://127.0.0.1:9", COURSE_PATIENCE="2"
    )
    assert done.returncode == 70
    assert re.search(r"graders: there is no Dask scheduler at tcp://127\.0\.0\.1:9", done.stderr), done.stderr


@pytest.mark.parametrize("phase", [pytest.param("correctness", marks=pytest.mark.long), "timing"])
def test_a_night_that_is_killed_goes_on_where_it_was(course, phase):
    folder = course.folder / "out" / "m9"
    kept = (lambda: list(folder.glob(".begun/*.json"))) if phase == "correctness" else (lambda: list(folder.glob("*.json")))
    night = started(course, "out")
    wait_until(lambda: len(kept()) >= 2)
    assert {each.laddr.ip for each in psutil.Process(night.pid).net_connections() if each.status == "LISTEN"} <= {"127.0.0.1"}
    judges = [child for child in psutil.Process(night.pid).children(recursive=True) if "pytest" in " ".join(child.cmdline())]
    night.send_signal(signal.SIGKILL)
    night.communicate()
    before = {path: path.read_bytes() for path in kept()}
    assert not list(folder.glob("**/.*.json.*")), "a half-written file"
    wait_until(lambda: not any(judge.is_running() and judge.status() != psutil.STATUS_ZOMBIE for judge in judges), 10)
    again = finished(started(course, "out"))
    if phase == "timing":
        assert f"{len(HANDINS) - len(before)} graded, {len(before)} already graded" in again
        assert {path: path.read_bytes() for path in before} == before
    else:
        for path, content in before.items():  # the first phase was not done again
            begun, complete = load(path) if path.exists() else None, load(folder / path.name)
            assert begun is None and complete.started.encode() in content
    assert set(graded(course, "out")) == set(HANDINS)
    assert not (folder / ".begun").exists()
    assert not list(Path(tempfile.gettempdir()).glob(f"submission-of-{night.pid}-*"))
    assert "0 graded, 4 already graded with this grader and submission: nothing changed" in finished(started(course, "out"))
