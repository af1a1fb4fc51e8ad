"""A folder to run the course in as a student would, and the files of a small module m9 to try the plug-in on."""

import os
import subprocess
import sys
from pathlib import Path

from graders.judge import messages

MODULE = """\
id = "m9"
title = "Trying things"
guide = "guide/m9/README.md"
points = 13

[[exercise]]
id = "m9.e1"
title = "Mean of neighbours"
file = "e1_blur.py"
limit = 2
points = { correct = 4, speed = 4, hidden = 2 }
hints = ["Which cell is to the left of cell 0?", "(i + 1) % n comes back to 0 at the end."]

[[exercise]]
id = "m9.e2"
title = "The same on a GPU"
file = "e2_gpu.py"
points = { correct = 1, gpu = 2 }
"""

STARTER = '''\
def blur(a):
    """Mean of every cell and its two neighbours, float64 of shape (n,); the ends wrap round."""
    raise NotImplementedError
'''

TESTS = '''\
import numpy as np
import pytest
from hypothesis import given, strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m9.e1")


def loop(a):
    n = len(a)
    return np.array([(a[i - 1] + a[i] + a[(i + 1) % n]) / 3 for i in range(n)])


@pytest.mark.points(1)
def test_dtype(student):
    """the answer is an array of float64"""
    check.array(student.blur(np.zeros(6)), "f8", (6,))


@pytest.mark.points(3)
@given(values=st.lists(st.integers(0, 100), min_size=3, max_size=40))
def test_agrees(student, values):
    """agrees with the plain loop"""
    a = np.array(values, "f8")
    check.close(student.blur(a), loop(a), atol=1e-9)


@pytest.mark.perf(steps={4: 2, 20: 4})
def test_fast(student, rng):
    """faster than the plain loop"""
    student.race("blur", lambda: (rng.random(20_000),), against="loop")
'''

SHORT_RACE = TESTS.replace("20_000", "3_000").replace("{4: 2, 20: 4}", "{2: 4}")
"""The same tests with a race that one attempt decides, for those who grade again and again."""

HIDDEN = '''\
import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m9.e1")


@pytest.mark.points(2)
def test_long(student, rng):
    """long arrays"""
    a = rng.random(1001)
    check.close(student.blur(a), (np.roll(a, 1) + a + np.roll(a, -1)) / 3)
'''

GPU_TESTS = '''\
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m9.e2")


@pytest.mark.points(1)
def test_cpu(student):
    """right on the CPU"""
    check.equal(student.f(1), 2)


@pytest.mark.gpu
@pytest.mark.points(2)
def test_gpu(student):
    """right on the GPU"""
    check.equal(student.f(1), 2)
'''

GIVEN = """\
import numpy as np


def loop(a):
    n = len(a)
    return np.array([(a[i - 1] + a[i] + a[(i + 1) % n]) / 3 for i in range(n)])
"""

FAST = "import numpy as np\n\n\ndef blur(a):\n    return (np.roll(a, 1) + a + np.roll(a, -1)) / 3\n"
SLOW = "from given_e1 import loop\n\n\ndef blur(a):\n    return loop(a)\n"
WRONG = "import numpy as np\n\n\ndef blur(a):\n    return np.convolve(a, [1 / 3] * 3, 'same')\n"


UNDECIDED = [each.partition(":")[0] for each in (messages.too_noisy(""), messages.MACHINE_BUSY, messages.RACE_TIME_UP)]
"""What is said of a check that a busy machine leaves open."""
JUDGING = {"pytest", "grade", "regrade"}
"""Commands that judge. What another one says of noise comes from results that a test may have made up."""
undecided: list[str] = []
"""Which of these was said to the test that runs."""


class Checkout:
    """A folder in which commands are run as a student would type them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, text: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def pytest(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "pytest", *arguments, **environment)

    def run(self, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        done = self.raw(*arguments, typed=typed, **environment)
        out, err = (text.decode("utf-8", "replace").replace("\r\n", "\n") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def raw(self, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
        """The same with the bytes as they come."""
        keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COURSE", "NO_COLOR"))}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=keep | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "TERM": "xterm"} | environment,
            input=typed.encode(),
            capture_output=True,
            timeout=300,
        )
        if JUDGING & set(arguments):
            said = " ".join(done.stdout.decode("utf-8", "replace").split())
            undecided.extend(each for each in UNDECIDED if each in said)
        return done
