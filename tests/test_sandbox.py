"""The sandbox from the outside: what a worker in it has and has not. What attackers make of it: test_attacks.py."""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from graders.course import ROOT
from graders.judge import messages
from graders.result import load
from graders.worker import cgroup, sandbox, seccomp
from graders.worker.codec import Reference
from graders.worker.launch import Settings
from graders.worker.process import Worker
from tests.checkout import GPU_TESTS

pytestmark = pytest.mark.skipif(bool(sandbox.trouble()), reason=f"no sandbox here: {sandbox.trouble()}")

SOURCE = """\
import os
import numpy as np

def same(x): return x
def loops():
    while True: pass
def put(name):
    with open(name, "w") as file: file.write("x")
def listed(name): return sorted(os.listdir(name))
def process(): return os.fork() == 0 or os.wait()[1]
def pool():
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2) as pool: return list(pool.map(abs, [-1, -2]))
def shared():
    from multiprocessing.shared_memory import SharedMemory
    block = SharedMemory(create=True, size=1 << 20)
    block.close(); block.unlink()
    return True
def compiled(n):
    from numba import njit, prange
    @njit(parallel=True)
    def total(n):
        s = 0
        for i in prange(n): s += i
        return s
    return int(total(n))
def tensor():
    import torch
    return (torch.ones(300, 300) @ torch.ones(300, 300)).sum().item()
def limits():
    import resource
    return {name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_CORE")}
def imports(name):
    import importlib
    return importlib.import_module(name).__name__
"""


@pytest.fixture(scope="module")
def launcher():
    launcher = sandbox.Sandbox()
    yield launcher
    launcher.close()


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "e9_box.py"
    file.write_text(SOURCE)
    return file


def open_worker(launcher, file, **settings):
    worker = Worker(Settings(file, **settings), lambda reference: reference, launcher)
    reply = worker.loaded(60)
    assert not reply.raised, reply.value
    return worker


def ask(worker, name, *args):
    reply = worker.call("call", Reference("student", name), args, {}, limit=120)
    return reply.value["type"] if reply.raised else reply.value


def test_torch_is_there_before_student_code_where_that_begins_with_it(launcher, file):
    """The fork server imports it, and has a place for the files that this may write."""
    worker = open_worker(launcher, file, preload=("numpy", "torch"))
    assert ask(worker, "tensor") == 300.0**3
    worker.close()


def test_two_workers_share_nothing(launcher, file):
    one, two = (open_worker(launcher, file) for _ in range(2))
    ask(one, "put", "/tmp/note"), ask(one, "put", "/dev/shm/note")
    assert "note" in ask(one, "listed", "/tmp") and "note" in ask(one, "listed", "/dev/shm")
    assert "note" not in ask(two, "listed", "/tmp") + ask(two, "listed", "/dev/shm")
    assert sum(name.isdigit() for name in ask(two, "listed", "/proc")) == 2
    one.close()
    assert np.array_equal(ask(two, "same", np.arange(100_000)), np.arange(100_000))
    two.close()


def test_processes_only_where_the_exercise_says_so(launcher, file):
    alone = open_worker(launcher, file, processes=False)
    assert ask(alone, "process") == "PermissionError"
    alone.close()
    family = open_worker(launcher, file, processes=True)
    assert ask(family, "pool") == [1, 2]
    assert ask(family, "shared") is True
    family.close()


def test_numba_and_torch_work_inside(launcher, file):
    worker = open_worker(launcher, file, processes=False, preload=("numpy", "numba"))
    assert ask(worker, "compiled", 1000) == 499500
    assert ask(worker, "tensor") == 300.0**3
    worker.close()


def test_what_the_sandbox_refuses_is_named(trial):
    trial.write("assignments/m9/e2_gpu.py", "import subprocess\ndef f(x): return subprocess.run(['ls'])\n")
    trial.write("assignments/m9/test_e2_gpu.py", GPU_TESTS)
    trial.pytest("assignments/m9", "-k", "e2", "--gpu", "off", "--sandbox")
    check = load(trial.folder / "results" / "last.json").exercises[0].rubric[0].checks[0]
    assert check.state == "fail" and check.why.endswith(messages.REFUSED_IN_THE_BOX), check


def test_limits_hold(launcher, file):
    worker = open_worker(launcher, file, memory=1 << 30)
    assert ask(worker, "limits") == {"RLIMIT_DATA": 1 << 30, "RLIMIT_NPROC": 192, "RLIMIT_CORE": 0}
    worker.close()


def test_a_forbidden_package_is_not_there(launcher, file):
    worker = open_worker(launcher, file, forbidden=("numba", "json.decoder"))
    assert ask(worker, "imports", "numba") == "Forbidden"
    assert ask(worker, "imports", "json.decoder") == "Forbidden"
    assert ask(worker, "imports", "csv") == "csv"
    worker.close()


def test_a_worker_that_is_gone_does_not_hurt_the_next(launcher, file):
    for _ in range(3):
        worker = open_worker(launcher, file)
        psutil.Process(worker.pid).kill()
        assert worker._process.poll(5) == -9
        worker.close()
    worker = open_worker(launcher, file)
    assert ask(worker, "same", 1) == 1
    worker.close()


def is_running(pid: int) -> bool:
    """Also a busy machine's init takes its time to collect what has ended."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_everything_ends_when_the_judge_is_killed(file):
    judge = f"""
from pathlib import Path
from graders.worker.codec import Reference
from graders.worker.launch import Settings
from graders.worker.process import Worker
from graders.worker.sandbox import Sandbox
worker = Worker(Settings(Path({str(file)!r})), lambda reference: reference, Sandbox())
worker.loaded(60)
print(worker.pid, flush=True)
worker.call("call", Reference("student", "loops"), (), {{}}, limit=600)
"""
    process = subprocess.Popen([sys.executable, "-c", judge], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    assert psutil.pid_exists(pid)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(pid)


def test_without_bubblewrap_there_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install bubblewrap" in sandbox.trouble()


def test_a_bubblewrap_that_something_ends_at_its_start_is_started_again(monkeypatch, tmp_path):
    real, mark = shutil.which("bwrap"), tmp_path / "was-here"
    (tmp_path / "bwrap").write_text(f'#!/bin/sh\n[ -e {mark} ] && exec {real} "$@"\ntouch {mark}\nkill -9 $$\n')
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert sandbox.trouble() == "" and mark.exists()


def test_a_bubblewrap_that_does_not_work_is_named(monkeypatch, tmp_path):
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "No permissions to create new namespace" in sandbox.trouble()


def test_an_environment_around_the_course_is_refused(trial):
    """`python -m venv .` in the course folder: whatever runs in the sandbox could read the whole of it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", trial.folder], check=True)
    trial.write("graders/hidden/m9/test_e1_blur.py", "")
    trial.write("submissions/ann/e1_blur.py", "def blur(a): return a\n")
    packages = sysconfig.get_path("purelib")

    def typed(*arguments):
        command = [str(trial.folder / "bin" / "python"), "-m", *arguments]
        return subprocess.run(
            command, cwd=trial.folder, env=os.environ | {"PYTHONPATH": packages}, capture_output=True, text=True
        )

    for options in ((), ("--sandbox-if-possible",)):
        done = typed("graders", "grade", "m9", "submissions", *options)
        said = " ".join((done.stdout + done.stderr).split())
        assert done.returncode == 70 and "which student code can read; make an environment in a folder of its own" in said
    done = typed("pytest", "assignments/m9", "--sandbox")
    assert done.returncode != 0 and "which student code can read" in done.stdout + done.stderr
    said = " ".join(typed("graders", "doctor").stdout.split())
    assert "readable for student code" in said and "python -m venv .venv" in said


def test_what_is_secret_is_found_wherever_it_really_lies(tmp_path, monkeypatch):
    assert sandbox.exposed() == ""
    inside = Path(sys.prefix) / "lib"
    assert "which student code can read" in sandbox.exposed(tmp_path, inside)
    (tmp_path / "link").symlink_to(inside)
    assert str(tmp_path / "link") in sandbox.exposed(tmp_path / "link")
    assert "move it to another place" in sandbox.exposed(Path("/usr/share"))
    assert sandbox.exposed(tmp_path, tmp_path / "not there yet") == ""
    assert sandbox.exposed(inside / "not there yet")
    # The other way round: the environment is given by a link, and the course lies where that leads.
    (tmp_path / "prefix").symlink_to(ROOT)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    assert "hidden" in sandbox.exposed()
    with pytest.raises(sandbox.SandboxError, match="which student code can read"):
        sandbox.Sandbox()


def test_the_filters_differ_in_what_they_allow():
    strict, loose = seccomp.for_the_worker(processes=False), seccomp.for_the_worker(processes=True)
    assert strict != loose and len(strict) % 8 == len(loose) % 8 == 0


def test_a_control_group_is_used_where_it_is_delegated(tmp_path, monkeypatch):
    """As on a machine that delegates, played on plain files: the limits are set before anything is started inside."""
    (tmp_path / "cgroup.subtree_control").write_text("cpu memory pids\n")
    monkeypatch.setattr(cgroup, "_folders", lambda: [tmp_path])
    group = cgroup.enter()
    assert group.controllers == ("memory", "pids") and cgroup.described() == "memory and pids"
    assert (group.folder / "memory.max").read_text() == str(cgroup.MEMORY)
    assert (group.folder / "pids.max").read_text() == str(cgroup.PROCESSES)
    subprocess.run([*group.prefix(), "true"], check=True)
    assert (group.folder / "cgroup.procs").read_text().strip().isdigit()
    monkeypatch.setattr(cgroup, "_folders", list)
    assert cgroup.enter().prefix() == [] and cgroup.described() == "not delegated"


def test_this_machine_is_described():
    assert cgroup.described() in ("not delegated", "memory", "pids", "memory and pids")
