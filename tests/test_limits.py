"""Limits: what a call has taken, on a machine of its own and beside others; compiling; and what is not counted at all."""

import contextlib
import itertools
import os
import subprocess
import sys
import time

import msgspec
import pytest

from graders.course import ROOT, Exercise
from graders.grading.batch import GradingBatch, _judge_races
from graders.grading.jobs import Done
from graders.grading.run import Run
from graders.judge import messages
from graders.judge import session as judging
from graders.judge.failure import Killed, MachineBusy, Stopped
from graders.judge.student import Student
from graders.result import encode, load, write_atomically
from graders.submission import Submission
from graders.worker import effort, tree
from graders.worker.cgroup import ControlGroup
from graders.worker.codec import Reference
from graders.worker.effort import Allowance, _counted, _Look
from graders.worker.failures import Starved, TimedOut
from graders.worker.launch import Settings, usable
from graders.worker.process import Worker
from tests import samples

linux = pytest.mark.skipif(not tree.LINUX, reason="the accounts are Linux's")
FULL = float(os.cpu_count() or 1)
"""CPU seconds per second of a machine on which everything computes."""


def looks(wall=1.0, computed=(0.0,), waited=(0.0,), ready=False, machine=0.0):
    """Two looks between which all this has happened to one process and its threads."""
    nothing = _Look(5.0, {7: 1.0}, dict.fromkeys(range(len(waited)), 2.0), False, 100.0)
    then = _Look(5.0 + wall, {7: 1.0 + sum(computed)}, {n: 2.0 + w for n, w in enumerate(waited)}, ready, 100.0 + machine)
    return nothing, then


@pytest.mark.parametrize("computed", [0.0, 0.5, 1.0, 2.0])
def test_while_nobody_else_computes_what_passes_counts(computed):
    assert _counted(*looks(computed=(computed,), machine=computed), cores=2) == 1.0


def test_one_that_waits_its_turn_is_charged_for_what_it_computed():
    turns = looks(computed=(0.1,), waited=(0.9,), machine=FULL)
    assert _counted(*turns, cores=2) == pytest.approx(0.1 * effort.COMPUTING_COUNTS)
    # That wait is proof enough, also in a container whose neighbours are not to be seen.
    assert _counted(*looks(computed=(0.1,), waited=(0.9,), machine=0.1), cores=2) == _counted(*turns, cores=2)


def test_threads_that_would_have_run_at_once_count_once():
    half = looks(computed=(0.5, 0.5), waited=(0.5, 0.5), machine=FULL)
    assert _counted(*half, cores=2) == pytest.approx(0.5 * effort.COMPUTING_COUNTS)
    # More of them than cores gain nothing: of twenty, two would have run.
    crowd = looks(computed=(0.05,) * 20, waited=(0.95,) * 20, machine=FULL)
    assert _counted(*crowd, cores=2) == pytest.approx(0.5 * effort.COMPUTING_COUNTS)


def test_threads_in_each_others_way_are_no_excuse():
    assert _counted(*looks(computed=(0.1,) * 10, waited=(0.9,) * 10, machine=1.0), cores=2) == 1.0


def test_sleep_counts_and_a_wait_that_is_not_noted_yet_is_no_sleep():
    assert _counted(*looks(machine=FULL), cores=2) == pytest.approx(effort.SLEEPING_COUNTS)
    assert _counted(*looks(machine=FULL, ready=True), cores=2) == 0.0


CALLS = """\
import os, threading, time
def spins(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end: pass
    return 1
def sleeps(): time.sleep(600)
def burns():
    threads = [threading.Thread(target=spins, args=(600,)) for _ in range(50)]
    [t.start() for t in threads]
    [t.join() for t in threads]
"""
COMPILES = """\
import time
import numba
def made(k):
    @numba.njit
    def f(x):
        return sorted([x + k, 2 * x + k])[0]
    return f
def compiles(seconds):
    end, k = time.thread_time() + seconds, 0
    while time.thread_time() < end:
        k += 1
        made(k)(10)
    return k
def lies():
    from numba.core import event
    event.start_event("numba:compiler_lock")
    while True: pass
"""


LATE = COMPILES.replace("import numba\n", "").replace("    @numba", "    import numba\n    @numba")


def started(tmp_path, source, allowance=None):
    (tmp_path / "e1_calls.py").write_text(source, encoding="utf-8")
    worker = Worker(Settings(tmp_path / "e1_calls.py", memory=1 << 30), lambda reference: reference, None, allowance)
    assert not worker.loaded(60).raised
    return worker


def ask(worker, name, *args, limit):
    return worker.call("call", Reference("student", name), args, {}, limit=limit)


@contextlib.contextmanager
def burners(count, everywhere=False):
    """Processes that do nothing but compute, on one core or on all."""
    core = usable()[-1]
    place = usable() if everywhere else [core]
    source = f"import os\nos.sched_setaffinity(0, {place})\nprint(1, flush=True)\nwhile True: pass"
    # Each in a session of its own: the scheduler shares a core between sessions first.
    command = [sys.executable, "-c", source]
    made = [subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) for _ in range(count)]
    try:
        for each in made:
            each.stdout.readline()
        yield core
    finally:
        for each in made:
            each.kill()
            each.wait()
            each.stdout.close()


@linux
def test_a_call_that_waits_for_its_turn_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(effort, "ceiling", lambda limit: 300.0)
    worker, allowance = None, Allowance()
    try:
        worker = started(tmp_path, CALLS, allowance)
        with burners(4) as core:
            worker.stay_on([core])
            begin = time.monotonic()
            assert ask(worker, "spins", 1.0, limit=2.5).value == 1
            # It took longer than its limit by the clock on the wall, for it had a fifth of the core, and still kept it.
            assert time.monotonic() - begin > 2.5
            with pytest.raises(TimedOut):
                ask(worker, "spins", 600.0, limit=0.5)
    finally:
        if worker is not None:
            worker.close()


@pytest.mark.parametrize("name", ["sleeps", "burns"])
def test_what_never_ends_is_ended(tmp_path, name):
    worker = started(tmp_path, CALLS)
    try:
        with pytest.raises(TimedOut) as timeout:
            ask(worker, name, limit=0.4)
        assert timeout.value.seconds == 0.4
    finally:
        worker.close()


def test_who_never_gets_a_processor_is_told_so_in_the_end(tmp_path, monkeypatch):
    worker = started(tmp_path, CALLS)
    monkeypatch.setattr(effort, "ceiling", lambda limit: 0.5)
    monkeypatch.setattr(effort, "_counted", lambda *looks: 0.0)
    try:
        with pytest.raises(Starved):
            ask(worker, "sleeps", limit=5.0)
    finally:
        worker.close()


@pytest.mark.parametrize("source", [COMPILES, LATE])
def test_compiling_counts_towards_no_limit(tmp_path, source):
    """Also where the function imports numba when it is called."""
    allowance = Allowance()
    worker = started(tmp_path, source, allowance)
    try:
        assert ask(worker, "compiles", 5.0, limit=2.0).value > 1
        assert effort.COMPILING - allowance.compiling > 1.0
    finally:
        worker.close()


def test_who_only_says_that_it_compiles_gains_a_bounded_delay(tmp_path):
    allowance = Allowance(compiling=1.0)
    worker = started(tmp_path, COMPILES, allowance)
    try:
        allowance.compiling = 1.0
        with pytest.raises(TimedOut):
            ask(worker, "lies", limit=0.3)
        assert allowance.compiling == 0.0
    finally:
        worker.close()


# What a student is told.

STUDENTS = """\
import os, signal, time
def dies(): os.kill(os.getpid(), signal.SIGKILL)
def sleeps(): time.sleep(600)
def eats_and_dies():
    kept = bytearray(b"x") * (1200 << 20)
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
def one(): return 1
"""


def exercise(path, limit):
    return Exercise(id="m9.e1", title="Trial", file=path.name, worth={}, limit=limit, folder=path.parent)


@pytest.fixture
def student(tmp_path):
    path = tmp_path / "e1_trial.py"
    path.write_text(STUDENTS, encoding="utf-8")
    made = Student(exercise(path, 0.5), path)
    made.begin_test([])
    yield made
    made.close()


def test_the_sentence_names_the_limit_and_not_what_was_left_of_it(student):
    with pytest.raises(Stopped, match=r"^did not finish in 0\.5 s: stopped$"):
        student.sleeps()
    student._allowance.spent = judging.TEST_LIMIT - 0.2
    with pytest.raises(Stopped, match=r"^all calls of this check together did not finish in 120 s: stopped$"):
        student.sleeps()
    with pytest.raises(Stopped, match="did not finish in 120 s"):
        student.one()


def test_a_race_that_used_up_its_time_is_not_decided(student):
    student._allowance.spent = judging.TEST_LIMIT + 1
    with pytest.raises(MachineBusy) as busy:
        student.time_left(None, racing=True)
    assert (busy.value.state, busy.value.sentence) == ("noisy", messages.RACE_TIME_UP)
    # One call alone that uses up its limit has been too slow, whatever the race has left.
    student._allowance.spent = judging.TEST_LIMIT - 0.1
    assert student.time_left(None, racing=True) == student.exercise.limit


def test_who_gets_no_processor_is_not_judged_and_is_not_waited_for_again_and_again(student, monkeypatch):
    monkeypatch.setattr(effort, "ceiling", lambda limit: 0.3)
    monkeypatch.setattr(effort, "_counted", lambda *looks: 0.0)
    student.exercise = msgspec.structs.replace(student.exercise, limit=5.0)
    for _ in range(judging.STARVED):
        with pytest.raises(MachineBusy, match="the machine was busy with other things: not counted"):
            student.sleeps()
    monkeypatch.undo()
    begin = time.monotonic()
    with pytest.raises(MachineBusy):
        student.sleeps()
    assert student._worker is None and time.monotonic() - begin < 5


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_only_who_was_killed_alone_and_twice_is_accused(student):
    with pytest.raises(Killed) as killed:
        student.dies()
    assert (killed.value.state, killed.value.sentence) == ("noisy", messages.KILLED_FROM_OUTSIDE)
    assert student.one() == 1
    student.accused = True
    with pytest.raises(Stopped, match="was killed, perhaps for using too much memory"):
        student.dies()


@linux
def test_memory_explains_a_kill(student):
    student.exercise = exercise(student.path, 30.0)
    with pytest.raises(Stopped, match="was killed, perhaps for using too much memory"):
        student.eats_and_dies()


def test_the_control_group_explains_a_kill(tmp_path):
    (tmp_path / "memory.events").write_text("low 0\nhigh 0\nmax 4\noom 1\noom_kill 2\n", encoding="ascii")
    assert ControlGroup(tmp_path).killed() == 2
    assert ControlGroup(tmp_path / "gone").killed() == ControlGroup(None).killed() == 0


# The course's own, beside others.


@linux
@pytest.mark.long
@pytest.mark.parametrize("name", ["e3", "e4", "e5"])
def test_compiled_solutions_keep_their_points_beside_others(tmp_path, name):
    file = next((ROOT / "solutions" / "m1").glob(f"{name}_*.py"))
    (tmp_path / file.name).write_bytes(file.read_bytes())
    tests = next((ROOT / "assignments" / "m1").glob(f"test_{name}_*.py"))
    command = [
        "-m",
        "pytest",
        str(tests),
        "-m",
        "not perf",
        "--submission",
        str(tmp_path),
        "--result",
        str(tmp_path / "result"),
    ]
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COURSE"))}
    with burners(6, everywhere=True):
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=keep, capture_output=True, text=True)
    checks = [check for each in load(tmp_path / "result").exercises for line in each.rubric for check in line.checks]
    judged = [check for check in checks if check.state != "deferred"]
    # A machine that is busier still may leave some undecided; none is lost.
    assert judged and all(check.state in ("pass", "noisy") for check in judged), done.stdout


# Judged again, alone.


class Machines:
    """Stands in for the machines of a night: notes what it is given, and answers with the results it was made with."""

    def __init__(self, *answers):
        self.answers, self.seen = list(answers), []

    def run(self, jobs, *, timing=False):
        self.seen += [(job.arguments, timing) for job in jobs]
        for index, _ in enumerate(jobs):
            yield index, Done(1, "", encode(self.answers.pop(0)))


def asked(arguments):
    """(the lines, whether it says that they are judged again, the marks)"""
    after = dict(itertools.pairwise(arguments))
    return after["--lines"], "--again" in arguments, after.get("-m", "")


def test_right_answers_that_a_busy_machine_left_open_are_judged_again_alone(tmp_path):
    module = samples.module(tmp_path / "m2")
    quiet = {"e1_speed": "pass", "e0_speed": "pass", "e0_hidden": "pass", "e1_hidden": "pass", "e2_gpu": "pass"}
    busy, fine = samples.result(**quiet, e0_correct="noisy"), samples.result(**quiet, e0_correct="pass")
    night = GradingBatch(module, tmp_path / "in", tmp_path / "out", sandbox=False)
    files = {exercise.path.name: b"def answer(x):\n    return x\n" for exercise in module.exercises}
    handin = Submission("ada", files, {})
    write_atomically(night.begun("ada"), encode(busy))
    machines = Machines(busy, fine)
    _judge_races(night, Run(module, module.exercises, False, 1, root=tmp_path), machines, [handin], lambda *told: None)
    assert [(asked(arguments), timing) for arguments, timing in machines.seen] == [
        (("m2.e0.correct", False, ""), True),
        (("m2.e0.correct", True, ""), True),
    ]
    assert "noisy" not in {line.state for exercise in load(night.path("ada")).exercises for line in exercise.rubric}
