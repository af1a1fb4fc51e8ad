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
        made = student.given.made_longer(student.append_to_row, data, offsets, row, np.array(more, "f4"))
        check.equal(made["answer"], flat(longer), f"(data, offsets) with {len(more)} values more in row {row} of {rows}")
        check.that(not made["shared"], f"the new data or offsets lie in the memory of the old ones ({len(more)} values more)")
        widest, total = max(len(old) for old in rows), len(data)
        for itemsize in (2, 8):
            want = widest * len(rows) * itemsize, total * itemsize + 8 * (len(rows) + 1)
            check.equal(student.storage([len(old) for old in rows], itemsize), want)


NUMBERS = (
    np.array([(1 << 53) + 1, -(1 << 63), (1 << 63) - 1, 0, -1, (1 << 62) + 1], "i8"),
    np.array([(1 << 64) - 1, (1 << 53) + 1, 0, 1, 2, 3], "u8"),
    np.array([True, False, False, True, False, True]),
    np.array([0, 1e-300, -np.inf, np.nan, 1 + 2**-52, -1], "f8"),
    np.array([1j, 2, -1 - 1j, 0, 1e300j, 5], "c16"),
)


@pytest.mark.points(1)
def test_long_rows_and_all_permutations(student, rng):
    """long rows without loss; all permutations of up to 6; numbers of any dtype"""
    given = student.given
    rows = [(0.5,) * 70_000, [], [2.0, -1.0]]
    check.equal(student.to_csr(rows), flat(rows), "(data, offsets) of 70,002 numbers")
    check.equal(student.storage([(1 << 53) + 1, 2], 1), ((1 << 54) + 2, (1 << 53) + 27), "storage of one very long row")
    data, cuts = np.array([1, 3e38, 3e38, np.inf, 2, np.nan, 3, -1], "f4"), np.array([0, 1, 3, 5, 6, 6, 8])
    sums = np.array([1, 2 * float(data[1]), np.inf, np.nan, 0, 2])
    check.equal(student.row_sums(data, cuts), sums, "the sums of rows with an infinity and a NaN")
    check.equal(given.kept(student.row_sums, (data, cuts), (data + 1, cuts)), sums, "an answer, after the next was asked for,")
    p, back = np.array([2, 0, 1]), np.array([1, 2, 0])
    check.equal(given.kept(student.inverse, (p,), (back,)), back, "an answer, after the next was asked for,")
    check.equal(student.inverse.inout(p)[1][0], p, "p, after inverse(p),")
    for x in NUMBERS:
        for p in (np.array([3, 0, 5, 1, 2, 4]), np.array([1, 0, 3, 2, 5, 4])):
            check.equal(student.apply_in_place.inout(x, p)[1][0], x[p], f"x of {x.dtype}, after apply_in_place(x, p),")
    larger = np.zeros(12, "i8")
    larger[::2] = NUMBERS[0][p]
    got = given.apply_to_view(student.apply_in_place, NUMBERS[0], p)
    check.equal(got, larger, "y, after apply_in_place(y[::2], p),")
    large = 1 << 60
    check.equal(student.break_even(large + 1, large, large + 1), large + 2, "break_even of very large numbers")
    larger, three = 1 << 90, (3 << 90) + 1
    for move, want in ((0, 1), (three - 1, three), (5 * three, 5 * three + 1)):
        check.equal(student.break_even(larger + 1, larger, move), want, f"break_even({larger + 1}, {larger}, {move})")
    check.equal(student.break_even(0, 0, 0), -1, "break_even(0, 0, 0)")
    check.equal(student.break_even(larger, larger + 1, 0), -1, "break_even of very large numbers where moving never pays")
    check.equal(student.break_even(larger + 3, larger, three), (1 << 90) + 1, "break_even of very large numbers")
    mixed = ((1, 2), [], (0.1, 3), [], [7])
    want = np.array([1, 2, 0.1, 3, 7], "f4"), np.array([0, 2, 2, 4, 4, 5])
    for rows in (mixed, list(mixed)):
        check.equal(student.to_csr(rows), want, f"(data, offsets) of {rows}")
    check.equal(student.to_csr([[1, 2], [3]]), (np.array([1, 2, 3], "f4"), np.array([0, 2, 3])), "(data, offsets) of ints")
    small = np.array([250, 3, 0, 127, 128, 255])
    for dtype in ("i1", "u1", "i2", "u2", "u4", "c8"):
        x, p = small.astype(dtype), np.array([3, 0, 5, 1, 2, 4])
        check.equal(student.apply_in_place.inout(x, p)[1][0], x[p], f"x of {x.dtype}, after apply_in_place(x, p),")
    data, cuts = np.full(2_000_000, 1234.5, "f4"), np.array([0, 1_999_990, 1_999_990, 1_999_995, 2_000_000])
    check.close(student.row_sums(data, cuts), 1234.5 * np.diff(cuts), what="the sums of 2,000,000 times 1234.5")
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
