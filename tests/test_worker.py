"""The worker as the judge sees it: calls, handles, shared arrays, and every way in which student code can go wrong."""

import os
import subprocess
import sys
import textwrap
import time

import numpy as np
import psutil
import pytest

from graders.course import ROOT
from graders.worker import launch, output, sandbox, tree
from graders.worker.codec import Reference
from graders.worker.failures import Ended, Flooded, TimedOut
from graders.worker.launch import Plain, Settings
from graders.worker.process import Worker

SOURCE = """\
import os, sys, threading, time
import numpy as np
import given_e9

kept = []
def same(x): return x
def keep(x): kept.append(x)
def kept_sum(): return float(sum(k.sum() for k in kept))
def double(x): x *= 2
def raises(): return 1 // 0
def leaves(code): os._exit(code)
def exits(): sys.exit(0)
def loops():
    while True:
        try: time.sleep(10)
        except BaseException: pass
def floods():
    while True: print("x" * 1000)
def says(text): print(text, flush=True)
def eats():
    hoard = []
    while True: hoard.append(np.ones(1 << 24))
def crashes():
    import ctypes
    ctypes.string_at(1)
def dives(): return dives()
def starts_a_child():
    import subprocess
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid
def environment(): return dict(os.environ)
def shifted(n): return np.zeros(n, "f4")
class Counter:
    def __init__(self): self.n, self.gate = 0, threading.Event()
    def add(self, k=1): self.n += k; return self.n
    def wait(self): self.gate.wait(); return self.n
    def open(self): self.gate.set()
    def __iter__(self): return iter(range(100))
def apply(f, x): return f(x)
count = 0
def tick():
    global count
    while True: time.sleep(0.001); count += 1
def ticks():
    if count == 0: threading.Thread(target=tick, daemon=True).start(); time.sleep(0.01)
    return count
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "e9_odd.py").write_text(SOURCE)
    (tmp_path / "given_e9.py").write_text("def triple(x):\n    return 3 * x\n")
    return Settings(tmp_path / "e9_odd.py", tmp_path / "given_e9.py", memory=1 << 30)


@pytest.fixture(params=["plain", "sandbox"])
def worker(request, files):
    if request.param == "sandbox" and sandbox.trouble():
        pytest.skip(sandbox.trouble())
    launcher = sandbox.Sandbox() if request.param == "sandbox" else Plain()
    worker = Worker(files, lambda reference: reference, launcher)
    assert not worker.loaded(20).raised
    yield worker
    worker.close()
    launcher.close()


def ask(worker, name, *args, limit=20.0, space="student", attribute="", operation="call", **kwargs):
    return worker.call(operation, Reference(space, name, attribute=attribute), args, kwargs, limit=limit)


def test_calls_return_data(worker):
    for value in (None, 3, 2.5, "Zoë", b"\0", [1, (2, {"a": {3}})], np.arange(5)):
        got = ask(worker, "same", value).value
        assert type(got) is type(value)
        assert np.array_equal(got, value) if type(value) is np.ndarray else got == value


def test_large_arrays_go_both_ways(worker):
    x = np.random.default_rng(1).random((1000, 500))
    for _ in range(3):
        assert np.array_equal(ask(worker, "same", x).value, x)


def test_an_array_that_the_student_keeps_is_not_overwritten(worker):
    ask(worker, "keep", np.ones(100_000))
    for _ in range(5):
        ask(worker, "same", np.full(100_000, 7.0))
    assert ask(worker, "kept_sum").value == 100_000


def test_an_array_larger_than_the_arena_still_arrives(files, monkeypatch):
    monkeypatch.setattr(launch, "ARENA", 1 << 16)
    worker = Worker(files, lambda reference: reference)
    worker.loaded(20)
    x = np.arange(100_000)
    assert np.array_equal(ask(worker, "same", x).value, x)
    worker.close()


def test_the_arguments_of_the_judge_stay_its_own(worker):
    x = np.ones(50_000)
    reply = worker.call("call", Reference("student", "double"), (x,), {}, limit=10, inout=True)
    assert reply.value[0] is None
    assert reply.value[1][0].sum() == 100_000
    assert x.sum() == 50_000


def test_exceptions_come_as_text(worker):
    reply = ask(worker, "raises")
    assert reply.raised
    assert reply.value["type"] == "ZeroDivisionError" and "ArithmeticError" in reply.value["bases"]
    assert SOURCE.splitlines()[reply.value["lines"][-1] - 1].startswith("def raises")


def test_a_missing_function_is_named(worker):
    assert ask(worker, "Same").value["missing"][0] == "Same"


def test_sys_exit_is_an_exception_like_others(worker):
    assert ask(worker, "exits").value["type"] == "SystemExit"
    assert ask(worker, "same", 1).value == 1


def test_unbounded_recursion_is_an_exception(worker):
    assert ask(worker, "dives").value["type"] == "RecursionError"


def test_objects_stay_and_are_called_there(worker):
    counter = ask(worker, "Counter").value
    assert counter.space == "handle" and counter.type_name == "Counter"
    assert ask(worker, counter.name, space="handle", attribute="add").value == 1
    assert ask(worker, counter.name, 5, space="handle", attribute="add").value == 6
    assert ask(worker, counter.name, space="handle", attribute="n", operation="get").value == 6
    assert ask(worker, counter.name, 3, space="handle", operation="take").value == [0, 1, 2]
    worker.drop(counter.name)
    ask(worker, "same", 1)
    assert ask(worker, counter.name, space="handle", attribute="add").value["type"] == "KeyError"


def test_functions_of_the_given_file_can_be_passed(worker):
    assert ask(worker, "apply", Reference("given", "triple"), 5).value == 15


def test_calls_in_threads(worker):
    counter = ask(worker, "Counter").value
    number = worker.start(Reference("handle", counter.name, attribute="wait"), (), {}, limit=10)
    assert not worker.done(number, 0.05)
    assert ask(worker, counter.name, 3, space="handle", attribute="add").value == 3
    ask(worker, counter.name, space="handle", attribute="open")
    assert worker.done(number, 5)
    assert worker.finish(number, 5).value == 3


@pytest.mark.parametrize("code", [0, 3])
def test_leaving_the_program_is_noticed(worker, code):
    with pytest.raises(Ended) as caught:
        ask(worker, "leaves", code)
    assert caught.value.code == code


def test_a_crash_is_noticed(worker):
    with pytest.raises(Ended) as caught:
        ask(worker, "crashes")
    assert caught.value.code == -11


def test_an_endless_call_is_stopped(worker):
    begin = time.monotonic()
    with pytest.raises(TimedOut):
        ask(worker, "loops", limit=0.5)
    worker.close()
    assert time.monotonic() - begin < 5
    assert not psutil.pid_exists(worker.pid)


def test_an_endless_printer_is_stopped_and_bounded(worker):
    with pytest.raises(Flooded):
        ask(worker, "floods")
    assert len(worker.printed_after(0)) <= output.KEPT


def test_what_is_printed_is_kept(worker):
    ask(worker, "says", "hello from the worker")
    deadline = time.monotonic() + 5
    while "hello from the worker" not in worker.printed_after(0) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "hello from the worker" in worker.printed_after(0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits private memory")
def test_memory_is_limited(worker):
    assert "MemoryError" in ask(worker, "eats").value["bases"]


def test_children_end_with_the_worker(files):
    worker = Worker(files, lambda reference: reference)
    worker.loaded(20)
    pid = ask(worker, "starts_a_child").value
    assert psutil.pid_exists(pid)
    worker.close()
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_looping_worker_ends_when_the_judge_is_killed(files, tmp_path):
    judge = f"""
import sys
from pathlib import Path
from graders.worker.codec import Reference
from graders.worker.launch import Settings
from graders.worker.process import Worker
worker = Worker(Settings(Path({str(files.student)!r}), Path({str(files.given)!r})), lambda reference: reference)
worker.loaded(20)
print(worker.pid, flush=True)
worker.call("call", Reference("student", "loops"), (), {{}}, limit=600)
"""
    process = subprocess.Popen([sys.executable, "-c", judge], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    process.kill()
    process.wait()
    deadline = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie"


def test_the_environment_is_not_the_judges(worker, monkeypatch):
    found = ask(worker, "environment").value
    assert not {"COURSE_SEED", "PYTHONPATH", "PYTEST_CURRENT_TEST"} & set(found)
    assert found["USER"] == found["LOGNAME"] == "student"


def test_between_calls_no_part_of_it_runs(worker):
    ask(worker, "ticks")
    time.sleep(0.05)
    before = ask(worker, "ticks")
    spent = worker.freeze_and_wait(2.0)
    time.sleep(0.5)
    assert worker.cpu_seconds() == spent
    assert ask(worker, "ticks").value - before.value < 100


@pytest.mark.skipif(not tree.LINUX, reason="elsewhere a process cannot be told where to run")
def test_all_its_threads_stay_on_the_core_they_are_told(worker):
    def places():
        return {frozenset(os.sched_getaffinity(int(task))) for task in os.listdir(f"/proc/{worker.pid}/task")}

    worker.stay_on(launch.usable()[:1])
    ask(worker, "ticks")
    assert places() == {frozenset(launch.usable()[:1])}
    worker.stay_on(launch.usable())
    assert places() == {frozenset(launch.usable())}


COMPETES = """\
import os, threading, time
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
def spin():
    end = time.thread_time() + 0.2
    while time.thread_time() < end: pass
if os.fork():
    threading.Thread(target=spin).start()
spin()
print("done", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not tree.LINUX, reason="the accounts are Linux's")
def test_the_kernel_says_how_long_threads_computed_and_waited():
    with subprocess.Popen([sys.executable, "-c", COMPETES], stdout=subprocess.PIPE) as process:
        try:
            [process.stdout.readline() for _ in range(2)]
            accounts = tree.threads(process.pid)
        finally:
            for pid in tree.processes(process.pid):
                os.kill(pid, 9)
    # Two of the three that shared one core still live: each ran for 0.2 s and watched the others run.
    assert len(accounts) >= 2
    assert sum(account.computed for account in accounts.values()) >= 0.35
    assert sum(account.waited for account in accounts.values()) >= 0.3


def test_where_no_accounts_are_kept_nothing_is_known(monkeypatch):
    monkeypatch.setattr(tree, "LINUX", False)
    assert tree.threads(os.getpid()) is None


def test_a_frozen_worker_costs_nothing(files):
    worker = Worker(files, lambda reference: reference)
    worker.loaded(20)
    number = worker.start(Reference("student", "floods"), (), {}, limit=10)
    worker.freeze()
    time.sleep(0.1)
    before = psutil.Process(worker.pid).cpu_times().user
    time.sleep(0.2)
    assert psutil.Process(worker.pid).cpu_times().user == before
    with pytest.raises((Flooded, Ended)):
        worker.finish(number, 20)
    worker.close()


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f(:\n", "SyntaxError"),
        ("import not_a_package_of_ours\n", "ModuleNotFoundError"),
        ("raise ValueError('no')\n", "ValueError"),
        ("import sys; sys.exit(0)\n", "SystemExit"),
    ],
)
def test_a_file_that_does_not_load_says_why(files, source, kind):
    files.student.write_text(source)
    worker = Worker(files, lambda reference: reference)
    assert worker.loaded(20).value["type"] == kind
    worker.close()


def test_a_hand_in_shadows_no_package(files):
    (files.student.parent / "numpy.py").write_text("raise RuntimeError('not the real one')\n")
    worker = Worker(files, lambda reference: reference)
    assert not worker.loaded(20).raised
    worker.close()


@pytest.mark.skipif(bool(sandbox.trouble()), reason="there is no sandbox here")
def test_the_sandbox_hides_the_course(files, tmp_path):
    files.student.write_text(
        textwrap.dedent(f"""\
        import os, socket
        def exists(): return [p for p in ({str(launch.__file__)!r}, "/etc/passwd", "/home") if os.path.exists(p)]
        def pids(): return len([p for p in os.listdir("/proc") if p.isdigit()])
        def write():
            try: open({str(tmp_path / "x")!r}, "w")
            except OSError as error: return type(error).__name__
        def network():
            try: socket.create_connection(("127.0.0.1", 22), 1)
            except OSError as error: return "refused"
        def grader():
            try: import graders
            except ImportError: return "no graders here"
        """)
    )
    launcher = sandbox.Sandbox()
    worker = Worker(files, lambda reference: reference, launcher)
    assert not worker.loaded(20).raised
    assert ask(worker, "exists").value == []
    assert ask(worker, "pids").value <= 3
    assert ask(worker, "write").value in ("OSError", "PermissionError", "FileNotFoundError")
    assert ask(worker, "network").value == "refused"
    assert ask(worker, "grader").value == "no graders here"
    worker.close()
    assert os.listdir(tmp_path)


def test_no_folder_is_left_behind(files, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    worker = Worker(files, lambda reference: reference)
    worker.loaded(20)
    worker.close()
    assert not list(tmp_path.glob("worker-*"))
