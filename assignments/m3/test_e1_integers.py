import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e1")


def all_pairs():
    """All 65,536 pairs of int8, and the same as Python ints."""
    a, b = np.meshgrid(np.arange(-128, 128), np.arange(-128, 128))
    return a.ravel().astype("i1"), b.ravel().astype("i1"), list(zip(a.ravel().tolist(), b.ravel().tolist(), strict=True))


def ends(dtype):
    """A few pairs from both ends of a range, and the same as Python ints."""
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    pairs = [(low, low), (low, -1), (low, 0), (low, high), (high, 1), (high, high), (high - 1, 1), (1 + low, -1), (-3, 0)]
    return np.array([a for a, b in pairs], dtype), np.array([b for a, b in pairs], dtype), pairs


CASES = ["all_pairs", "int16", "int32", "int64"]


def cases():
    for case in CASES:
        yield "all pairs of int8" if case == "all_pairs" else case, *(all_pairs() if case == "all_pairs" else ends(case))


@pytest.mark.points(1)
def test_sums(student):
    """sums that do not fit, and where sums stop"""
    for name, a, b, pairs in cases():
        low, high = np.iinfo(a.dtype).min, np.iinfo(a.dtype).max
        want = np.array([not low <= one + other <= high for one, other in pairs])
        check.equal(student.overflows(a, b), want, f"overflows of {name}")
        want = np.array([min(max(one + other, low), high) for one, other in pairs], a.dtype)
        check.equal(student.add_saturating(a, b), want, f"add_saturating of {name}")


@pytest.mark.points(1)
def test_averages(student):
    """means, rounded down"""
    for name, a, b, pairs in cases():
        want = np.array([(one + other) // 2 for one, other in pairs], a.dtype)
        check.equal(student.average_floor(a, b), want, f"average_floor of {name}")


@pytest.mark.points(1)
def test_wrap(student):
    """what a narrow integer shows"""
    for value, bits, want in ((200, 8, -56), (127, 8, 127), (128, 8, -128), (-129, 8, 127), (0, 8, 0), (-1, 8, -1)):
        check.equal(student.wrap(value, bits), want, f"wrap({value}, {bits})")
    for value, bits, want in (
        (1, 1, -1),
        (2, 1, 0),
        (40_000, 16, -25_536),
        (-(1 << 31) - 1, 32, (1 << 31) - 1),
        (1000, 8, -24),
    ):
        check.equal(student.wrap(value, bits), want, f"wrap({value}, {bits})")
    with check.raises("ValueError"):
        student.wrap(1, 0)


@pytest.mark.points(1)
def test_shifts(student):
    """shifts to the right, with and without the sign"""
    x = np.arange(-128, 128).astype("i1")
    for k in (0, 1, 3, 7, 8, 100):
        want = [(each >> k) for each in x.tolist()]
        check.equal(student.shift_right_arithmetic(x, k), np.array(want, "i1"), f"shift_right_arithmetic of int8, k = {k},")
        want = [(each & 0xFF) >> k for each in x.tolist()]
        want = [each - 256 if each > 127 else each for each in want]
        check.equal(student.shift_right_logical(x, k), np.array(want, "i1"), f"shift_right_logical of int8, k = {k},")
    x = np.array([-1, 0, 1, -(1 << 31), (1 << 31) - 1], "i4")
    check.equal(student.shift_right_arithmetic(x, 4), np.array([-1, 0, 0, -(1 << 27), (1 << 27) - 1], "i4"))
    check.equal(student.shift_right_logical(x, 4), np.array([(1 << 28) - 1, 0, 0, 1 << 27, (1 << 27) - 1], "i4"))


@pytest.mark.perf(steps={2: 4})
def test_race(student, rng):
    """600 times 16,000 sums that stop at the ends, raced"""
    most = np.iinfo("i8").max

    def make():
        return rng.integers(-most - 1, most, (3, 16_000), "i8", endpoint=True), rng.integers(0, 3, 600)

    student.race("add_saturating", make, against="mix_in_whole_arrays", through="mix")
