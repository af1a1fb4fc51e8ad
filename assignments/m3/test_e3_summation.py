import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e3")

F = np.float32


def added(total, number):
    """(the rounded sum, what rounding took away), by exact arithmetic."""
    new = total + number
    return new, F(math.fsum([total, number, -new]))


def neumaier_sum(x):
    total, lost = F(0), F(0)
    for number in x:
        total, error = added(total, number)
        lost += error
    return float(total + lost)


def mixed(rng, n):
    """Of both signs and many sizes, so that something is lost in nearly every step."""
    return (rng.normal(0, 1, n) * 10.0 ** rng.integers(-6, 7, n)).astype("f4")


def lanes_sum(x):
    """What kahan_lanes gives, of every row of x at once: its lanes are the columns of a matrix."""
    total, lost = np.zeros((2, *x.shape[:-1], 64), "f4")
    for begin in range(0, x.shape[-1], 64):
        row = x[..., begin : begin + 64]
        n = row.shape[-1]
        number = row - lost[..., :n]
        new = total[..., :n] + number
        lost[..., :n] = (new - total[..., :n]) - number
        total[..., :n] = new
    last, gone = np.zeros((2, *x.shape[:-1]), "f4")
    for lane in range(128):
        number = (total[..., lane] if lane < 64 else -lost[..., lane - 64]) - gone
        new = last + number
        gone = (new - last) - number
        last = new
    return last.tolist()


@pytest.mark.points(1)
def test_neumaier(student, rng):
    """neumaier: small numbers between large ones"""
    x = np.array([1, 1e8, 1, -1e8] * 50, "f4")
    check.equal(student.neumaier(x), 100.0, "the sum of 1, 1e8, 1, -1e8, fifty times")
    x = np.array([1, 1e8, 1e16, 1, -1e16, -1e8] * 50, "f4")
    check.equal(student.neumaier(x), 0.0, "the sum of 1, 1e8, 1e16, 1, -1e16, -1e8, fifty times")
    for n in (0, 1, 2, 30, 300):
        x = mixed(rng, n)
        check.equal(student.neumaier(x), neumaier_sum(x), f"neumaier of {n} numbers")
    check.equal(student.neumaier(np.array([1, np.inf, 1], "f4")), math.inf, "the sum of 1, infinity, 1")


@pytest.mark.points(1)
def test_klein(student, rng):
    """klein: numbers of three very different sizes"""
    x = np.array([1, 1e8, 1e16, 1, -1e16, -1e8] * 50, "f4")
    check.equal(student.klein(x), 100.0, "the sum of 1, 1e8, 1e16, 1, -1e16, -1e8, fifty times")
    for n in (0, 1, 2, 300):
        x = mixed(rng, n)
        total, lost, third = F(0), F(0), F(0)
        for number in x:
            total, error = added(total, number)
            lost, error = added(lost, error)
            third += error
        check.equal(student.klein(x), float(total + lost + third), f"klein of {n} numbers")
    with check.raises("TypeError"):
        student.klein(np.ones(3))


@pytest.mark.points(1)
def test_pairwise(student, rng):
    """pairwise: the halves of halves"""

    def halves(x):
        if len(x) > 128:
            half = len(x) // 2
            return halves(x[:half]) + halves(x[half:])
        total = F(0)
        for number in x:
            total += number
        return total

    for n in (0, 1, 100, 128, 129, 257, 1000, 4097):
        x = mixed(rng, n)
        check.equal(student.pairwise(x), float(halves(x)), f"pairwise of {n} numbers")
    with check.raises("ValueError"):
        student.pairwise(np.ones((2, 2), "f4"))


@pytest.mark.points(1)
def test_kahan_lanes(student, rng):
    """kahan_lanes: 64 sums, then the sum of them"""
    for n in (0, 1, 63, 64, 65, 200, 5000):
        x = mixed(rng, n)
        check.equal(student.kahan_lanes(x), lanes_sum(x), f"kahan_lanes of {n} numbers")
    for n in (202, 226, 243, 260, 283):
        x = np.random.default_rng(n).normal(0, 1, n).astype("f4")
        check.equal(student.kahan_lanes(x), lanes_sum(x), f"kahan_lanes of {n} numbers")


@pytest.mark.points(1)
def test_narrow_types(student, rng):
    """to_bf16 and sum_low: 16 bits"""
    x = np.array([1, 0.1, 3.140625, 256.5, 257, 258, 259, -0.1, -257, 0], "f4")
    want = np.array([1, 0.10009765625, 3.140625, 256, 256, 258, 260, -0.10009765625, -256, 0], "f4")
    check.equal(student.to_bf16(x), want)
    x = np.full(20_000, 0.1, "f4")
    check.equal(student.sum_low(x, "float16", "float16"), 256.0, "20,000 times 0.1 in float16")
    check.equal(student.sum_low(x, "bfloat16", "bfloat16"), 32.0, "20,000 times 0.1 in bfloat16")
    halves = np.full(5000, 0.5, "f4")
    check.equal(student.sum_low(halves, "bfloat16", "float32"), 2500.0, "5,000 halves: bfloat16, added in float32")
    with check.raises("ValueError"):
        student.sum_low(x, "float16", "float8")


@pytest.mark.perf(steps={2: 3, 5: 7})
def test_race_of_lanes(student, rng):
    """64 sums of 16,000 numbers in lanes, against one chain"""

    def make():
        return (mixed(rng, 64 * int(rng.integers(250, 257)) + 63),)

    def verify(got, x):
        check.equal(got, lanes_sum(np.lib.stride_tricks.sliding_window_view(x, len(x) - 63)), "the list of sums")

    student.race("kahan_lanes", make, against="all_sums_in_one_chain", through="all_sums", verify=verify)
