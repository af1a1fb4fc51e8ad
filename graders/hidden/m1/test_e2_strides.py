import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e2")

SHAPES = st.lists(st.integers(1, 9), min_size=1, max_size=5).map(tuple)
SOLIDS = st.lists(st.integers(1, 9), min_size=2, max_size=3).map(tuple)


@pytest.mark.points(1)
def test_index_strides_boxes(student):
    """indices, strides and boxes of any shape"""
    any_shape(student)
    for order, place, strides in (("C", 4_899_999_998, (560_000, 8)), ("F", 4_899_929_999, (8, 560_000))):
        check.equal(student.flat_index((70_000, 70_000), (69_999, 69_998), order), place)
        check.equal(student.strides_of((70_000, 70_000), 8, order), strides)
    # A double has no room for these places.
    shape, index = (1_000_003, 1_000_033, 1_000_037), (999_999, 1_000_031, 1_000_033)
    for order in "CF":
        place = int(np.ravel_multi_index(index, shape, order=order))
        check.equal(student.flat_index(shape, index, order), place, f"the place of {index} in {shape}, order {order}")
    check.equal(student.strides_of(shape, 8), (8 * 1_000_033 * 1_000_037, 8 * 1_000_037, 8), f"the strides of {shape}")
    data = np.array([np.inf, np.nan, 1, 2, -np.inf, 3], "f4")
    for begin, end in (((0, 2), (1, 3)), ((1, 2), (2, 3)), ((0, 0), (0, 3))):
        want = data.reshape(2, 3).copy()
        want[tuple(map(slice, begin, end))] *= 3
        after = student.scale_in_place.inout(data.copy(), (2, 3), begin, end, 3.0)[1][0]
        check.equal(after, want.reshape(-1), f"data of shape (2, 3) with an infinity in it, scaled from {begin} to {end},")
    with check.raises("IndexError"):
        student.flat_index((3, 0), (0, 0))


@settings(max_examples=60)
@given(shape=SHAPES, solid=SOLIDS, order=st.sampled_from("CF"), dtype=st.sampled_from(["u1", "i2", "f4", "f8"]), data=st.data())
def any_shape(student, shape, solid, order, dtype, data):
    index = tuple(data.draw(st.integers(0, size - 1)) for size in shape)
    check.equal(student.flat_index(shape, index, order), int(np.ravel_multi_index(index, shape, order=order)))
    check.equal(student.strides_of(shape, np.dtype(dtype).itemsize, order), np.empty(shape, dtype, order).strides)
    wrong = list(index)
    dimension = data.draw(st.integers(0, len(shape) - 1))
    wrong[dimension] = data.draw(st.sampled_from([-1, shape[dimension]]))
    for none in (tuple(wrong), index[1:], (*index, 0), (0, *index)):
        with check.raises("IndexError"):
            student.flat_index(shape, none, order)
    corners = [sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size)))) for size in solid]
    begin, end = (tuple(corner[side] for corner in corners) for side in (0, 1))
    factor = data.draw(st.sampled_from([0.0, 0.1, -3.0, 1.5]))
    want = np.arange(1, 1 + math.prod(solid), dtype="f4").reshape(solid)
    result, after = student.scale_in_place.inout(want.reshape(-1).copy(), solid, begin, end, factor)
    want[tuple(map(slice, begin, end))] *= factor
    check.close(after[0], want.reshape(-1), rtol=2e-7, what=f"data of shape {solid}, scaled from {begin} to {end},")
    check.equal(result, None)


@pytest.mark.points(1)
@settings(max_examples=60)
@example(size=1, first=0, step=1, w=1, dtype="f4")
@example(size=9, first=3, step=2, w=2, dtype="f8")
@example(size=9, first=-3, step=-2, w=3, dtype="i2")
@example(size=0, first=0, step=1, w=1, dtype="u1")
@example(size=4, first=0, step=1, w=-1, dtype="f4")
@given(
    size=st.integers(0, 40),
    first=st.sampled_from([0, 0, 1, 5, -1, -4]),
    step=st.sampled_from([1, 1, 2, 3, -1, -2]),
    w=st.integers(-1, 20),
    dtype=st.sampled_from(["f4", "f8", "u1", "i2", "i8", "c16"]),
)
def test_windows(student, size, first, step, w, dtype):
    """windows of any width over any view"""
    x = np.arange(size).astype(dtype)
    part = x[first::step]
    if not 1 <= w <= len(part):
        with check.raises("ValueError"):
            student.given.look_at_windows(student.windows, x, step, w, first)
        return
    got = student.given.look_at_windows(student.windows, x, step, w, first)
    where = f"(windows of {w} over x[{first}::{step}], x has {size} elements of {np.dtype(dtype)})"
    check.that("answer" not in got, "windows should return an array")
    check.equal(got["shape"], (len(part) - w + 1, w), f"the shape {where}")
    check.that(got["inside"], f"the windows look at memory beyond the end of x {where}")
    check.equal(got["values"], np.lib.stride_tricks.sliding_window_view(part, w).copy(), f"the windows {where}")
    check.that(got["writes"], f"writing to a window should write to x {where}")


@pytest.mark.points(1)
def test_transpose_and_sum(student):
    """any shape, float64, views; sums in any order"""
    any_size(student)
    x = np.exp(np.linspace(-9, 9, 50)).astype("f4")
    for stride in (10**12 + 1, 10**12 + 7, (1 << 62) - 1, (1 << 62) - 3):
        check.equal(
            student.sum_in_order(x, "passes", stride), one_by_one(x), f"the sum of 50 elements in passes, stride {stride}"
        )
        order = [i * stride % 50 for i in range(50)]
        check.equal(student.sum_in_order(x, "wrap", stride), one_by_one(x[order]), f"the sum wrapped, stride {stride}")
    for some, pattern in ((x[:0], "random"), (x, "wrapped"), (x, "pass"), (x, ""), (x[:1], "w")):
        with check.raises("ValueError"):
            student.sum_in_order(some, pattern, 3)
    ones = np.ones(15 << 21, "f4")
    for pattern in ("passes", "wrap"):
        student.sum_in_order(x, pattern, 3)
        taken = student.timed("sum_in_order", ones, pattern, 7)
        # From 2**24 on, one more makes no difference to a float32.
        check.equal(taken.value, float(1 << 24), f"the sum of {len(ones)} ones, added up in float32,")
        check.that(taken.cpu < 1, f"summing {len(ones)} elements took {taken.cpu:.1f} s: is it compiled?")


@settings(max_examples=40)
@example(n=100, m=2048)
@example(n=16, m=17)
@example(n=33, m=1)
@given(n=st.integers(1, 150), m=st.integers(1, 150))
def any_size(student, n, m):
    src = np.arange(n * m, dtype="f4").reshape(n, m)
    for order in "CF":
        frame = student.given.transpose_views(student.transpose_into, src, order)
        check.equal(frame[1:-1, 1:-1].copy(), src.T.copy(), f"dst, a view, from a view of shape {src.shape}, order {order},")
        frame[1:-1, 1:-1] = -1
        check.that(bool((frame == -1).all()), f"something beside dst was written to, from a src of shape {src.shape}")
    double = src.astype("f8") + 1e-9 * (1 + src[::-1, ::-1].astype("f8"))  # no float32 holds these
    _, (_, dst) = student.transpose_into.inout(double, np.full((m, n), np.nan))
    check.equal(dst, double.T.copy(), f"dst, from a src of shape {src.shape} in float64,")

    x = np.exp(np.linspace(-9, 9, n)).astype("f4")
    x[n // 2] = -1
    order = [place for first in range(min(m, n)) for place in range(first, n, m)]
    check.equal(student.sum_in_order(x, "passes", m), one_by_one(x[order]), f"the sum of {n} elements in passes, stride {m}")
    if math.gcd(n, m) == 1:
        order = np.arange(n) * m % n
        check.equal(student.sum_in_order(x, "wrap", m), one_by_one(x[order]), f"the sum of {n} elements wrapped, stride {m}")
    else:
        with check.raises("ValueError"):
            student.sum_in_order(x, "wrap", m)
    for pattern in ("passes", "wrap"):
        check.equal(student.sum_in_order(x[:0], pattern, m), 0.0)
    with check.raises("ValueError"):
        student.sum_in_order(x, "random", m)


def one_by_one(x):
    return float(np.add.accumulate(x)[-1])
