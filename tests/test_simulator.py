"""Kernels in the watched simulator: what is counted, what is a race, what is refused; and what a kernel's types say."""

from pathlib import Path
from unittest import SkipTest

import numpy as np
import pytest

from graders.course import Exercise
from graders.judge import gpu
from graders.judge.failure import Mismatch, NotStarted, Raised, Stopped, StudentFailure
from graders.judge.student import Student
from graders.report import plots
from graders.worker.sandbox import Sandbox
from graders.worker.sandboxed import SandboxError

KERNELS = """\
import numpy as np
from numba import cuda

@cuda.jit
def shift(x, out):
    i = cuda.grid(1)
    out[i] = x[i + 1]

@cuda.jit
def strided(x, out, step):
    i = cuda.grid(1)
    out[i] = x[i * step]

@cuda.jit
def rows(m, out):
    i = cuda.grid(1)
    row = m[i]
    total = np.float32(0)
    for j in range(row.size):
        total += row[j]
    out[i] = total

@cuda.jit
def order(seen, at):
    seen[cuda.atomic.add(at, 0, 1)] = cuda.grid(1)

@cuda.jit
def turn_round(x):
    part = cuda.shared.array(8, np.int64); back = cuda.shared.array(8, np.int64)
    i = cuda.threadIdx.x
    part[i] = x[cuda.grid(1)]
    back[7 - i] = part[i]
    cuda.syncthreads()
    x[cuda.grid(1)] = back[i]

@cuda.jit
def neighbour(x):
    part = cuda.shared.array(8, np.float32)
    i = cuda.threadIdx.x
    part[i] = x[i]
    x[i] = part[(i + 1) % 8]

@cuda.jit
def neighbour_with_barrier(x):
    part = cuda.shared.array(8, np.float32)
    i = cuda.threadIdx.x
    part[i] = x[i]
    cuda.syncthreads()
    x[i] = part[(i + 1) % 8]

@cuda.jit
def all_write_one(x):
    x[0] = 1

@cuda.jit
def read_and_add(x):
    if cuda.grid(1) == 0:
        x[1] = x[0]
    else:
        cuda.atomic.add(x, 0, 1)

@cuda.jit
def twice(x):
    i = cuda.grid(1)
    x[i] += 1
    x[i] += 1

@cuda.jit
def half_waits(x):
    if cuda.grid(1) < 3:
        cuda.syncthreads()

@cuda.jit
def two_barriers(x):
    if cuda.grid(1) < 3:
        cuda.syncthreads()
    else:
        cuda.syncthreads()

@cuda.jit
def unwritten(x):
    part = cuda.shared.array(4, np.float32)
    mine = cuda.local.array(1, np.int32)
    x[0] = part[0]
    x[1] = mine[0]

@cuda.jit(device=True)
def plus_one(v):
    return v + np.float32(1)

@cuda.jit
def calls(x, out):
    i = cuda.grid(1)
    out[i] = plus_one(x[i])

@cuda.jit
def in_double(x, out):
    total = 0.0
    for v in x:
        total += v
    out[0] = total

@cuda.jit
def with_append(x, out):
    x.append(1)

def host(x, times):
    there = cuda.to_device(x)
    out = cuda.device_array_like(there)
    for _ in range(times):
        shift[1, x.size - 1](there, out)
    return out.copy_to_host()

def host_that_forgets(x):
    out = np.zeros_like(x)
    shift[1, x.size - 1](x, out)
    return out

def unlaunched(x):
    shift(x, x)

def none_at_all(x):
    shift[0, 4](x, x)

def too_many(x):
    shift[1, 2048](x, x)

def started(x):
    raise NotImplementedError

def with_an_if(x):
    return x if x else 0

def without(x):
    return x + 1
"""


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    path = Path(tmp_path_factory.mktemp("kernels")) / "e1_kernels.py"
    path.write_text(KERNELS, encoding="utf-8")
    exercise = Exercise(id="m9.e1", title="kernels", file=path.name, worth={}, simulator=True, folder=path.parent)
    student = Student(exercise, path)
    yield student
    student.close()


@pytest.fixture(autouse=True)
def fresh(student):
    student.begin_test([])


def counts(found, of):
    return tuple(found.count(what, of) for what in ("reads", "writes", "atomics"))


def test_arguments_come_back_and_accesses_are_counted(student):
    x, out = np.arange(65, dtype="f4"), np.zeros(64, "f4")
    found = gpu.launch(student, "shift", 2, 32, x, out)
    assert (found.args[1] == x[1:]).all() and (out == 0).all()
    assert counts(found, "x") == (64, 0, 0) and counts(found, "out") == (0, 64, 0) and counts(found, "global") == (64, 64, 0)
    assert counts(found, "shared") == (0, 0, 0)


@pytest.mark.parametrize(("step", "segments"), [(1, 1), (2, 2), (8, 8), (32, 32), (64, 32)])
def test_a_warp_pays_for_every_segment_it_touches(student, step, segments):
    found = gpu.launch(student, "strided", 1, 32, np.zeros(32 * step, "f4"), np.zeros(32, "f4"), step)
    assert (found.count("transactions", "x"), found.count("transactions", "out")) == (segments, 1)


def test_views_know_where_they_lie(student):
    m = np.arange(12, dtype="f4").reshape(3, 4)
    found = gpu.launch(student, "rows", 1, 3, m, np.zeros(3, "f4"))
    assert found.args[1].tolist() == m.sum(axis=1).tolist() and counts(found, "m") == (12, 0, 0)
    drawing = next(memory.drawing for memory in found.report.launches[0].memories if memory.name == "m")
    assert [(thread, cell) for thread, cell, _, _ in drawing] == [(i, 4 * i + j) for i in range(3) for j in range(4)]


def test_threads_run_in_the_order_that_is_asked_for(student):
    def seen(order):
        return gpu.launch(student, "order", 2, 4, np.zeros(8, "i8"), np.zeros(1, "i8"), order=order).args[0].tolist()

    assert seen("forward") == list(range(8)) and seen("reverse") == list(range(8))[::-1]
    assert sorted(seen(1)) == list(range(8)) and seen(1) == seen(1) and seen(1) != seen(2) and seen(1) not in (seen("forward"),)


def test_shared_arrays_on_one_line_are_two(student):
    """Numba's own simulator takes them for one."""
    found = gpu.launch(student, "turn_round", 2, 8, np.arange(16))
    assert found.args[0].tolist() == [*range(7, -1, -1), *range(15, 7, -1)]
    assert counts(found, "shared") == (32, 32, 0)


@pytest.mark.parametrize(
    ("kernel", "size", "told"),
    [
        ("neighbour", 8, "[0] of shared memory"),
        ("all_write_one", 4, "[0] of x"),
        ("read_and_add", 4, "[0] of x"),
    ],
)
@pytest.mark.parametrize("order", ["forward", "reverse"])
def test_a_race_is_told_in_any_order(student, kernel, size, told, order):
    with pytest.raises(Mismatch) as caught:
        gpu.launch(student, kernel, 1, size, np.zeros(8, "f4"), order=order)
    assert f"{kernel} has a data race" in caught.value.sentence
    assert told in caught.value.sentence
    assert "thread" in caught.value.details[0] and caught.value.line and kernel in student.calls


@pytest.mark.parametrize("kernel", ["neighbour_with_barrier", "twice"])
def test_what_is_in_order_is_no_race(student, kernel):
    gpu.launch(student, kernel, 1, 8, np.zeros(8, "f4"), order=3)


def test_blocks_race_with_each_other_whatever_barriers_there_are(student):
    with pytest.raises(Mismatch, match="data race"):
        gpu.launch(student, "neighbour_with_barrier", 2, 8, np.zeros(8, "f4"))


@pytest.mark.parametrize(("kernel", "reached"), [("half_waits", 3), ("two_barriers", 2)])
def test_a_barrier_that_some_pass_by_is_told(student, kernel, reached):
    with pytest.raises(Mismatch, match=rf"only {reached} of the 5 threads") as caught:
        gpu.launch(student, kernel, 1, 5, np.zeros(1))
    assert "syncthreads" in KERNELS.splitlines()[caught.value.line - 1]


def test_memory_that_nobody_wrote_is_surely_wrong(student):
    left = gpu.launch(student, "unwritten", 1, 1, np.zeros(2)).args[0]
    assert np.isnan(left[0]) and left[1] not in (0, 1)


@pytest.mark.parametrize("n", [64, 63])
def test_an_index_outside_is_told_with_the_thread(student, n):
    with pytest.raises(Raised, match=rf"thread {n - 33} of block 1 reads \[{n}\] of x, whose shape is \({n},\)"):
        gpu.launch(student, "shift", 2, 32, np.zeros(n, "f4"), np.zeros(64, "f4"), order="forward")


@pytest.mark.parametrize(("name", "told"), [("unlaunched", "launch it as"), ("none_at_all", "launches"), ("too_many", "1024")])
def test_a_launch_that_no_gpu_takes_is_refused(student, name, told):
    with pytest.raises(Raised, match=told):
        gpu.run(student, name, np.zeros(4, "f4"))


def test_what_travels_is_counted(student):
    x = np.arange(5, dtype="f4")
    found = gpu.run(student, "host", x, 3)
    assert found.value[:4].tolist() == [1, 2, 3, 4]
    assert (found.report.uploads, found.report.downloads, len(found.report.launches)) == (1, 1, 3)
    found = gpu.run(student, "host_that_forgets", x)
    assert (found.report.uploads, found.report.downloads) == (2, 2)


def test_a_limit_fails_the_check_and_is_drawn(student):
    x = np.zeros(33, "f4")
    found = gpu.launch(student, "shift", 1, 32, x, np.zeros(32, "f4"))
    with pytest.raises(Mismatch, match="reads of x: 32, more than 31"):
        gpu.accesses(student, found, "reads", of="x", at_most=31)
    measure = student.measures[-1]
    plot = plots.accesses(measure.drawing)
    assert plot.words == "thread of block 0, x: 32 cells read 32 times." and "<path" in plot.svg
    assert gpu.accesses(student, found, "writes", of="global").drawing is None


def test_types_are_those_of_a_gpu(student):
    gpu.typed(student, ["calls"], "f4[]", "f4[]")
    gpu.typed(student, ["in_double"], "f4[]", "f4[]", float64=True)
    with pytest.raises(Mismatch, match="start total as") as caught:
        gpu.typed(student, ["in_double"], "f4[]", "f4[]")
    assert KERNELS.splitlines()[caught.value.line - 1].strip() == "total = 0.0"
    with pytest.raises(Mismatch, match="does not compile for a GPU"):
        gpu.typed(student, ["with_append"], "f4[]", "f4[]")
    with pytest.raises(ValueError, match="should look like"):
        gpu.typed(student, ["calls"], "float32", "f4[]")


CALLS = """\
from numba import cuda, float32, uint8

SIZE = 16
ROOM = SIZE + 1

@cuda.jit(device=True)
def after(x, i, by=1):
    return x[i + by]

@cuda.jit(device=True)
def both(x, *places):
    return x[places[0]] + x[places[1]]

@cuda.jit
def smallest(x, out):
    for i in range(cuda.grid(1), min(cuda.grid(1) + 1, out.size)):
        out[i] = max(x[i], float32(0), out[max(0, i - 1)])

@cuda.jit
def default(x, out):
    out[0] = after(x, 0) + after(x, i=0, by=2)

@cuda.jit()
def starred(x, out):
    out[0] = both(x, 0, 1) + sum((x[0], x[1]))

@cuda.jit
def nested(x, out):
    def here(i):
        return x[i]
    n = SIZE
    part = cuda.shared.array((n, ROOM), float32)
    part[0, 0] = here(0)
    out[0] = part[0, 0]

@cuda.jit("float32(float32[:], int64)", device=True)
def typed_already(x, i):
    return x[i]

@cuda.jit("void(float32[:], float32[:])")
def typed_itself(x, out):
    out[0] = typed_already(x, 0)

@cuda.jit
def too_few(x, out):
    out[0] = after(x)

@cuda.jit
def no_constant(x, out):
    part = cuda.shared.array((SIZE, SIZE + 1), float32)
    part[0, 0] = x[0]
    out[0] = part[0, 0]

@cuda.jit
def in_a_byte(x, out):
    counts = cuda.local.array(SIZE, uint8)
    counts[0] = 0
    out[0] = counts[0]
"""


def test_calls_of_every_kind_compile_for_a_gpu(student, tmp_path):
    """What numba-cuda compiles for a card; numba's own target stumbles over min, defaults, keywords and *args."""
    path = tmp_path / "e1_calls.py"
    path.write_text(CALLS, encoding="utf-8")
    other = Student(student.exercise, path)
    gpu.typed(other, ["smallest", "default", "starred", "nested", "typed_itself"], "f4[]", "f4[]")
    with pytest.raises(Mismatch, match="does not compile for a GPU"):
        gpu.typed(other, ["too_few"], "f4[]", "f4[]")
    with pytest.raises(Mismatch, match="does not compile for a GPU") as caught:
        gpu.typed(other, ["no_constant"], "f4[]", "f4[]")
    assert CALLS.splitlines()[caught.value.line - 1].strip().startswith("part = ")
    assert any("ROOM = SIZE + 1" in line for line in caught.value.details)
    assert any("shared.array" in line for line in caught.value.details)
    gpu.typed(other, ["in_a_byte"], "f4[]", "f4[]")
    with pytest.raises(Mismatch, match="keeps counts in counts, of a type"):
        gpu.typed(other, ["in_a_byte"], "f4[]", "f4[]", counting=True)
    other.close()


def test_the_environment_does_not_switch_it_on_by_stealth(student, monkeypatch):
    """Who tries kernels by hand has set it, and types are inferred all the same."""
    monkeypatch.setenv("NUMBA_ENABLE_CUDASIM", "1")
    gpu.typed(student, ["calls"], "f4[]", "f4[]")


@pytest.mark.parametrize(("ending", "told"), [("import os; os._exit(3)", "ended"), ("1 / 0", "ZeroDivisionError")])
def test_a_file_that_fails_only_without_the_simulator_is_the_students(student, tmp_path, ending, told):
    path = tmp_path / "e1_kernels.py"
    path.write_text(f"from numba import config\nif not config.ENABLE_CUDASIM: {ending}\n{KERNELS}", encoding="utf-8")
    other = Student(student.exercise, path)
    with pytest.raises(StudentFailure, match=told):
        gpu.typed(other, ["calls"], "f4[]", "f4[]")
    other.close()


def test_branches_are_found_where_they_stand(student):
    gpu.branch_free(student, "without")
    with pytest.raises(Mismatch) as caught:
        gpu.branch_free(student, "with_an_if")
    assert "if x else" in KERNELS.splitlines()[caught.value.line - 1]


def test_what_is_no_kernel_is_said_to_be_none(student):
    with pytest.raises(NotStarted):
        gpu.run(student, "started", 1)
    with pytest.raises((Mismatch, Raised)):
        gpu.launch(student, "without", 1, 1, np.zeros(1))
    with pytest.raises(Stopped):
        gpu.launch(student, "nowhere", 1, 1, np.zeros(1))


def test_a_forged_report_is_no_report(student):
    with pytest.raises(Stopped, match="tampered"):
        gpu._converted({"uploads": "many"}, gpu.Report)


def test_in_the_sandbox(student):
    try:
        sandbox = Sandbox()
    except SandboxError as error:
        pytest.skip(str(error))
    with student.launched_by(sandbox):
        found = gpu.launch(student, "neighbour_with_barrier", 1, 8, np.arange(8, dtype="f4"))
        assert found.args[0].tolist() == [1, 2, 3, 4, 5, 6, 7, 0]
        gpu.typed(student, ["calls"], "f4[]", "f4[]")


def test_in_the_debugger_types_are_left_out(student):
    inline = Student(student.exercise, student.path, inline=True)
    inline._worker = student.worker()
    with pytest.raises(SkipTest, match="inline"):
        gpu.typed(inline, ["calls"], "f4[]", "f4[]")
