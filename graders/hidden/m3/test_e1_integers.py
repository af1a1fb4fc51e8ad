import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e1")

DTYPES = ["int8", "int16", "int32", "int64"]
STEPS = st.sampled_from([1, 2, 3, -1, -2])
OF_TWO = {
    "overflows": lambda a, b, low, high: not low <= a + b <= high,
    "add_saturating": lambda a, b, low, high: min(max(a + b, low), high),
    "average_floor": lambda a, b, low, high: (a + b) // 2,
}


def drawn(rng, dtype, n):
    """Numbers of all sizes, the ends of the range and those beside zero among them."""
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    some = rng.integers(low, high, n, dtype, endpoint=True) >> rng.integers(0, np.iinfo(dtype).bits, n).astype(dtype)
    special = np.array([low, low + 1, low // 2, -2, -1, 0, 1, 2, high // 2, high // 2 + 1, high - 1, high], dtype)
    return np.where(rng.random(n) < 0.5, some, rng.choice(special, n)).astype(dtype)


def of_two(name, a, b):
    """The right answer, in Python ints."""
    low, high = int(np.iinfo(a.dtype).min), int(np.iinfo(a.dtype).max)
    want = [OF_TWO[name](one, other, low, high) for one, other in zip(a.tolist(), b.tolist(), strict=True)]
    return np.array(want, bool if name == "overflows" else a.dtype)


def of_one(name, x, k):
    bits = np.iinfo(x.dtype).bits
    k = min(k, 2 * bits)
    if name == "shift_right_arithmetic":
        return np.array([each >> k for each in x.tolist()], x.dtype)
    return np.array([(each % (1 << bits)) >> k for each in x.tolist()], f"u{bits // 8}").view(x.dtype)


@pytest.mark.points(1)
def test_any_two_arrays(student, rng):
    """sums and means of any integers, views and borders"""
    any_two(student)
    for dtype in DTYPES:
        a, b, c, d = (drawn(rng, dtype, 300) for _ in range(4))
        for name in OF_TWO:
            got = student.given.kept(student.function(name), (a.copy(), b.copy()), (c, d))
            check.equal(got, of_two(name, a, b), f"{name} of {dtype}, after the next call and a change of a and b,")
            got = student.given.after_a_change(student.function(name), (a.copy(), b.copy()), (c, d))
            check.equal(got, of_two(name, c, d), f"{name} of {dtype}, called again with the same arrays and other numbers,")
            got = student.given.of_itself(student.function(name), a)
            check.equal(got, of_two(name, a, a), f"{name}(a, a) of {dtype}")
    # As long as in the race, and one more or less; twice the same lengths, and other numbers.
    for dtype, n in (("int32", 262_144), ("int16", 262_145), ("int64", 100_003), ("int8", 70_001), ("int64", 100_003)):
        a, b = drawn(rng, dtype, n), drawn(rng, dtype, n)
        check.equal(student.add_saturating(a, b), of_two("add_saturating", a, b), f"add_saturating of {n} numbers of {dtype}")
    wrong = [np.dtype(each) for each in ("u1", "u2", "u4", "u8", "f4", "f8", "?", ">i4", "c16")]
    for name in OF_TWO:
        check.equal(student.given.of_times(student.function(name), 2), "ValueError", f"what {name} raises for spans of time")
        for n in (3, 0):
            for one in wrong:
                with check.raises("ValueError"):
                    student.function(name)(np.ones(n, one), np.ones(n, one))
            for one, other in (("i4", "i8"), ("i8", "i1"), ("i2", "u2"), ("f8", "i8")):
                with check.raises("ValueError"):
                    student.function(name)(np.ones(n, one), np.ones(n, other))
        for lengths in ((3, 4), (1, 5), (5, 1), (0, 1), (1, 0)):
            with check.raises("ValueError"):
                student.function(name)(*(np.ones(length, "i4") for length in lengths))


@settings(max_examples=50)
@example(dtype="int8", n=0, step=1, seed=0)
@example(dtype="int64", n=0, step=2, seed=0)
@example(dtype="int64", n=1, step=-1, seed=0)
@given(dtype=st.sampled_from(DTYPES), n=st.integers(0, 70), step=STEPS, seed=st.integers(0, 999))
def any_two(student, dtype, n, step, seed):
    rng = np.random.default_rng(seed)
    a, b = drawn(rng, dtype, n), drawn(rng, dtype, n)
    for name in OF_TWO:
        what = f"{name} of {n} numbers of {dtype}"
        check.equal(student.function(name)(a, b), of_two(name, a, b), what)
        got, untouched = student.given.of_views(student.function(name), step, a, b)
        check.equal(got, of_two(name, a, b), f"{what}, read-only views [::{step}],")
        check.that(untouched, f"the arrays of {name}, or what lies between their elements, changed")


@pytest.mark.points(1)
def test_any_width(student, rng):
    """any value, any width, any shift"""
    any_value(student)
    any_shift(student)
    for bits in (0, -1, -64):
        for value in (0, -5):
            with check.raises("ValueError"):
                student.wrap(value, bits)
    for name in ("shift_right_arithmetic", "shift_right_logical"):
        function = student.function(name)
        for dtype in DTYPES:
            x = drawn(rng, dtype, 40)
            for k in (0, 1, np.iinfo(dtype).bits - 1, np.iinfo(dtype).bits):
                got = student.given.kept(function, (x.copy(), k), (x[::-1].copy(), k))
                check.equal(got, of_one(name, x, k), f"{name} of {dtype}, k = {k}, after the next call and a change of x,")
            got = student.given.after_a_change(function, (x.copy(), 3), (x[::-1].copy(), 3))
            check.equal(
                got, of_one(name, x[::-1], 3), f"{name} of {dtype}, called again with the same array and other numbers,"
            )
            for n in (9, 0):
                with check.raises("ValueError"):
                    function(x[:n], -1)
        check.equal(student.given.of_times(function, 1, 3), "ValueError", f"what {name} raises for spans of time")
        for dtype in ("u1", "u2", "u4", "u8", "f4", "f8", "?", ">i4", "c16"):
            for n, k in ((3, 1), (0, 0), (3, 100)):
                with check.raises("ValueError"):
                    function(np.ones(n, dtype), k)


@settings(max_examples=100)
@example(value=-(1 << 999) - 1, bits=1000)
@example(value=(1 << 200) + 5, bits=8)
@example(value=(1 << 63), bits=64)
@given(value=st.integers(-(1 << 80), 1 << 80) | st.integers(-300, 300), bits=st.integers(1, 70))
def any_value(student, value, bits):
    want = value % (1 << bits)
    want -= (1 << bits) * (want >= 1 << (bits - 1))
    check.equal(student.wrap(value, bits), want, f"wrap({value}, {bits})")


@settings(max_examples=60)
@example(dtype="int8", n=0, k=0, step=1, seed=0)
@example(dtype="int64", n=9, k=10**30, step=1, seed=0)
@example(dtype="int16", n=9, k=1 << 64, step=2, seed=0)
@given(
    dtype=st.sampled_from(DTYPES),
    n=st.integers(0, 40),
    k=st.integers(0, 70) | st.sampled_from([8, 16, 32, 64, 1000]),
    step=STEPS,
    seed=st.integers(0, 999),
)
def any_shift(student, dtype, n, k, step, seed):
    x = drawn(np.random.default_rng(seed), dtype, n)
    for name in ("shift_right_arithmetic", "shift_right_logical"):
        what = f"{name} of {n} numbers of {dtype}, k = {k},"
        check.equal(student.function(name)(x, k), of_one(name, x, k), what)
        got, untouched = student.given.of_views(student.function(name), step, x, k)
        check.equal(got, of_one(name, x, k), f"{what} read-only views [::{step}],")
        check.that(untouched, f"the array of {name}, or what lies between its elements, changed")
