import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e3")

F = np.float32
SUMS = ("neumaier", "klein", "pairwise", "kahan_lanes")
KINDS = ("alike", "normal", "mixed", "around zero", "large between", "descending", "subnormal", "odd ones", "near the end")


def added(total, number):
    """(the rounded sum, what rounding took away), by exact arithmetic."""
    new = total + number
    return new, F(math.fsum([total, number, -new])) if math.isfinite(new) else F(math.nan)


def naive(x):
    total = F(0)
    for number in x:
        total += number
    return total


def kahan(x):
    total, lost = F(0), F(0)
    for number in x:
        number -= lost
        new = total + number
        lost = (new - total) - number
        total = new
    return total


def neumaier(x):
    total, lost = F(0), F(0)
    for number in x:
        total, error = added(total, number)
        lost += error
    return total + lost


def klein(x):
    total, lost, third = F(0), F(0), F(0)
    for number in x:
        total, error = added(total, number)
        lost, error = added(lost, error)
        third += error
    return total + lost + third


def pairwise(x):
    half = len(x) // 2
    return naive(x) if len(x) <= 128 else pairwise(x[:half]) + pairwise(x[half:])


def kahan_lanes(x):
    total, lost = np.zeros((2, 64), "f4")
    for begin in range(0, len(x), 64):
        row = x[begin : begin + 64]
        n = len(row)
        number = row - lost[:n]
        new = total[:n] + number
        lost[:n] = (new - total[:n]) - number
        total[:n] = new
    return kahan(np.append(total, -lost))


def wanted(name, x):
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        total = globals()[name](x)
        if name != "pairwise" and not np.isfinite(total):
            total = naive(x)
    return float(total)


def array_of(kind, n, rng):
    if kind == "alike":
        x = np.full(n, rng.choice([0.1, 1 / 3, -7.3e-5, 1e20]))
    elif kind == "normal":
        x = rng.normal(0, 1, n)
    elif kind == "mixed":
        x = rng.normal(0, 1, n) * 10.0 ** rng.integers(-20, 20, n)
    elif kind == "around zero":
        x = rng.normal(0, 1, n)
        x[1::2] = -x[: n // 2 * 2 : 2] * (1 + 1e-7)
    elif kind == "large between":
        x = np.where(rng.random(n) < 0.4, rng.choice([1e8, -1e8, 1e16, -1e16, 1e30, -1e30], n), rng.normal(0, 1, n))
    elif kind == "descending":
        x = 10.0 ** np.linspace(rng.integers(-30, 37), rng.integers(-30, 37), n) * rng.choice([1, -1])
    elif kind == "subnormal":
        x = rng.normal(0, 1, n) * 10.0 ** rng.integers(-45, -36, n)
    elif kind == "odd ones":
        x = rng.normal(0, 1, n)
        x[rng.random(n) < 2 / (n + 1)] = rng.choice([np.inf, -np.inf, np.nan, 3.4e38, -3.4e38, -0.0])
    else:
        x = rng.choice([3.4e38, -3.4e38, 1.7e38, -1.7e38, 1.0], n)
    return x.astype("f4")


@pytest.mark.points(1)
@settings(max_examples=120)
@example(kind="near the end", n=130, step=1, seed=1)
@example(kind="large between", n=128, step=1, seed=2)
@example(kind="mixed", n=1000, step=-1, seed=3)
@example(kind="alike", n=129, step=2, seed=4)
@given(
    kind=st.sampled_from(KINDS),
    n=st.one_of(st.integers(0, 20), st.integers(0, 300), st.sampled_from([64, 127, 128, 129, 192, 255, 256, 257, 513, 770])),
    step=st.sampled_from([1, 1, 1, 2, -1, -3]),
    seed=st.integers(0, 10_000),
)
def test_any_numbers(student, kind, n, step, seed):
    """all sums of any numbers, bit for bit, also of views"""
    x = array_of(kind, n, np.random.default_rng(seed))
    where = f"of {n} numbers ({kind}" + (f", as a view [::{step}])" if step != 1 else ")")
    for name in SUMS:
        call = student.function(name)
        got, untouched = student.given.of_view(call, step, step == 1, x)
        check.kind(got, float, f"{name} {where}")
        check.equal(got, wanted(name, x), f"{name} {where}")
        check.that(untouched, f"{name} changed its array, or what lies between the elements ({where})")


@pytest.mark.points(1)
def test_borders(student, rng):
    """long sums, infinities, other types, arrays used again"""
    for n in (20_011, 65_536):
        for x in (np.full(n, 0.1, "f4"), rng.random(n, dtype="f4"), array_of("mixed", n, rng)):
            for name in SUMS:
                check.equal(student.function(name)(x), wanted(name, x), f"{name} of {n} numbers")
    for n in (65, 96, 127, 263, 265, 273, 291, 312, 449, 590):
        x = np.random.default_rng(n).normal(0, 1, n).astype("f4")
        check.equal(student.kahan_lanes(x), wanted("kahan_lanes", x), f"kahan_lanes of {n} numbers")
    # Sizes that follow each other so that each of the methods loses something.
    rows = (
        [1, 1e8, 1e16, 1e24, 1, -1e24, -1e16, -1e8],
        [1, 1e8, 1e16, 1, -1e16, -1e8],
        [1, 1e8, 1, -1e8],
        [1, 1e30, 1, -1e30],
        [0.1, 1e8, 3e15, -1e8, -3e15],
    )
    for row in rows:
        x = np.array(row * 70, "f4")
        for name in SUMS:
            check.equal(student.function(name)(x), wanted(name, x), f"{name} of {row}, seventy times")
    largest = float(np.finfo("f4").max)
    odds = [np.inf], [-np.inf], [np.nan], [np.inf, -np.inf], [3e38, 3e38], [3e38, 3e38, -3e38, -3e38], [-3e38, -3e38, 1]
    # None of the last additions changes the total, but all that was lost together does.
    for odd in (
        *odds,
        [largest, 8e30, 8e30],
        [-largest, -8e30, -8e30, -8e30],
        [-1.5 * 2.0**104, largest, -largest],
    ):
        for n in (0, 1, 70, 200):
            for x in (np.array(odd + [1.0] * n, "f4"), np.array([1.0] * n + odd, "f4")):
                for name in SUMS:
                    check.equal(student.function(name)(x), wanted(name, x), f"{name} of {n} ones and {odd}")
    x, other = array_of("mixed", 500, rng), array_of("mixed", 500, rng)
    for name in SUMS:
        call = student.function(name)
        got = student.given.overwritten(call, x, other)
        check.equal(got, [wanted(name, x), wanted(name, other)], f"{name} of one array, before and after it was written to,")
    for name in (*SUMS, "to_bf16", "sum_low"):
        others = ("float32", "float32") if name == "sum_low" else ()
        for n in (0, 3):
            for wrong in ([1.0] * n, np.ones(n), np.ones(n, "i4"), np.ones(n, "f2"), np.ones(n, ">f4")):
                with check.raises("TypeError"):
                    student.function(name)(wrong, *others)
            for wrong in (np.ones((n, 4), "f4"), np.ones((4, n), "f4"), np.ones((1, n, 1), "f4"), np.ones((), "f4")):
                with check.raises("ValueError"):
                    student.function(name)(wrong, *others)
        with check.raises("TypeError"):
            student.function(name)(1.0, *others)


def rounded(x):
    """To bfloat16, by comparing both neighbours, in float64."""
    bits = x.view("u4")
    down = bits & np.uint32(0xFFFF0000)
    finite = np.isfinite(x)
    up = np.where(finite, down + np.uint32(0x10000), down)
    values = [np.where(finite, each, 0).view("f4").astype("f8") for each in (down, up)]
    # Beyond the largest there is 2 ** 128, which float64 has.
    values[1] = np.where(np.isinf(values[1]), np.copysign(2.0**128, values[0]), values[1])
    below, above = (np.abs(np.where(finite, x, 0).astype("f8") - value) for value in values)
    nearest_is_up = (above < below) | ((above == below) & (down >> np.uint32(16) & np.uint32(1)).astype(bool))
    return np.where(finite, np.where(nearest_is_up, up, down), bits).view("f4")


def bf16_is(got, x, what):
    check.array(got, "f4", x.shape, what)
    want, nan = rounded(x), np.isnan(x)
    check.equal(np.isnan(got), nan, f"where {what} is NaN")
    check.equal(got[~nan].view("u4"), want[~nan].view("u4"), f"the bits of {what}")
    check.that(not (got.view("u4") & np.uint32(0xFFFF)).any(), f"{what} has numbers whose lower 16 bits are not zero")


def low_sum(x, data, accumulator):
    def as_type(number, name):
        return {
            "float32": lambda: number,
            "float16": lambda: F(np.float16(number)),
            "bfloat16": lambda: rounded(number[None])[0],
        }[name]()

    total = F(0)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for number in x:
            total = as_type(total + as_type(number, data), accumulator)
    return float(total)


@pytest.mark.points(1)
def test_narrow_types(student, rng):
    """to_bf16 of all kinds of bits, sum_low of all types"""
    low = np.array([0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF], "u4")
    x = ((np.arange(1 << 16, dtype="u4") << np.uint32(16))[:, None] | low).ravel().view("f4")
    bf16_is(student.to_bf16(x), x, "to_bf16 of every upper half")
    x = rng.integers(0, 1 << 32, 1000, dtype="u4").view("f4")
    for n in (0, 1, 1000):
        for step in (1, 3, -1):
            got, untouched = student.given.of_view(student.to_bf16, step, step == 1, x[:n])
            bf16_is(got, x[:n], f"to_bf16 of {n} numbers, as a view [::{step}]")
            check.that(untouched, "to_bf16 changed its array, or what lies between the elements")
    for one in (x, rounded(x), np.array([1, 2, 3], "f4"), np.array([np.nan, np.inf], "f4")):
        bf16_is(student.given.kept(student.to_bf16, one, one[::-1].copy()), one, "an answer of to_bf16, later,")
    names = ("float32", "float16", "bfloat16")
    arrays = [
        rng.normal(0, 1, 60).astype("f4"),
        np.full(300, 0.3, "f4"),
        array_of("mixed", 40, rng),
        array_of("subnormal", 40, rng),
        np.array([60_000, 6000, -1, 65_504, 15.9, -0.0], "f4"),
        np.array([1, 257, 3, 0.0039, 255.5, 1e5], "f4"),
        np.array([1.0] * 5 + [np.inf] + [1.0], "f4"),
        np.array([np.inf, 1, -np.inf], "f4"),
        np.array([np.nan], "f4"),
        np.zeros(0, "f4"),
        np.array([3.4e38, 3.4e38, -3.4e38], "f4"),
        np.array([65_519.99, 1e-8, 5.9e-8], "f4"),
    ]
    for data in names:
        for accumulator in names:
            for x in arrays:
                what = f"sum_low of {len(x)} numbers in {data}, added in {accumulator},"
                got, untouched = student.given.of_view(student.sum_low, -2, len(x) % 2 == 0, x, data, accumulator)
                check.kind(got, float, what)
                check.equal(got, low_sum(x, data, accumulator), what)
                check.equal(student.sum_low(x, data, accumulator), low_sum(x, data, accumulator), what)
                check.that(untouched, f"{what} changed its array, or what lies between the elements")
    x = np.full(3000, 0.1, "f4")
    for data, accumulator in (("float16", "float32"), ("bfloat16", "float32"), ("float32", "bfloat16")):
        check.equal(student.sum_low(x, data, accumulator), low_sum(x, data, accumulator), f"3,000 times 0.1 in {data}")
    for wrong in (("float64", "float32"), ("float32", "f4"), ("bf16", "float16"), ("float16", ""), ("Float32", "float32")):
        for x in (np.ones(0, "f4"), np.ones(2, "f4")):
            with check.raises("ValueError"):
                student.sum_low(x, *wrong)
    got = student.given.overwritten(student.sum_low, arrays[0], -arrays[0][::-1], "float16", "float32")
    want = [low_sum(x, "float16", "float32") for x in (arrays[0], -arrays[0][::-1])]
    check.equal(got, want, "sum_low of one array, before and after it was written to,")
