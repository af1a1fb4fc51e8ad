"""Real-time priority: only during timed calls, not to be seen or kept, and nothing of it survives anybody."""

import contextlib
import os
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from graders.course import ROOT
from graders.judge import machine
from graders.worker import priority, sandbox, tree
from graders.worker.codec import Reference
from graders.worker.failures import Ended, TimedOut
from graders.worker.launch import Plain, Settings
from graders.worker.process import Worker

SOURCE = """\
import os, threading, time
def policy(): return os.sched_getscheduler(0)
def refused():
    said = []
    for demand in (
        lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5)),
        lambda: os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0)),
        lambda: os.sched_getparam(0),
    ):
        try: demand()
        except PermissionError: said.append(True)
        else: said.append(False)
    return said
def leaves_some():
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    if os.fork() == 0:
        if os.fork() == 0:
            while True: time.sleep(0.001)
        os._exit(0)
    os.wait()
def spins():
    for _ in range(3):
        threading.Thread(target=loop, daemon=True).start()
        if os.fork() == 0: loop()
    loop()
def loop():
    while True: pass
"""
boxed = pytest.mark.skipif(bool(sandbox.trouble()), reason=f"no sandbox here: {sandbox.trouble()}")
given = pytest.mark.skipif(not priority.allowed(), reason="no right to real-time priority here")
as_root = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root, to become somebody else")


def as_user(code, limit):
    """What an ordinary user whose limit for real-time priority that is gets printed."""
    limited = ["prlimit", f"--rtprio={limit}:{limit}"]
    if subprocess.run([*limited, "true"], capture_output=True).returncode:
        pytest.skip("this root may not raise that limit")
    command = [*limited, str(ROOT / ".ci" / "as-user"), "54321", sys.executable, "-c", textwrap.dedent(code)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "e9_work.py"
    path.write_text(SOURCE)
    return path


@contextlib.contextmanager
def working(file, launcher):
    worker = Worker(Settings(file, preload=()), lambda reference: reference, launcher)
    try:
        assert not worker.loaded(60).raised
        yield worker
    finally:
        worker.close()
        launcher.close()


def ask(worker, name, limit=60):
    return worker.call("call", Reference("student", name), (), {}, limit=limit, timed=True).value


def policies(worker):
    return {os.sched_getscheduler(thread) for thread in tree.descending_threads(worker._process.keeper)}


@boxed
@given
def test_it_is_given_for_the_block_and_covers_what_is_started_in_it(file):
    with working(file, sandbox.Sandbox()) as worker:
        assert policies(worker) == {os.SCHED_OTHER}
        with worker.at_once() as in_real_time:
            assert in_real_time and os.sched_getscheduler(0) & 0xFF == os.SCHED_RR
            ask(worker, "leaves_some")
            assert len(tree.descending_threads(worker._process.keeper)) >= 3
            assert policies(worker) == {os.SCHED_RR}
            others = {os.sched_getparam(thread).sched_priority for thread in tree.descending_threads(worker._process.keeper)}
            assert others == {priority.WORKER} and os.sched_getparam(0).sched_priority == priority.JUDGE
        assert policies(worker) == {os.SCHED_OTHER} and os.sched_getscheduler(0) & 0xFF == os.SCHED_OTHER
        assert ask(worker, "policy") == os.SCHED_OTHER


@boxed
@given
def test_it_cannot_be_seen_set_or_shed(file):
    with working(file, sandbox.Sandbox()) as worker:
        usually = ask(worker, "policy"), ask(worker, "refused")
        with worker.at_once():
            assert (ask(worker, "policy"), ask(worker, "refused")) == usually == (os.SCHED_OTHER, [True] * 3)


@boxed
@given
def test_what_the_judge_starts_meanwhile_does_not_get_it():
    with priority.judging():
        said = subprocess.run(
            [sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"], capture_output=True, text=True, timeout=60
        )
    assert int(said.stdout) & 0xFF == os.SCHED_OTHER


@boxed
@given
def test_a_loop_in_real_time_on_all_cores_ends_at_its_limit(file):
    with working(file, sandbox.Sandbox()) as worker:
        begin = time.monotonic()
        with pytest.raises(TimedOut), worker.at_once():
            ask(worker, "spins", limit=1)
        assert time.monotonic() - begin < 20
        assert policies(worker) == {os.SCHED_OTHER}


@boxed
@given
def test_the_kernel_ends_what_the_judge_forgets(file, monkeypatch):
    """The last of the safeguards: who computes in real time for too long without a pause is killed."""
    monkeypatch.setitem(sandbox._LIMITS, "RTTIME", 500_000)
    with working(file, sandbox.Sandbox()) as worker, pytest.raises(Ended), worker.at_once():
        ask(worker, "loop", limit=60)


@boxed
@given
def test_nothing_survives_a_judge_that_is_killed_in_a_timed_call(file):
    code = f"""
        import os, sys
        from pathlib import Path
        from graders.worker import sandbox, tree
        from graders.worker.codec import Reference
        from graders.worker.launch import Settings
        from graders.worker.process import Worker
        worker = Worker(Settings(Path({str(file)!r}), preload=()), lambda reference: reference, sandbox.Sandbox())
        worker.loaded(60)
        print(worker._process.keeper, flush=True)
        with worker.at_once():
            worker.call("call", Reference("student", "spins"), (), {{}}, limit=25, timed=True)
    """
    judge = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    keeper = int(judge.stdout.readline())
    try:
        deadline = time.monotonic() + 20
        while len(running := in_real_time(keeper)) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(running) >= 3
        os.kill(judge.pid, 9)
        judge.wait(20)
        deadline = time.monotonic() + 20
        while (left := [thread for thread in running if is_in_real_time(thread)]) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not left and not psutil.pid_exists(keeper)
    finally:
        judge.kill()


def in_real_time(keeper):
    return [thread for thread in tree.descending_threads(keeper) if is_in_real_time(thread)]


def is_in_real_time(thread):
    try:
        return os.sched_getscheduler(thread) & 0xFF == os.SCHED_RR
    except OSError:
        return False


def test_without_a_sandbox_everything_is_as_usual(file):
    with working(file, Plain()) as worker, worker.at_once() as in_real_time:
        assert not in_real_time
        assert ask(worker, "policy") & 0xFF == getattr(os, "SCHED_OTHER", 0) if hasattr(os, "sched_getscheduler") else True


@as_root
@boxed
@pytest.mark.parametrize(("limit", "wanted"), [("0", "as usual"), ("2", "real time in races")])
def test_an_ordinary_user_needs_the_right_and_does_without(limit, wanted):
    """The machine card says which it was."""
    code = "from graders.judge.machine import machine_card; print(machine_card(sandboxed=True, timed=False)['priority'])"
    assert as_user(code, limit) == [wanted]


@as_root
@boxed
@given
def test_an_ordinary_user_with_the_right_gives_it_to_workers(tmp_path):
    tmp_path.chmod(0o755)
    file = tmp_path / "e9_work.py"
    file.write_text(SOURCE)
    code = f"""
        import os
        from pathlib import Path
        from graders.worker import sandbox, tree
        from graders.worker.codec import Reference
        from graders.worker.launch import Settings
        from graders.worker.process import Worker
        launcher = sandbox.Sandbox()
        worker = Worker(Settings(Path({str(file)!r}), preload=()), lambda reference: reference, launcher)
        worker.loaded(60)
        policies = lambda: {{os.sched_getscheduler(each) for each in tree.descending_threads(worker._process.keeper)}}
        with worker.at_once() as in_real_time:
            seen = worker.call("call", Reference("student", "policy"), (), {{}}, limit=25, timed=True).value
            print(in_real_time, policies(), seen)
        print(policies(), os.sched_getscheduler(0) & 0xff)
        worker.close()
        launcher.close()
    """
    for folder in (tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    assert as_user(code, "2") == ["True {2} 0", "{0} 0"]


def test_two_threads_get_more_done_than_one():
    """On several cores twice as much; how much it really is depends on what else the machine does."""
    found = [machine.capacity(2, in_real_time=priority.allowed()) for _ in range(9)]
    assert max(found) > (1.2 if machine.cores() > 1 and priority.allowed() else 0.5)
