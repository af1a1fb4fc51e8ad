"""Every check of every exercise, over a submission that answers with values that no test expects; a plug-in of pytest's.

    HOSTILE="whole:nan late:nan" pytest -p tests.hostile assignments/m1 graders/hidden/m1 --submission FOLDER

Each test runs once for each of those. The submission, made by `write`, is laid over the solution, which does the work: `whole`
gives the value instead of the answer, `part` puts it into the right answer (as an item, an element of an array), `late`
gives it from the third call on, `object` answers with something whose methods and attributes give it, `raise` raises it.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from graders.judge.current import Current
from graders.judge.plan import Plan

MODES = ("whole", "part", "late", "object", "raise")
VALUES = {
    "none": "None",
    "true": "True",
    "minus one": "-1",
    "beyond int64": "2**70",
    "beyond float": "2**60000",
    "below float": "-(10**400)",
    "nan": "float('nan')",
    "infinity": "float('-inf')",
    "minus zero": "-0.0",
    "largest float": "1.7e308",
    "complex": "1j",
    "large complex": "complex(1.7e308, 1.7e308)",
    "complex nan": "complex(float('nan'), 1)",
    "text": "'x'",
    "surrogates": "'\\udc80\\ud800'",
    "much text": "'x' * 1_000_000",
    "percent and braces": "'%s {0.__class__} \\x1b[31m'",
    "bytes": "b'\\xff'",
    "empty list": "[]",
    "deep list": "deep(60)",
    "too deep": "deep(3000)",
    "odd list": "[None, 'x', 2**60000, [1j]]",
    "empty dict": "{}",
    "odd dict": "{None: 2**60000, 'x': [], (): 1j, 1.5: float('nan')}",
    "set of odd things": "{1, 'x', None, (2**60000,)}",
    "generator": "(each for each in [1, 2])",
    "an object": "object()",
    "a class": "Exception",
    "float32": "np.float32('nan')",
    "half": "np.float16(65504)",
    "numpy bool": "np.bool_(True)",
    "unsigned": "np.uint64(2**64 - 1)",
    "large numpy complex": "np.complex128(complex(1.7e308, -1.7e308))",
    "date": "np.datetime64('NaT')",
    "array without dimensions": "np.array(1.0)",
    "empty array": "np.zeros((0, 3))",
    "array of nan": "np.full(7, np.nan)",
    "array of large complex": "np.full(7, complex(1.7e308, 1.7e308))",
    "array of other ends": "np.arange(5, dtype='>i2')",
    "array of objects": "np.array([None, 'x', 2**60000], dtype=object)",
    "structured array": "np.zeros(3, [('x', 'f8'), ('y', 'i4')])",
    "array of dates": "np.array(['2026-01-01', 'NaT'], 'M8[s]')",
    "array of text": "np.array(['x', 'yy'])",
    "array of 33 dimensions": "np.zeros((1,) * 32)",
    "read-only array": "frozen(np.arange(6.0))",
    "strange strides": "np.lib.stride_tricks.as_strided(np.arange(4.0), (3, 3), (0, 8))",
    "subclass": "np.ma.masked_array([1.0, 2.0], [True, False])",
    "matrix": "np.matrix([[1.0, 2.0]])",
    "subclass of int": "Liar(3)",
    "subclass of list": "Sequence([1, 2])",
}
HAND_IN = '''
import functools
import inspect

import numpy as np

_solution = {"__name__": __name__, "__file__": "/course/solution.py"}
exec(compile(SOURCE, "/course/solution.py", "exec"), _solution)


def deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


def frozen(array):
    array.flags.writeable = False
    return array


class Liar(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Sequence(list):
    def __len__(self):
        raise OverflowError("no length")


MODE, hostile, calls = "whole", None, 0


def set_hostile(mode, name):
    global MODE, hostile, calls
    MODE, hostile, calls = mode, VALUES[name], 0


class Odd:
    def __getattr__(self, name):
        return lambda *args, **kwargs: hostile()

    def __call__(self, *args, **kwargs):
        return hostile()

    def __iter__(self):
        return iter([hostile(), hostile()])

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


class HostileError(Exception):
    def __str__(self):
        return str(hostile())


def spoilt(answer, depth=0):
    kind = type(answer)
    if kind is np.ndarray:
        value, answer = hostile(), answer.copy()
        try:
            answer.flat[-1:] = value
        except Exception:
            return value
        return answer
    if kind in (list, tuple) and answer:
        items = list(answer)
        items[-1] = spoilt(items[-1], depth + 1)
        return kind(items)
    if kind is dict and answer:
        return {**answer, list(answer)[-1]: spoilt(list(answer.values())[-1], depth + 1)}
    return hostile()


def answered(work):
    global calls
    calls += 1
    if MODE == "whole":
        return hostile()
    if MODE == "object":
        return Odd()
    if MODE == "raise":
        raise HostileError(hostile())
    if MODE == "late":
        answer = work()
        return hostile() if calls > 2 else answer
    return spoilt(work())


def wrapped(function):
    @functools.wraps(function)
    def call(*args, **kwargs):
        return answered(lambda: function(*args, **kwargs))

    return call


def wrapped_class(original):
    """The same class, whose public methods are spoilt."""
    members = {
        name: wrapped(member)
        for name, member in vars(original).items()
        if inspect.isfunction(member) and (not name.startswith("_") or name in ("__len__", "__getitem__"))
    }
    spoilt_class = type(original.__name__, (original,), members)

    def made(*args, **kwargs):
        if MODE in ("part", "late"):
            return spoilt_class(*args, **kwargs)
        return answered(lambda: None)

    return made


for _name, _member in list(_solution.items()):
    if _name.startswith("_") or inspect.ismodule(_member):
        continue
    if inspect.isclass(_member):
        globals()[_name] = wrapped_class(_member) if _member.__module__ == __name__ else _member
    elif callable(_member):
        globals()[_name] = wrapped(_member)
    else:
        globals()[_name] = _member
'''


def write(folder: Path, solutions: Iterable[Path]) -> None:
    """A submission for each of the solutions."""
    values = ", ".join(f"{name!r}: lambda: {expression}" for name, expression in VALUES.items())
    for solution in solutions:
        source = solution.read_text(encoding="utf-8")
        (folder / solution.name).write_text(f"SOURCE = {source!r}\n{HAND_IN}\nVALUES = {{{values}}}\n", encoding="utf-8")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "student" in metafunc.fixturenames:
        metafunc.fixturenames.append("hostile")
        metafunc.parametrize("hostile", os.environ["HOSTILE"].split(), indirect=True)


@pytest.fixture
def hostile(request: pytest.FixtureRequest) -> None:
    mode, _, name = request.param.partition(":")
    student = request.getfixturevalue("student")
    student.function("set_hostile")(mode, name.replace("_", " "))
    student.begin_test(student.steps, student.clock)


def pytest_configure() -> None:
    # Each test counts as often as it runs; and whether the solution passes is asked elsewhere.
    Plan.check_sums = lambda self: None  # type: ignore[method-assign]
    Current.happens_to_the_solution = lambda self, item, test: False  # type: ignore[method-assign]
