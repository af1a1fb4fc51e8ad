from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e3")

numbers = st.integers(-(1 << 16), 1 << 16).map(lambda number: number / 8)
jagged = st.lists(st.lists(numbers, max_size=4), max_size=8)


def flat(rows):
    return np.array([number for row in rows for number in row], "f4"), np.array(
        [0, *np.cumsum([len(row) for row in rows])], "i8"
    )


@pytest.mark.points(1)
@given(rows=jagged, more=st.lists(numbers, max_size=3), where=st.integers(0, 7))
def test_any_rows(student, rows, more, where):
    """any rows, empty anywhere, and longer ones"""
    data, offsets = flat(rows)
    check.equal(student.to_csr(rows), (data, offsets))
    check.equal(student.row_sums(data, offsets), np.array([sum(row, 0.0) for row in rows]))
    if rows:
        row = where % len(rows)
        longer = [old + more if number == row else old for number, old in enumerate(rows)]
        check.equal(student.append_to_row(data, offsets, row, np.array(more, "f4")), flat(longer))
        widest, total = max(len(old) for old in rows), len(data)
        for itemsize in (2, 8):
            want = widest * len(rows) * itemsize, total * itemsize + 8 * (len(rows) + 1)
            check.equal(student.storage([len(old) for old in rows], itemsize), want)


@pytest.mark.points(1)
def test_long_rows_and_all_permutations(student, rng):
    """long rows without loss; all permutations of up to 6"""
    data, cuts = np.full(2_000_000, 1234.5, "f4"), np.array([0, 1_999_990, 1_999_990, 1_999_995, 2_000_000])
    check.close(student.row_sums(data, cuts), 1234.5 * np.diff(cuts), rtol=1e-6, what="the sums of 2,000,000 times 1234.5")
    for n in range(7):
        for order in permutations(range(n)):
            p, x = np.array(order, "i8"), np.arange(n) * 1.5
            check.equal(student.inverse(p), np.argsort(p), f"inverse({order})")
            check.equal(student.apply_in_place.inout(x, p)[1][0], x[p], f"x, after apply_in_place(x, {order}),")
    for n, dtype in ((1000, "i4"), (1000, "f8"), (1 << 17, "f4")):
        x = (rng.random(n) * 1000).astype(dtype)
        for p in (rng.permutation(n), np.roll(np.arange(n), 1), np.arange(n)[::-1].copy()):
            _, (moved, same) = student.apply_in_place.inout(x, p)
            check.equal(moved, x[p], f"x, after apply_in_place(x, p) with n = {n},")
            check.equal(same, p, "p, after apply_in_place(x, p),")
            _, (again, _) = student.apply_in_place.inout(moved, student.inverse(p))
            check.equal(again, x, "x, after its order was undone,")
    for indexed, moved, move, want in ((100, 99, 5000, 5001), (7, 3, 8, 3), (7, 3, 0, 1), (3, 2, 1, 2), (1, 5, 100, -1)):
        check.equal(student.break_even(indexed, moved, move), want, f"break_even({indexed}, {moved}, {move})")
