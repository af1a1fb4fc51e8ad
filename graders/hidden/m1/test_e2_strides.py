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
@settings(max_examples=60)
@given(shape=SHAPES, solid=SOLIDS, order=st.sampled_from("CF"), dtype=st.sampled_from(["u1", "i2", "f4", "f8"]), data=st.data())
def test_index_strides_boxes(student, shape, solid, order, dtype, data):
    """indices, strides and boxes of any shape"""
    index = tuple(data.draw(st.integers(0, size - 1)) for size in shape)
    check.equal(student.flat_index(shape, index, order), int(np.ravel_multi_index(index, shape, order=order)))
    check.equal(student.strides_of(shape, np.dtype(dtype).itemsize, order), np.empty(shape, dtype, order).strides)
    wrong = list(index)
    dimension = data.draw(st.integers(0, len(shape) - 1))
    wrong[dimension] = data.draw(st.sampled_from([-1, shape[dimension]]))
    with check.raises("IndexError"):
        student.flat_index(shape, tuple(wrong), order)
    corners = [sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size)))) for size in solid]
    begin, end = (tuple(corner[side] for corner in corners) for side in (0, 1))
    factor = data.draw(st.sampled_from([0.0, 0.1, -3.0, 1.5]))
    want = np.arange(1, 1 + math.prod(solid), dtype="f4").reshape(solid)
    result, after = student.scale_in_place.inout(want.reshape(-1).copy(), solid, begin, end, factor)
    want[tuple(map(slice, begin, end))] *= factor
    check.close(after[0], want.reshape(-1), rtol=2e-7, what=f"data of shape {solid}, scaled from {begin} to {end},")
    check.equal(result, None)


@pytest.mark.points(1)
@settings(max_examples=40)
@example(size=1, step=1, w=1, dtype="f4")
@given(size=st.integers(1, 40), step=st.integers(1, 4), w=st.integers(0, 41), dtype=st.sampled_from(["f4", "f8", "u1", "i2"]))
def test_windows(student, size, step, w, dtype):
    """windows of any width over any view"""
    x = np.arange(size).astype(dtype)
    part = x[::step]
    if not 1 <= w <= len(part):
        with check.raises("ValueError"):
            student.given.look_at_windows(student.windows, x, step, w)
        return
    got = student.given.look_at_windows(student.windows, x, step, w)
    where = f"(windows of {w} over every {step}. of {size} elements of {np.dtype(dtype)})"
    check.that("answer" not in got, "windows should return an array")
    check.equal(got["shape"], (len(part) - w + 1, w), f"the shape {where}")
    check.that(got["inside"], f"the windows look at memory beyond the end of x {where}")
    check.equal(got["values"], np.lib.stride_tricks.sliding_window_view(part, w).copy(), f"the windows {where}")
    check.that(got["writes"], f"writing to a window should write to x {where}")


@pytest.mark.points(1)
@settings(max_examples=40)
@example(n=100, m=2048)
@example(n=16, m=17)
@example(n=33, m=1)
@given(n=st.integers(1, 150), m=st.integers(1, 150))
def test_transpose_and_sum(student, n, m):
    """any shape, float64, views; sums in any order"""
    src = np.arange(n * m, dtype="f4").reshape(n, m)
    frame = student.given.transpose_views(student.transpose_into, src)
    check.equal(frame[1:-1, 1:-1].copy(), src.T.copy(), f"dst, a view, from a view of shape {src.shape},")
    frame[1:-1, 1:-1] = -1
    check.that(bool((frame == -1).all()), f"something beside dst was written to, from a src of shape {src.shape}")
    double = src + 1e-9 * src[::-1, ::-1]
    _, (_, dst) = student.transpose_into.inout(double.astype("f8"), np.full((m, n), np.nan))
    check.equal(dst, double.astype("f8").T.copy(), f"dst, from a src of shape {src.shape} in float64,")

    x = np.exp(np.linspace(-9, 9, n)).astype("f4")
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
