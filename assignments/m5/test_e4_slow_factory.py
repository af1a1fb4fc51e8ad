import runpy
from pathlib import Path

import numpy as np
import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m5.e4")

LIMIT = 72


def slowly(*order):
    """What the slow factory returns."""
    return runpy.run_path(str(Path(__file__).with_name("given_e4.py")))["run"](*order)


def same(answer, want, order):
    what = f"what run{order} returns"
    check.kind(answer, dict, what)
    check.equal(sorted(answer, key=str), sorted(want), f"the keys of {what}")
    for key, value in want.items():
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            check.close(answer[key], value, rtol=1e-9, atol=1e-12, what=f'"{key}" of {what}')
        else:
            check.equal(answer[key], value, f'"{key}" of {what}')


@pytest.mark.points(2)
def test_small_orders(student):
    """small orders, all nine results"""
    for order in ((1, 6, 4, 1), (2, 20, 5, 3), (3, 5, 30, 6), (2**64 - 1, 13, 7, 2)):
        same(student.run(*order), slowly(*order), order)


@pytest.mark.points(1)
def test_next_to_nothing(student):
    """no shift, no triangle, no sample, one point"""
    for order in ((0, 0, 0, 0), (5, 3, 4, 0), (5, 0, 4, 2), (5, 3, 0, 2), (5, 1, 1, 1), (6, 1, 2, 3)):
        same(student.run(*order), slowly(*order), order)


@pytest.mark.points(1)
def test_refused(student):
    """what is no order is refused"""
    for order in (
        (-1, 2, 2, 2),
        (1, -2, 2, 2),
        (1, 2, -2, 2),
        (1, 2, 2, -1),
        (2**64, 2, 2, 2),
        (1, 2.0, 2, 2),
        (1, 2, True, 2),
    ):
        with check.raises("ValueError"):
            student.run(*order)


@pytest.mark.points(1)
def test_one_after_the_other(student):
    """order after order, answers written over"""
    several = (3, 4, 5, 2), (4, 4, 5, 2), (3, 5, 4, 2)
    found = student.given.orders(student.run, *several)
    for answer, order in zip(found["answers"], (*several, several[0]), strict=True):
        same(answer, slowly(*order), order)
    check.equal(found["printed"], "", "what is printed")
    check.equal(found["threads"], 0, "the number of threads left behind")


@pytest.mark.points(2)
def test_a_large_order(student):
    """400,000 points in 4 seconds, and how much memory"""

    def verify(answer, before, after):
        check.kind(answer, dict)
        check.equal(answer["parcels"], np.array(PARCELS, "i8"), '"parcels" of the large order')
        check.close(answer["radii"], np.array(RADII), rtol=1e-9, what='"radii" of the large order')

    most = (400_000 + 40_000) * LIMIT + (4 << 20)
    meters.memory(student, "run", 2026, 40_000, 10, 6, verify=verify, warm_up=(1, 50, 4, 3), at_most=most)


PARCELS = [89, 83, 78, 80, 79, 80]
RADII = [0.4735912527308253, 0.3954436920043402, 0.3918787574721402, 0.391589920574672, 0.3917255316368152, 0.39167276279047286]


@pytest.mark.perf(steps={2: 2, 7: 5, 40: 9})
def test_race(student, rng):
    """1,200 points in 8 shifts, against the slow factory"""
    student.race("run", lambda: (int(rng.integers(1 << 62)), 120, 10, 8), against="run", rtol=1e-9, atol=1e-12)
