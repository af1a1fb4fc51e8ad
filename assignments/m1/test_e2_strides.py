import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e2")


@pytest.mark.points(1)
def test_index_and_strides(student):
    """linear indices and strides"""
    check.equal(student.flat_index((3, 4), (1, 2)), 6)
    check.equal(student.flat_index((3, 4), (1, 2), "F"), 7)
    check.equal(student.flat_index((2, 3, 4), (1, 2, 3)), 23)
    with check.raises("IndexError"):
        student.flat_index((3, 4), (1, 4))
    check.equal(student.strides_of((3, 4), 8), (32, 8))
    check.equal(student.strides_of((3, 4), 8, "F"), (8, 24))
    check.equal(student.strides_of((2, 3, 5), 4), (60, 20, 4))


@pytest.mark.points(1)
def test_scale(student, rng):
    """a box is scaled in place, and nothing else"""
    for shape, begin, end in (((3, 4), (1, 1), (3, 3)), ((2, 3, 5), (0, 1, 2), (2, 3, 4))):
        before = rng.random(shape, dtype="f4")
        want = before.copy()
        want[tuple(map(slice, begin, end))] *= np.float32(2.5)
        result, after = student.scale_in_place.inout(before.reshape(-1), shape, begin, end, 2.5)
        check.equal(result, None)
        check.equal(after[0], want.reshape(-1), "data after the call")


@pytest.mark.points(1)
def test_windows(student, rng):
    """windows are a view"""
    for x, step, w in ((np.arange(6, dtype="f4"), 1, 3), (rng.random(20), 3, 2)):
        part = x[::step]
        got = student.given.look_at_windows(student.windows, x, step, w)
        check.that("answer" not in got, "windows should return an array")
        check.equal(got["shape"], (len(part) - w + 1, w), "the shape of the windows")
        check.that(got["inside"], "the windows look at memory beyond the end of x", f"strides {got['strides']} bytes")
        check.equal(got["values"], np.array([part[i : i + w] for i in range(len(part) - w + 1)]), "the windows")
        check.that(got["writes"], "writing to a window should write to x: return a view, not a copy")


@pytest.mark.points(1)
def test_transpose(student, rng):
    """transposed, whatever the shape"""
    for shape in ((2, 3), (1, 1), (64, 64), (37, 130)):
        src = rng.random(shape, dtype="f4")
        result, (src_after, dst) = student.transpose_into.inout(src, np.full(shape[::-1], np.nan, "f4"))
        check.equal(dst, src.T.copy(), f"dst, from a src of shape {shape},")
        check.equal(src_after, src, "src after the call")
        check.equal(result, None)


@pytest.mark.points(1)
def test_sum_in_order(student, rng):
    """summed in the order that was asked for"""
    # Each number is there with both signs: what is left of them is what rounding made of the order.
    numbers = rng.normal(0, 100, 25).astype("f4")
    x = rng.permutation(np.concatenate((numbers, -numbers, [np.float32(1)])))
    for pattern, stride, order in (
        ("passes", 1, list(range(51))),
        ("passes", 20, [0, 20, 40, 1, 21, 41, 2, 22, 42, *(i for first in range(3, 20) for i in range(first, 51, 20))]),
        ("wrap", 20, [0, 20, 40, 9, 29, 49, 18, *(20 * i % 51 for i in range(7, 51))]),
    ):
        total = np.float32(0)
        for place in order:
            total += x[place]
        check.equal(student.sum_in_order(x, pattern, stride), float(total))
    with check.raises("ValueError"):
        student.sum_in_order(x, "wrap", 17)


@pytest.mark.perf(steps={2: 3, 5: 7})
def test_race(student, rng):
    """2048 x 2048 transposed, against two compiled loops"""

    def make():
        return rng.random((2048, 2048), dtype="f4"), int(rng.integers(64))

    def rows(src, first):
        return src.T[first::64].copy()

    student.race("transpose_into", make, against="two_loops", through="transpose_rows", expect=rows)
