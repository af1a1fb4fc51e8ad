"""The judge's comparisons: exact about type, dtype and shape, and clear about what they wanted."""

import numpy as np
import pytest

from graders.judge import check
from graders.judge.failure import Mismatch, NotStarted, Raised, Stopped
from graders.judge.show import show
from graders.judge.student import Handle
from graders.worker.codec import Reference

NAN = float("nan")


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1, 1),
        (NAN, NAN),
        ([1.0, (2, "a")], [1.0, (2, "a")]),
        ({"a": [1]}, {"a": [1]}),
        (np.array([1.0, NAN]), np.array([1.0, NAN])),
        (np.zeros((0, 3), "u1"), np.zeros((0, 3), "u1")),
        (None, None),
        (np.float32(2), np.float32(2)),
        (1, 1.0),
        ([1, (0, 0.5)], [1.0, (0.0, 0.5)]),
        ({"a": -2}, {"a": -2.0}),
        (0, -0.0),
    ],
)
def test_equal_accepts(got, want):
    check.equal(got, want)


@pytest.mark.parametrize(
    ("got", "want", "sentence"),
    [
        (1.0, 1, "should be an int, but is a float"),
        (True, 1, "should be an int, but is a bool"),
        (np.float64(1), 1.0, "should be a float, but is a numpy float64"),
        (2, 1, "the answer is wrong"),
        ([1, 2], (1, 2), "should be a tuple, but is a list"),
        ([1], [1, 2], "should have 2 items, but has 1"),
        ([1, 3], [1, 2], "item 1 of the answer is wrong"),
        ({"a": 1}, {"b": 1}, "has other keys"),
        (None, 1.0, "should be a float, but is None"),
        (NAN, 1.0, "the answer is wrong"),
        (1.0, NAN, "the answer is wrong"),
        ([1.0], np.ones(1), "should be an array of float64, shape (1,), but is a list"),
        (np.ones(1, "f4"), np.ones(1), "but is an array of float32, shape (1,)"),
        (
            np.ones(1),
            np.ones(1, "f4"),
            "but is an array of float64, shape (1,): numpy computes in float64 unless told otherwise",
        ),
        (np.ones((1, 1)), np.ones(1), "but is an array of float64, shape (1, 1)"),
        (np.array([1.0, NAN]), np.ones(2), "the answer is wrong"),
        (np.array([1, 2]), np.array([1, 3]), "the answer is wrong"),
        (True, 1.0, "should be a float, but is a bool"),
        (np.int64(1), 1.0, "should be a float, but is a numpy int64"),
        (2, 1.0, "the answer is wrong"),
        (10**400, 1e308, "the answer is wrong"),
        (-(10**400), float("-inf"), "the answer is wrong"),
        (1, NAN, "the answer is wrong"),
        (complex(1.7e308, 1.7e308), 0j, "the answer is wrong"),
        (1, 1 + 0j, "should be a complex, but is an int"),
        (np.ones(1, "i8"), np.ones(1), "should be an array of float64, shape (1,), but is an array of int64"),
    ],
)
def test_equal_refuses(got, want, sentence):
    with pytest.raises(Mismatch) as caught:
        check.equal(got, want)
    assert sentence in caught.value.sentence


def test_a_wrong_array_names_position_and_count():
    got = np.arange(12).reshape(3, 4)
    want = got.copy()
    want[1, 2], want[2, 3] = 100, 200
    with pytest.raises(Mismatch) as caught:
        check.equal(got, want)
    assert caught.value.details == ["position (1, 2): expected 100   got 6   (2 of 12 positions differ)"]


def test_close_has_both_tolerances_and_no_more():
    check.close(1.0 + 1e-10, 1.0)
    check.close(1e-9, 0.0, atol=1e-8)
    check.close(np.array([100.5]), np.array([100.0]), rtol=0.01)
    check.close(1, 1 / (1 - 0.9 + 0.9))
    for got, want in ((1.0 + 1e-6, 1.0), (1e-12, 0.0), (float("inf"), 1.0), (1.0, float("inf"))):
        with pytest.raises(Mismatch):
            check.close(got, want)


def test_handles_are_never_equal_nor_true():
    class Nobody:
        def drop(self, number):
            assert number == 1

    handle = Handle(None, Reference("handle", 1, "Liar"), Nobody())
    with pytest.raises(Mismatch, match="should be an int, but is a Liar"):
        check.equal(handle, 3)
    with pytest.raises(Mismatch, match="should be an array of float64, but is a Liar"):
        check.array(handle, "f8")
    with pytest.raises(Mismatch):
        bool(handle)
    with pytest.raises(TypeError):
        hash(handle)
    assert (handle == 3) is False


def test_raises_wants_that_exception_or_one_derived():
    with check.raises("LookupError"):
        raise Raised("raised KeyError", "KeyError", ["KeyError", "LookupError", "Exception"], "")
    with pytest.raises(Mismatch, match="should raise ValueError, but raised KeyError"), check.raises("ValueError"):
        raise Raised("raised KeyError", "KeyError", ["KeyError", "LookupError", "Exception"], "")
    with pytest.raises(Mismatch, match="should raise ValueError, but returned"), check.raises("ValueError"):
        pass
    for other in (NotStarted("not started"), Stopped("gone")):
        with pytest.raises(type(other)), check.raises("Exception"):
            raise other


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([0.0, 14.0]), "[0, 14]"),
        (np.arange(1000.0) / 7, "[0, 0.142857, 0.285714, …] (1000 of float64)"),
        (np.zeros((3, 4), "f4"), "[0, 0, 0, …] (3 x 4 of float32)"),
        (np.array(3), "3 (int64)"),
        (np.float64(2.5), "2.5"),
        ((1,), "(1,)"),
        ([[1, 2], [3]], "[[1, 2], [3]]"),
        (list(range(100)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, …] (100 items)"),
        ("x" * 100, "'" + "x" * 48 + "…"),
    ],
)
def test_values_are_shown_as_one_would_type_them(value, text):
    assert show(value, 50) == text
