"""Rules of an exercise: what reading finds, and what it leaves alone."""

import textwrap

import pytest

from graders.judge.policy import ForbiddenUse, forbidden_use

FORBIDDEN = ("numpy.sort", "sorted", "list.sort", "numpy.ndarray.partition", "heapq", "scipy.signal")


def found(source: str) -> ForbiddenUse | None:
    return forbidden_use(textwrap.dedent(source), FORBIDDEN)


@pytest.mark.parametrize(
    ("source", "line", "name"),
    [
        ("import numpy as np\nnp.sort(x)", 2, "numpy.sort"),
        ("import numpy\nf = numpy.sort", 2, "numpy.sort"),
        ("from numpy import sort", 1, "numpy.sort"),
        ("from numpy import sort as s\ns(x)", 1, "numpy.sort"),
        ("from numpy import *\nsort(x)", 2, "numpy.sort"),
        ("def f(x):\n    return sorted(x)", 2, "sorted"),
        ("import builtins\nbuiltins.sorted(x)", 2, "sorted"),
        ("x.sort()", 1, "list.sort"),
        ("key = [].sort", 1, "list.sort"),
        ("x.partition(3)", 1, "numpy.ndarray.partition"),
        ("import heapq", 1, "heapq"),
        ("from heapq import merge", 1, "heapq"),
        ("import scipy.signal as s", 1, "scipy.signal"),
        ("from scipy import signal", 1, "scipy.signal"),
        ("import scipy\nscipy.signal.convolve(a, b)", 2, "scipy.signal"),
        ("import numpy as np\ngetattr(np, 'sort')(x)", 2, "numpy.sort"),
        ("import importlib\nimportlib.import_module('heapq')", 2, "heapq"),
        ("__import__('heapq')", 1, "heapq"),
        ("import numpy as np\n\nx = np.ones(3)\nif x:\n    np.sort(x)\nimport heapq", 5, "numpy.sort"),
    ],
)
def test_uses_are_found_with_their_line(source, line, name):
    assert found(source) == ForbiddenUse(line, name)


@pytest.mark.parametrize(
    "source",
    [
        "# np.sort would be easy\n'sorted'",
        "import numpy as np\nnp.searchsorted(a, b); np.argmax(a)",
        "def sort(x): return x\nsort(3)",
        "import other\nother.sort(x)",
        "from .numpy import sort",
        "import scipy\nscipy.stats",
        "def broken(:",
        "",
    ],
)
def test_what_is_allowed_is_left_alone(source):
    assert found(source) is None


def test_without_rules_nothing_is_read():
    assert forbidden_use("import heapq", ()) is None
