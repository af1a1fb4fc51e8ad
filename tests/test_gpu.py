"""Races on a GPU: in numba's simulator everywhere, and on the device where there is one."""

import os
import re
import subprocess
import sys

import pytest

from graders.course import ROOT
from graders.judge.machine import has_gpu
from graders.result import load
from tests.checkout import MODULE, Checkout

pytestmark = pytest.mark.alone

GIVEN = """\
import time

from numba import cuda


@cuda.jit
def _add(x, y, out, rounds):
    i = cuda.grid(1)
    if i < x.size:
        for _ in range(rounds):
            out[i] = x[i] + y[i]


def slow_add(x, y):
    time.sleep(PAUSE)
    out = cuda.device_array_like(x)
    _add[x.size // 32, 32](x, y, out, ROUNDS)
    return out


def twice(add, x, y):
    return add(add(x, y), y)


def slow_twice(x, y):
    return twice(slow_add, x, y)


PAUSE, ROUNDS = 0.03, 1
"""

STUDENT = """\
import torch
from numba import cuda


@cuda.jit
def _add(x, y, out):
    i = cuda.grid(1)
    if i < x.size:
        out[i] = x[i] + y[i]


def add(x, y):
    out = cuda.device_array_like(x)
    _add[x.size // 32, 32](x, y, out)
    return out
"""

TESTS = """\
import numpy as np
import pytest

pytestmark = pytest.mark.exercise("m9.e1")


@pytest.mark.points(4)
def test_right(student):
    pass


{marks}
@pytest.mark.perf(steps={{1.2: {half}, 1.5: {full}}}, clock="gpu")
def test_race(student, rng):
    \"\"\"adds on the GPU\"\"\"
    student.race("add", lambda: (rng.random({size}), rng.random({size})), against="slow_add"{through})
"""
SIMULATED = {"marks": "", "half": 2, "full": 4, "size": 64, "through": ""}


@pytest.fixture
def course(trial: Checkout) -> Checkout:
    trial.write("assignments/m9/module.toml", MODULE)
    trial.write("assignments/m9/given_e1.py", GIVEN)
    trial.write("assignments/m9/e1_blur.py", STUDENT)
    trial.write("assignments/m9/test_e1_blur.py", TESTS.format(**SIMULATED))
    return trial


def raced(course: Checkout, *arguments: str, simulator: str = "1") -> tuple[str, object]:
    done = course.pytest("assignments/m9", "-k", "e1", *arguments, NUMBA_ENABLE_CUDASIM=simulator)
    checks = [check for line in load(course.folder / "results" / "last.json").exercises[0].rubric for check in line.checks]
    return done.stdout, next(check for check in checks if check.title == "adds on the GPU")


def test_a_race_in_the_simulator_uploads_waits_fetches_and_verifies(course):
    shown, check = raced(course)
    assert check.state == "pass", shown
    assert check.speedup.clock == "gpu" and check.speedup.ratio > 1.5
    assert check.speedup.device_seconds == 0  # the simulator's events do not tell


def test_through_a_helper(course):
    course.write(
        "assignments/m9/test_e1_blur.py",
        TESTS.format(**SIMULATED | {"through": ', through="twice"'}).replace("slow_add", "slow_twice"),
    )
    shown, check = raced(course)
    assert check.state == "pass", shown


def test_a_wrong_answer_loses_the_race(course):
    course.write("assignments/m9/e1_blur.py", STUDENT.replace("x[i] + y[i]", "x[i] - y[i]"))
    shown, check = raced(course)
    assert check.state == "fail" and "the answer" in check.why, shown


def test_another_synchronize_is_not_the_one_that_is_called(course):
    """A student who replaces it would be done before the work is."""
    patch = "\n\ndef _never():\n    raise SystemError('called')\n\n\ncuda.synchronize = _never\n"
    course.write("assignments/m9/e1_blur.py", STUDENT + patch)
    shown, check = raced(course)
    assert check.state == "pass", shown


def test_arrays_of_torch_are_fetched_too(course):
    replaced = "    return torch.as_tensor(out.copy_to_host())\n"
    course.write("assignments/m9/e1_blur.py", STUDENT.replace("    return out\n", replaced))
    shown, check = raced(course)
    assert check.state == "pass", shown


def test_what_is_no_array_is_no_answer(course):
    course.write("assignments/m9/e1_blur.py", STUDENT.replace("    return out\n", "    return len\n"))
    shown, check = raced(course)
    assert check.state == "fail" and re.search("should be an array of float64", check.why), shown


def test_a_yardstick_that_needs_torch_is_deferred_without_it(course):
    missing = "def slow_add(x, y):\n    raise ModuleNotFoundError(\"No module named 'torch'\")\n"
    course.write("assignments/m9/given_e1.py", missing)
    shown, check = raced(course)
    assert check.state == "deferred" and check.why.startswith("this needs torch, about 200 MB: pip install torch=="), shown


YARDSTICKS = """\
import given_e7, given_e8, e7_gpu_convolution as e7, e8_gpu_matmul as e8
import numpy as np
from numba import cuda

rng = np.random.default_rng(1)
x, k = rng.random(200, "f4"), rng.random(17, "f4")
expected = np.correlate(np.pad(x.astype("f8"), 8), k.astype("f8"), "valid")
x, k = cuda.to_device(x), cuda.to_device(k)
for found in (given_e7.naively_convolved(x, k), given_e7.convolved(e7.conv_shared, x, k)):
    np.testing.assert_allclose(found.copy_to_host(), expected, rtol=1e-5)
np.testing.assert_allclose(given_e7.convolved_by_torch(x, k).numpy(), expected, rtol=1e-5)

a, b = rng.random((9, 7), "f4"), rng.random((7, 5), "f4")
expected, a, b = a.astype("f8") @ b, cuda.to_device(a), cuda.to_device(b)
for found in (given_e8.naively_multiplied(a, b), given_e8.multiplied(e8.matmul_tiled, a, b)):
    np.testing.assert_allclose(found.copy_to_host(), expected, rtol=1e-5)
np.testing.assert_allclose(given_e8.multiplied_by_torch(a, b).numpy(), expected, rtol=1e-5)

x = rng.integers(0, given_e8.BINS - 1, 300, dtype="i4")
expected, x = np.bincount(x, minlength=given_e8.BINS), cuda.to_device(x)
np.testing.assert_array_equal(given_e8.counted(e8.hist_local, x).copy_to_host(), expected)
by_torch = given_e8.counted_by_torch(x).numpy()
np.testing.assert_array_equal(by_torch, expected)
assert by_torch.dtype == np.int32
"""


def test_the_yardsticks_of_m1_and_its_solutions_give_the_same_in_the_simulator():
    path = os.pathsep.join(str(ROOT / folder / "m1") for folder in ("solutions", "assignments"))
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", YARDSTICKS], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not has_gpu(), reason="no GPU here")
def test_a_race_on_the_device(course):
    real = {"marks": "@pytest.mark.gpu", "half": 1, "full": 2, "size": 1 << 24, "through": ""}
    course.write("assignments/m9/module.toml", MODULE.replace("speed = 4", "gpu = 2, speed = 2"))
    course.write("assignments/m9/given_e1.py", GIVEN.replace("PAUSE, ROUNDS = 0.03, 1", "PAUSE, ROUNDS = 0, 300"))
    course.write("assignments/m9/test_e1_blur.py", TESTS.format(**real))
    shown, check = raced(course, "--gpu", "on", simulator="0")
    assert check.state == "pass", shown
    # A busy device is no faster than its memory: 3 x 8 bytes for each of 2**24 elements, at less than 10 TB/s.
    assert check.speedup.device_seconds > 3 * 8 * (1 << 24) / 1e13
    assert check.speedup.device_seconds < 1.5 * check.speedup.seconds


@pytest.mark.skipif(has_gpu(), reason="there is a GPU here")
def test_without_a_device_the_race_is_deferred(course):
    marked = {"marks": "@pytest.mark.gpu", "half": 1, "full": 2, "size": 1 << 24, "through": ""}
    course.write("assignments/m9/module.toml", MODULE.replace("speed = 4", "gpu = 2, speed = 2"))
    course.write("assignments/m9/test_e1_blur.py", TESTS.format(**marked))
    shown, check = raced(course, simulator="0")
    assert check.state == "deferred" and check.why == "no GPU here; decided on the course machine", shown
