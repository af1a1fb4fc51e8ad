"""Are a test's tolerances sound? `graders check` asks while the solution is judged, at every comparison that allows any.

From one side: zeros, the mean everywhere, and one element off by ten relative tolerances must not pass, so an absolute
tolerance has to be scaled to the data. From the other: a neighbouring number must pass, the solution must stay well within,
for another order of summation is no mistake, and so must an answer that is more accurate than the yardstick's.

Sources: KernelBench#165 (zeros lie within an absolute tolerance), reference-kernels#164 (a better answer than the reference's
is refused).
"""

import contextlib
import math
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from graders import course
from graders.judge.failure import Mismatch
from graders.result import write_atomically

EXACT = 1e-6
"""The relative tolerance that is meant where there is only an absolute one."""
SPENT = 0.5
"""The share of a tolerance that the solution itself may need."""
LOOSE = 10
"""Times a relative tolerance by which a wrong answer is wrong, and which no absolute one may allow."""
OFTEN = 0.1
"""From this share of the comparisons on, what passes is no chance of drawn numbers that are small."""
ENOUGH = 30
"""Arrays that are tried at one line: a race compares hundreds, and should not wait for this."""
ROUNDING = 100
"""Units in the last place by which numbers differ that are all the same."""
_HERE = Path(__file__).parent


class Doubt(msgspec.Struct, frozen=True):
    where: str
    sentence: str


@dataclass
class _Line:
    """The comparisons that one line of a test made."""

    numbers: int = 0
    """Comparisons of single numbers; these are judged together."""
    arrays: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    """In how many of the comparisons each wrong answer would have passed."""
    spent: float = 0.0
    largest: float = 0.0
    rtol: float = 0.0
    atol: float = 0.0
    zeros_fail: bool = False
    neighbours_pass: bool = True
    better_pass: bool = True
    unscaled: list[tuple[float, float, float]] = field(default_factory=list)
    """(atol, rtol, largest number) where the absolute tolerance is not scaled to the data."""


class Audit:
    """Watches the comparisons of one run."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    def compared(self, got: Any, want: Any, rtol: float, atol: float) -> None:
        """An answer passed with that tolerance."""
        if not (rtol or atol) or not _is_float(want):
            return
        line, numbers = self._line(), np.asarray(want)
        if line.arrays >= ENOUGH:
            return
        there = np.isfinite(numbers)  # an infinity or NaN is compared with its like
        got, numbers = np.asarray(got)[there], numbers[there]
        largest = float(np.abs(numbers).max(initial=0.0))
        line.largest, line.rtol, line.atol = max(line.largest, largest), rtol, atol
        line.zeros_fail |= not _passes(np.zeros_like(numbers), numbers, rtol, atol)
        line.spent = max(line.spent, _spent(got, numbers, rtol, atol))
        if numbers.dtype.kind == "f":
            for towards in (np.inf, -np.inf):
                # What is exactly zero, such as the sum of nothing, may be asked for exactly.
                close_by = np.where(numbers == 0, numbers, np.nextafter(numbers, numbers.dtype.type(towards)))
                line.neighbours_pass &= _passes(close_by, numbers, rtol, atol)
        if type(want) is not np.ndarray:
            line.numbers += 1
        elif largest:
            line.arrays += 1
            if atol > LOOSE * (rtol or EXACT) * largest:
                line.unscaled.append((atol, rtol, largest))
            line.passed.update(
                name
                for name, answers in _wrong_answers(numbers, rtol or EXACT).items()
                if any(_passes(answer, numbers, rtol, atol) for answer in answers)
            )

    def verified(self, verify: Callable[[Any], None], output: Any) -> None:
        """An answer passed a test's own comparison."""
        if type(output) is not np.ndarray or output.dtype.kind not in "fc" or not output.any():
            return
        line = self._line()
        if line.arrays >= ENOUGH:
            return
        line.arrays += 1
        for name, answers in _wrong_answers(output, EXACT).items():
            for answer in answers if name in ("zeros", "the mean everywhere") else []:
                with contextlib.suppress(Mismatch, AssertionError):
                    verify(answer)
                    line.passed[name] += 1

    def better(self, exact: Any, want: Any, rtol: float, atol: float) -> None:
        """An answer that was computed in double precision, where `want` is what the yardstick says."""
        if not (_is_float(want) and type(exact) is type(want)):
            return
        exact, want = np.asarray(exact), np.asarray(want)
        if exact.shape == want.shape and not _passes(exact.astype(want.dtype), want, rtol, atol):
            self._line().better_pass = False

    def doubts(self) -> Iterator[Doubt]:
        for where, line in self._lines.items():
            yield from (Doubt(where, sentence) for sentence in _doubts(line))

    def write(self, path: Path) -> None:
        write_atomically(path, msgspec.json.encode(list(self.doubts())))

    def _line(self) -> _Line:
        return self._lines.setdefault(_where(), _Line())


active: Audit | None = None
"""None: nobody asks, as in every ordinary run."""


def read(path: Path) -> list[Doubt]:
    return msgspec.json.decode(path.read_bytes(), type=list[Doubt]) if path.is_file() else []


def _doubts(line: _Line) -> Iterator[str]:
    often = max(1.0, OFTEN * line.arrays)
    if len(line.unscaled) >= often:
        atol, rtol, largest = line.unscaled[0]
        beside = f"rtol={rtol:g}" if rtol else f"a relative tolerance of {EXACT:g}"
        yield f"atol={atol:g} is loose beside {beside}, where the largest number is {largest:.2g}: scale it to the data"
    for name, times in line.passed.items():
        if times >= often:
            yield f"{name} would pass ({times} of {line.arrays} comparisons)"
    if line.numbers and not line.arrays:
        if line.atol > (line.rtol or EXACT) * line.largest:
            yield f"atol={line.atol:g} is loose, where the largest number is {line.largest:.2g}: scale it to the data"
        elif line.largest and not line.zeros_fail:
            yield "zeros would pass"
    # Where the solution is exact throughout, exactness may be what is asked for: of numbers that are only moved.
    if line.spent and not line.neighbours_pass:
        yield "the next number to the right one is refused"
    if not line.better_pass:
        yield "an answer that is more accurate than the yardstick's is refused"
    if line.spent > SPENT:
        yield f"the solution needs {line.spent:.0%} of the tolerance: another order of summation may be refused"


def _wrong_answers(want: np.ndarray[Any, Any], rtol: float) -> dict[str, list[np.ndarray[Any, Any]]]:
    """Answers that no test should let pass, as far as they differ from the right one, by what they are."""
    size = np.abs(want).astype("f8")
    answers = {"zeros": [np.zeros_like(want)]}
    mean = want.mean(dtype="c16" if want.dtype.kind == "c" else "f8")
    if np.abs(want - mean).max() > ROUNDING * float(np.finfo(want.dtype).eps) * size.max():
        answers["the mean everywhere"] = [np.full_like(want, mean)]
    error = LOOSE * rtol * math.sqrt(float((size**2).mean()))
    for place in (int(size.argmin()), int(np.argsort(size, axis=None)[size.size // 2])):
        answer = want.copy()
        step = 2 * float(np.finfo(want.dtype).eps) * size.flat[place]  # a smaller one would be lost in rounding
        answer.flat[place] += want.dtype.type(max(error, step))
        answers.setdefault("one element off by ten relative tolerances", []).append(answer)
    return answers


def _passes(answer: np.ndarray[Any, Any], want: np.ndarray[Any, Any], rtol: float, atol: float) -> bool:
    with np.errstate(all="ignore"):
        return bool(np.isclose(answer, want, rtol=rtol, atol=atol, equal_nan=True).all())


def _spent(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], rtol: float, atol: float) -> float:
    """The largest error as a share of what is tolerated."""
    error = np.abs(got.astype("c16") - want)
    with np.errstate(all="ignore"):
        return float(np.where(error == 0, 0.0, error / (atol + rtol * np.abs(want))).max(initial=0.0))


def _is_float(want: Any) -> bool:
    return type(want) in (float, complex) or (type(want) is np.ndarray and want.dtype.kind in "fc" and want.size > 0)


def _where() -> str:
    """The line of the test's file that compares, and the test that runs."""
    frame = sys._getframe(1)
    while frame.f_back is not None and Path(frame.f_code.co_filename).parent == _HERE:
        frame = frame.f_back
    test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" (")[0].rpartition("::")[2].partition("[")[0]
    file = Path(frame.f_code.co_filename)
    shown = file.relative_to(course.ROOT).as_posix() if course.ROOT in file.parents else file.name
    return f"{shown}:{frame.f_lineno}" + (f" ({test})" if test else "")
