import math
from itertools import pairwise

import numpy as np
import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m1.e3")

JAGGED = [[], [1.5], [2.0, 3.0, 4.25], [], [], [-6.0, 7.0], []]


@pytest.mark.points(1)
def test_rows_in_one_array(student):
    """all rows in one array, and room for more"""
    data, offsets = np.array([1.5, 2.0, 3.0, 4.25, -6.0, 7.0], "f4"), np.array([0, 0, 1, 4, 4, 4, 6, 6])
    for rows, want in ((JAGGED, (data, offsets)), ([], (data[:0], offsets[:1])), ([[], []], (data[:0], np.zeros(3, "i8")))):
        check.equal(student.to_csr(rows), want)
    check.equal(student.storage([0, 1, 3, 0, 0, 2, 0], 4), (84, 88))
    check.equal(student.storage([1] * 999 + [1000], 4), (4_000_000, 16_004))
    for row, at in ((0, 0), (2, 4), (3, 4), (6, 6)):
        values = np.array([8, 9], "f4")
        got, (old, old_offsets, *_) = student.append_to_row.inout(data, offsets, row, values)
        longer = offsets + 2 * (np.arange(8) > row)
        check.equal(got, (np.insert(data, at, values), longer), f"(data, offsets) with two values more in row {row}")
        check.equal((old, old_offsets), (data, offsets), "the (data, offsets) that were given, afterwards,")


@pytest.mark.points(1)
def test_row_sums(student, rng):
    """the sum of every row, empty ones too"""
    data, starts = np.array([1.5, 2.0, 3.0, 4.25, -6.0, 7.0], "f4"), np.array([0, 0, 1, 4, 4, 4, 6, 6])
    check.equal(student.row_sums(data, starts), np.array([0, 1.5, 9.25, 0, 0, 1.0, 0]))
    check.equal(student.row_sums(data, starts[1:-1]), np.array([1.5, 9.25, 0, 0, 1.0]))
    for lengths in ([0], [0, 0, 0], [], rng.integers(0, 6, 50)):
        starts = np.array([0, *np.cumsum(lengths)], "i8")
        data = rng.random(int(starts[-1]), dtype="f4")
        rows = [data[begin:end].tolist() for begin, end in pairwise(starts)]
        want = np.array([math.fsum(row) for row in rows])
        check.close(student.row_sums(data, starts), want, what=f"the answer for {len(rows)} rows")


@pytest.mark.points(1)
def test_permutations(student, rng):
    """another order, undone, and in place"""
    p = np.array([2, 0, 1, 3, 5, 4])
    check.equal(student.inverse(p), np.array([1, 2, 0, 3, 5, 4]))
    for x in (np.array([10.0, 11, 12, 13, 14, 15]), np.array([9, 8, 7, 6, 5, 4], "u1")):
        result, (moved, same) = student.apply_in_place.inout(x, p)
        check.equal(result, None, "what apply_in_place returns")
        check.equal(moved, x[p], "x, after apply_in_place(x, p),")
        check.equal(same, p, "p, after apply_in_place(x, p),")
    for n in (0, 1, 2, 100):
        p, x = rng.permutation(n), rng.random(n, dtype="f4")
        back = np.array([p.tolist().index(place) for place in range(n)], "i8")
        check.equal(student.inverse(p), back)
        check.equal(student.apply_in_place.inout(x, p)[1][0], x[p], f"x, after apply_in_place(x, p) with n = {n},")
    check.equal(student.break_even(70, 5, 55), 1)
    check.equal(student.break_even(20, 10, 30), 4)
    check.equal(student.break_even(20, 11, 30), 4)
    check.equal([student.break_even(10, 10, 0), student.break_even(9, 10, 5)], [-1, -1], "break_even where moving never pays")
    # 16 MB and a permutation of 16 MB, and a mark of a byte for each of the elements.
    n = 2_000_000
    warm_up = np.zeros(1), np.zeros(1, "i8")

    def verify(_, before, after):
        check.equal(after[0], before[0][before[1]], f"x, after apply_in_place(x, p) with n = {n},")
        check.equal(after[1], before[1], f"p, after apply_in_place(x, p) with n = {n},")

    x, p = rng.random(n), rng.permutation(n)
    meters.memory(student, "apply_in_place", x, p, verify=verify, warm_up=warm_up, at_most=4 << 20)


@pytest.mark.perf(steps={1.5: 5})
def test_race(student, rng):
    """sums of 50,000 rows against prefix sums"""

    # Most rows are short and a few are long, as they are in real data.
    def make():
        lengths = rng.zipf(1.6, 50_000).clip(0, 400)
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return rng.random(int(starts[-1]), dtype="f4"), starts

    student.race("row_sums", make, against="prefix_sums")
