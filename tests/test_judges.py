"""Judges that are forked from a process that has imported what they need are no different from those that import it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from graders.course import load_module
from graders.grading.jobs import Job, Judges
from graders.grading.run import Run, job
from graders.result import decode
from tests.checkout import FAST, HIDDEN, WRONG, Checkout

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="judges are forked on Linux")

LOOK = """\
import json
import os
import random
import sys

import numpy as np


def test_look():
    found = {
        "arguments": sys.argv,
        "below": os.getppid(),
        "drawn": [random.random(), np.random.random()],
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "open": [os.readlink(entry) for entry in os.scandir("/proc/self/fd") if os.path.lexists(entry)],
        "pid": os.getpid(),
        "threads": len(os.listdir("/proc/self/task")),
    }
    with open(os.environ["LOOK"], "w") as file:
        json.dump(found, file)
"""
HANG = """\
import os
import subprocess
import time


def test_hang():
    child = subprocess.Popen(["sleep", "600"])
    with open(os.environ["LOOK"] + ".part", "w") as file:
        file.write(f"{os.getpid()} {child.pid}")
    os.rename(os.environ["LOOK"] + ".part", os.environ["LOOK"])
    time.sleep(600)
"""


@pytest.fixture
def judges(checkout: Checkout):
    """In a copy of the course, with tests of its own in it."""
    checkout.write("look/test_look.py", LOOK)
    checkout.write("look/test_hang.py", HANG)
    with contextlib.closing(Judges(checkout.folder, forks=True)) as judges:
        yield judges


def a_job(place: Path, name: str = "test_look.py", limit: float = 300, **environment: str) -> Job:
    wanted = {"LOOK": str(place), "COURSE_SEED": "4711", "PYTHONDONTWRITEBYTECODE": "1"} | environment
    return Job({}, (f"look/{name}",), wanted, limit)


def look(judges: Judges, place: Path, **environment: str) -> dict:
    done = judges.perform(a_job(place, **environment))
    assert done.code == 0, done
    return json.loads(place.read_text())


def gone(pid: int, within: float = 60) -> bool:
    """Whether it ends; a process that has ended and that nobody has collected counts as gone."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_each_judge_is_a_process_with_what_it_was_given_and_nothing_else(judges, checkout, tmp_path, monkeypatch):
    first = look(judges, tmp_path / "first", ONLY_FOR="the first")
    # Another judge runs at the same time, and a secret file is open: neither is seen.
    with open(__file__) as secret:
        os.set_inheritable(secret.fileno(), True)
        monkeypatch.setenv("CHANGED", "since")
        second = look(judges, tmp_path / "second")
    assert first["pid"] != second["pid"] and first["below"] == second["below"] != os.getpid()
    assert first["drawn"][0] != second["drawn"][0] and first["drawn"][1] != second["drawn"][1]
    assert first["environment"]["ONLY_FOR"] == "the first" and "ONLY_FOR" not in second["environment"]
    assert "CHANGED" not in first["environment"] and second["environment"]["CHANGED"] == "since"
    for found in (first, second):
        assert found["environment"]["COURSE_SEED"] == "4711" and "4711" not in " ".join(found["arguments"])
        # OPENBLAS_NUM_THREADS and the like are for the process that judges are forked from.
        left = set(found["environment"]) - set(os.environ) - {"ONLY_FOR", "LOOK", "COURSE_SEED", "PYTHONDONTWRITEBYTECODE"}
        assert left <= {"PYTEST_VERSION", "PYTEST_CURRENT_TEST"}, left
        assert found["folder"] == str(checkout.folder)
        # The leash alone is a pipe; its input and output, and what pytest makes of these, are files.
        kinds = [each.partition(":")[0] for each in found["open"]]
        assert kinds.count("pipe") == 1 and "socket" not in kinds and __file__ not in kinds and found["threads"] == 2, kinds


def test_results_are_the_same_forked_or_not(trial):
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    module = load_module(trial.folder / "assignments" / "m9")
    run = Run(module, module.exercises, sandbox=False, seed=5, marks="not perf", gpu="off", root=trial.folder)
    found = []
    for forks in (True, True, False):
        with contextlib.closing(Judges(trial.folder, forks=forks)) as judges:
            for source in (FAST, WRONG, "def blur(:\n", "import os\nos._exit(0)\n"):
                done = judges.perform(job(run, {"e1_blur.py": source.encode()}, "ann", "print"))
                assert done.code in (0, 1) and done.result is not None, done
                result = decode(done.result, "a result")
                found.append((done.code, msgspec.structs.replace(result, started="", finished="", machine={})))
    assert found[:4] == found[4:8] == found[8:]
    assert [code for code, _ in found[:4]] == [1, 1, 1, 1]  # nobody has written e2
    assert len({result.points for _, result in found[:4]}) > 1


def test_a_judge_that_takes_too_long_ends_with_all_it_started(judges, tmp_path):
    look(judges, tmp_path / "warm")
    place = tmp_path / "hang"
    assert judges.perform(a_job(place, "test_hang.py", limit=10)).code is None
    assert all(gone(int(pid)) for pid in place.read_text().split())
    assert look(judges, tmp_path / "after")["pid"]


def test_what_a_judge_says_last_is_kept(judges, checkout):
    checkout.write("look/test_broken.py", "import nothing_of_that_name\n")
    done = judges.perform(Job({}, ("look/test_broken.py",), {"PYTHONDONTWRITEBYTECODE": "1"}, 300))
    assert done.code == 2 and done.result is None and "1 error" in done.said
    assert judges.perform(Job({}, ("look/nowhere.py",), {}, 300)).code == 4


def test_where_judges_are_forked_from_may_be_killed(judges, tmp_path):
    first = look(judges, tmp_path / "first")
    os.kill(first["below"], signal.SIGKILL)
    assert gone(first["below"])
    assert look(judges, tmp_path / "second")["below"] != first["below"]


def test_where_nothing_can_be_forked_judges_are_processes(checkout, tmp_path):
    """The process that judges are forked from cannot start; a judge that imports everything itself can."""
    checkout.write("look/test_look.py", LOOK)
    checkout.write("graders/grading/forking.py", "raise SystemExit('not here')\n")
    with contextlib.closing(Judges(checkout.folder, forks=True)) as judges:
        assert look(judges, tmp_path / "found")["below"] == os.getpid()


def test_judges_end_with_who_grades(judges, checkout, tmp_path):
    """Killed, it cannot clean up; the process that it forks from and its judges notice."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom graders.grading.jobs import Job, Judges\n"
        "judges = Judges(Path(sys.argv[1]), forks=True)\n"
        "job = Job({}, ('look/test_hang.py',), {'LOOK': sys.argv[2]}, 300)\n"
        "judges.perform(job)\n"
    )
    place = tmp_path / "hang"
    grading = subprocess.Popen([sys.executable, "-c", script, str(checkout.folder), str(place)], cwd=checkout.folder)
    deadline = time.monotonic() + 240
    while not place.exists() and grading.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    judge, child = map(int, place.read_text().split())
    template = psutil.Process(judge).ppid()
    grading.kill()
    grading.wait()
    try:
        assert gone(template) and gone(judge)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
