"""Comparisons on the judge's side: exact about type, dtype and shape, and telling what they wanted.

One exception: where the right answer is a float, an int will do, for `return 1` is a number as good as `return 1.0`. Where
the type itself is the lesson, a test says so with `kind`. A bool is never a number, and a float is never an int.

Every function raises `Mismatch` and returns nothing. Values that came from a worker are real numpy arrays and plain
Python data, or handles, so no `__eq__` of a student's ever runs here.
"""

import cmath
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from graders.judge import messages, tolerance
from graders.judge.failure import Mismatch, NotStarted, Raised, Stopped, StudentFailure
from graders.judge.show import kind_of, show, with_article


def that(condition: bool, sentence: str, *details: str) -> None:
    """Pass if `condition`, else fail with the sentence."""
    if not condition:
        raise Mismatch(sentence, details)


def kind(got: Any, wanted: type, what: str = "the answer") -> None:
    """The answer has exactly this type: a numpy float64 is not a float, a bool is not an int."""
    if type(got) is not wanted:
        remedy = messages.RETURN_MISSING if got is None else ""
        raise Mismatch(f"{what} {messages.wrong_type(with_article(wanted.__name__), kind_of(got), remedy)}")


def array(got: Any, dtype: Any, shape: tuple[int, ...] | None = None, what: str = "the answer") -> None:
    """The answer is a numpy array of exactly this dtype and shape."""
    wanted = f"an array of {np.dtype(dtype)}" + (f", shape {shape}" if shape is not None else "")
    if type(got) is not np.ndarray or got.dtype != np.dtype(dtype) or (shape is not None and got.shape != shape):
        raise Mismatch(f"{what} {messages.wrong_type(wanted, kind_of(got), _remedy(got, np.dtype(dtype)))}")


def equal(got: Any, want: Any, what: str = "the answer") -> None:
    """Same type, same values; arrays also same dtype and shape. An int will do for a float of the same value."""
    close(got, want, rtol=0.0, atol=0.0, what=what)


def close(got: Any, want: Any, *, rtol: float = 1e-9, atol: float = 0.0, what: str = "the answer") -> None:
    """As `equal`, but numbers may differ by `atol + rtol * |want|`. NaN agrees with NaN."""
    if type(want) is np.ndarray:
        array(got, want.dtype, want.shape, what)
        _same_arrays(got, want, rtol, atol, what)
        _watched(got, want, rtol, atol)
    elif type(want) in (list, tuple):
        kind(got, type(want), what)
        that(len(got) == len(want), f"{what} should have {len(want)} items, but has {len(got)}", *_both(want, got))
        for position, (one, other) in enumerate(zip(got, want, strict=True)):
            try:
                close(one, other, rtol=rtol, atol=atol, what=f"item {position} of {what}")
            except Mismatch as mismatch:
                raise Mismatch(mismatch.sentence, mismatch.details or _both(want, got)) from None
    elif type(want) is dict:
        kind(got, dict, what)
        that(got.keys() == want.keys(), f"{what} has other keys than it should", *_both(sorted(want), sorted(got, key=show)))
        for key, value in want.items():
            close(got[key], value, rtol=rtol, atol=atol, what=f"{what} at {show(key)}")
    else:
        if not (type(want) is float and type(got) is int):
            kind(got, type(want), what)
        agrees = _near(got, want, rtol, atol) if type(want) in (float, complex) else bool(got == want)
        that(agrees, messages.is_wrong(what), f"expected {show(want)}   got {show(got)}")
        _watched(got, want, rtol, atol)


@contextmanager
def raises(*names: str) -> Iterator[None]:
    """The student's code has to raise one of these exceptions (or one derived from it) inside the `with`."""
    wanted = " or ".join(names)
    try:
        yield
    except (NotStarted, Stopped):
        raise
    except Raised as raised:
        if not set(names) & set(raised.bases):
            sentence = messages.must_raise_other(wanted, raised.kind)
            raise Mismatch(sentence, raised.details, raised.line) from None
        return
    except StudentFailure:
        raise
    raise Mismatch(messages.must_raise(wanted))


def _remedy(got: Any, wanted: np.dtype[Any]) -> str:
    """What is usually the matter when something else than an array of that dtype comes back."""
    if got is None:
        return messages.RETURN_MISSING
    if type(got) in (list, tuple):
        return messages.MAKE_AN_ARRAY
    if type(got) is np.ndarray and (got.dtype, wanted) == (np.dtype("f8"), np.dtype("f4")):
        return messages.DOUBLE_PRECISION
    return ""


def _watched(got: Any, want: Any, rtol: float, atol: float) -> None:
    """By whoever asks whether the tolerances are sound."""
    if tolerance.active is not None:
        tolerance.active.compared(got, want, rtol, atol)


def _near(got: Any, want: Any, rtol: float, atol: float) -> bool:
    try:
        if got == want or (cmath.isnan(got) and cmath.isnan(want)):
            return True
        difference = abs(got - want)
        return math.isfinite(difference) and difference <= atol + rtol * abs(want)
    except OverflowError:  # an int beyond all floats, or a complex number whose absolute value is
        return False


def _same_arrays(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], rtol: float, atol: float, what: str) -> None:
    if want.dtype.kind in "fc":
        same = np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)
    else:
        same = got == want
    wrong = int(same.size - np.count_nonzero(same))
    if not wrong:
        return
    first = np.unravel_index(int(np.argmin(same)), same.shape)
    position = int(first[0]) if want.ndim == 1 else tuple(int(index) for index in first)
    values = f"expected {show(want[first])}   got {show(got[first])}"
    noun = "position" if want.size == 1 else "positions"
    raise Mismatch(messages.is_wrong(what), [f"position {position}: {values}   ({wrong} of {want.size} {noun} differ)"])


def _both(want: Any, got: Any) -> list[str]:
    return [f"expected {show(want)}", f"got      {show(got)}"]
