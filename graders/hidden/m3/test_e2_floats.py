import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m3.e2")

STEPS = st.sampled_from([1, 2, 3, -1, -2])
LUCKY = [9_831_833, 9_925_993, 10_437_559, 10_610_063, 11_230_937, 11_686_455]
"""Divisors d that are no powers of two, where x * (1/d) equals x / d for all x that are not tiny, though 1/d is rounded."""


def floats(rng, n):
    """float32 of all sizes, by their bits, and those that are special."""
    tiny, largest = 1e-45, np.finfo("f4").max
    special = np.array([0, -0.0, tiny, -tiny, 1.1754944e-38, largest, -largest, np.inf, -np.inf, np.nan, 1, -1], "f4")
    with np.errstate(invalid="ignore"):
        some = rng.integers(0, 1 << 32, n, "u4").view("f4")
        return np.where(rng.random(n) < 0.7, some, rng.choice(special, n)).astype("f4")


def place(x):
    """How many steps a float32 lies from zero, counted from the digits, not the bits."""
    if math.isinf(x):
        return int(math.copysign(255 << 23, x))
    exponent = max(math.frexp(abs(x))[1], -125) if x else -125
    return int(math.copysign(1, x)) * (int(math.ldexp(abs(x), 24 - exponent)) + ((exponent + 125) << 23))


def distances(a, b):
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return np.array([-1 if math.isnan(x) or math.isnan(y) else abs(place(x) - place(y)) for x, y in pairs], "i8")


def depths(z, near, far):
    """In fractions, each rounded once to float64; what is between near and far may differ from it by 1e-6."""
    answer = []
    for each in z.tolist():
        if math.isnan(each) or each <= near or each >= far:
            answer.append(each if math.isnan(each) else float(each <= near))
        elif math.isinf(far):
            answer.append(near / each)
        else:
            answer.append(float(Fraction(near) * (Fraction(far) - Fraction(each)) / (Fraction(each) * Fraction(far - near))))
    return np.array(answer, "f4")


@pytest.mark.points(1)
def test_any_arrays(student, rng):
    """steps, depths and divisors of any floats"""
    any_floats(student)
    any_divisor(student)
    a, b = floats(rng, 200), floats(rng, 200)
    got = student.given.kept(student.ulp_distance, (a.copy(), b.copy()), (b, a[::-1].copy()))
    check.equal(got, distances(a, b), "ulp_distance, after the next call and a change of a and b,")
    check.equal(student.given.of_itself(student.ulp_distance, a), distances(a, a), "ulp_distance(a, a)")
    got = student.given.after_a_change(student.ulp_distance, (a.copy(), b.copy()), (b, a[::-1].copy()))
    check.equal(got, distances(b, a[::-1]), "ulp_distance, called again with the same arrays and other numbers,")
    z = rng.uniform(0.5, 8, 200).astype("f4")
    got = student.given.after_a_change(student.reversed_depth, (z.copy(), 0.5, 8.0), (z[::-1].copy(), 0.5, 8.0))
    check.close(got, depths(z[::-1], 0.5, 8.0), rtol=1e-6, what="reversed_depth, called again with the same array,")
    got = student.given.kept(student.reversed_depth, (z.copy(), 0.5, 8.0), (z[::-1].copy(), 0.25, 8.0))
    check.close(got, depths(z, 0.5, 8.0), rtol=1e-6, what="reversed_depth, after the next call and a change of z,")
    for near, far in ((0.0, 1.0), (-1.0, 1.0), (1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (1.0, math.nan), (math.inf, math.inf)):
        for n in (0, 3):
            with check.raises("ValueError"):
                student.reversed_depth(z[:n], near, far)
    for d in (0.0, -0.0, math.nan, math.inf, -math.inf, 1e-60, -1e-60, 1e300, -1e39):
        with check.raises("ValueError"):
            student.divide_by_constant_is_exact(d)
    for dtype in ("f8", "f2", ">f4", "i4", "u4", "i8", "?"):
        for n in (0, 3):
            with check.raises("ValueError"):
                student.ulp_distance(np.ones(n, dtype), np.ones(n, dtype))
            with check.raises("ValueError"):
                student.reversed_depth(np.ones(n, dtype), 0.5, 2.0)
    for one, other in (("f4", "f8"), ("i4", "f4"), ("f4", "i4")):
        with check.raises("ValueError"):
            student.ulp_distance(np.ones(3, one), np.ones(3, other))
    for lengths in ((3, 4), (1, 5), (5, 1), (0, 1), (1, 0)):
        with check.raises("ValueError"):
            student.ulp_distance(*(np.ones(length, "f4") for length in lengths))


@settings(max_examples=60)
@example(n=0, step=1, near=0.5, far=2.0, seed=0)
@example(n=1, step=-1, near=0.5, far=math.inf, seed=0)
@example(n=60, step=1, near=2.0**-33, far=2.0**33, seed=0)
@example(n=60, step=1, near=1000.0, far=1000.5, seed=0)
@given(
    n=st.integers(0, 60),
    step=STEPS,
    near=st.sampled_from([2.0**-33, 0.125, 0.75, 3.0]),
    far=st.sampled_from([3.5, 1000.0, 12345.0, 2.0**33, math.inf]),
    seed=st.integers(0, 999),
)
def any_floats(student, n, step, near, far, seed):
    rng = np.random.default_rng(seed)
    a, b = floats(rng, n), floats(rng, n)
    if seed % 2:
        b = (a.view("i4") + rng.integers(0, 2, n, "i4")).view("f4")
    check.equal(student.ulp_distance(a, b), distances(a, b), f"ulp_distance of {n} pairs")
    got, untouched = student.given.of_views(student.ulp_distance, step, a, b)
    check.equal(got, distances(a, b), f"ulp_distance of {n} pairs, read-only views [::{step}],")
    check.that(untouched, "the arrays of ulp_distance, or what lies between their elements, changed")
    # Between the ends, at them and beside them, and anything at all.
    last = min(far, 1e20)
    z = np.exp(rng.uniform(math.log(near), math.log(last), n)).astype("f4")
    ends = np.array([near, last], "f4")
    beside = np.concatenate([ends, np.nextafter(ends, np.float32(1)), np.nextafter(ends, np.float32(1e30)), floats(rng, 5)])
    z = np.concatenate([z, beside.astype("f4"), np.array([-0.0, np.inf, -np.inf, np.nan], "f4")])[: n + 12 if n else 0]
    what = f"reversed_depth of {len(z)} distances from {near} to {far}"
    got, untouched = student.given.of_views(student.reversed_depth, step, z, near, far)
    depths_are_right(got, z, near, far, f"{what}, a read-only view [::{step}],")
    check.that(untouched, "the array of reversed_depth, or what lies between its elements, changed")
    depths_are_right(student.reversed_depth(z, near, far), z, near, far, what)


def depths_are_right(got, z, near, far, what):
    want = depths(z, near, far)
    check.array(got, "f4", z.shape, what)
    tiny = (want < 1e-37) & (want > 0)
    check.close(got[~tiny], want[~tiny], rtol=1e-6, what=what)
    ends = (want == 0) | (want == 1) & (z <= near)
    check.equal(got[ends], want[ends], f"what {what} is where it should be 0 or 1 exactly")
    order = got[np.argsort(z, kind="stable")]
    order = order[~np.isnan(order)]
    check.that(bool((np.diff(order) <= 0).all()), f"{what}: something farther away is larger")


@settings(max_examples=60)
@given(d=st.integers(1, 1 << 24), power=st.integers(-126, 103), sign=st.sampled_from([1.0, -1.0]))
def any_divisor(student, d, power, sign):
    numbers = [sign * 2.0**power, sign * d * 2.0**power, float(LUCKY[d % 6]), LUCKY[d % 6] * 2.0**-30]
    numbers += [sign * 2.0 ** (127 - d % 3), sign * 2.0 ** -(126 + d % 24), 2.0**-127, 2.0**-128, 1 + 2.0**-30, 4 - 2.0**-40]
    for number in numbers:
        with np.errstate(over="ignore"):
            narrow = Fraction(float(np.float32(number))) if math.isfinite(float(np.float32(number))) else 0
        if not narrow:
            continue
        reciprocal = 1 / narrow
        power_of_two = (
            abs(narrow).numerator & (abs(narrow).numerator - 1) == 0 == abs(narrow).denominator & (abs(narrow).denominator - 1)
        )
        want = power_of_two and abs(reciprocal) < 1 << 128
        check.equal(student.divide_by_constant_is_exact(number), want, f"divide_by_constant_is_exact({number!r})")


@pytest.mark.points(1)
def test_any_numbers(student, rng):
    """any parabola, any variance, in little memory"""
    any_quadratic(student)
    nearly_double(student, rng)
    any_variance(student)
    for a, b, c in ((0.0, 2.0, 1.0), (-0.0, 2.0, 1.0), (0.0, 0.0, 0.0), (math.inf, 1.0, 1.0), (1.0, -math.inf, 1.0)):
        with check.raises("ValueError"):
            student.solve_quadratic(a, b, c)
    for a, b, c in ((math.nan, 1.0, 1.0), (1.0, 1.0, math.nan), (1.0, 1.0, math.inf)):
        with check.raises("ValueError"):
            student.solve_quadratic(a, b, c)
    for dtype in ("f4", "f2", ">f8", "i4", "i8", "u8", "?"):
        for n in (0, 3):
            with check.raises("ValueError"):
                student.variance_one_pass(np.ones(n, dtype))
    for odd in (np.nan, np.inf, -np.inf):
        for n in (1, 2, 100, 1000):
            for where in {0, n // 2, n - 1}:
                x = rng.normal(0, 1, n)
                x[where] = odd
                check.equal(student.variance_one_pass(x), np.nan, f"the variance of {n} numbers with {odd} at {where}")
    with check.raises("ValueError"):
        student.variance_one_pass(np.empty(0))
    x = rng.normal(5, 1, 500)
    close_to(student.given.after_a_change(student.variance_one_pass, (x.copy(),), (x[::-1] * 3,)), 3 * x, "the next variance")
    # The first number may be far away, the numbers may come sorted, and half of them may lie elsewhere.
    n = 100_003
    for name, x in (
        ("sorted", np.sort(rng.normal(1e8, 1, n))),
        ("one outlier in front", np.concatenate([[0.0], rng.normal(1e6, 1, 5000)])),
        ("one outlier behind", np.concatenate([rng.normal(-1e8, 1, 5000), [0.0]])),
        ("two heaps", np.concatenate([rng.normal(1e8, 1, 3000), rng.normal(-1e8, 1, 3000)])),
        ("a ramp", 1e8 + np.arange(20_000.0) / 20_000),
        ("ones after zeros", np.repeat([1e8, 1e8 + 1], 4097)),
    ):
        close_to(student.variance_one_pass(x), x, f"the variance of {len(x)} numbers ({name})")
    in_little_memory(student, rng)


def in_little_memory(student, rng):
    x = rng.normal(1e8, 1, 1_000_000)

    def verify(answer, before, after):
        close_to(answer, x, "the variance of a million numbers")

    meters.memory(student, "variance_one_pass", x, verify=verify, warm_up=(x[:999],), at_most=1 << 20)
    for step in (2, -1):
        got, peak = student.given.peak_of_view(student.variance_one_pass, x, step)
        close_to(got, x[::step], f"the variance of a long view [::{step}]")
        check.that(peak <= 1 << 20, f"the variance of a long view [::{step}] takes {peak / 2**20:.1f} MiB beside it")


def nearly_double(student, rng):
    """Parabolas that touch the axis, or nearly: rounding decides how many solutions there are, and the order is said."""
    a, root = rng.uniform(0.1, 10, (2, 1500)) * rng.choice([-1, 1], (2, 1500))
    few = np.round(rng.uniform(0.1, 10, (3, 500)), 1)
    rows = list(zip(a.tolist(), (-2 * a * root).tolist(), (a * root * root).tolist(), strict=True))
    rows += [(x, y, y * y / (4 * x)) for x, y, _ in few.T.tolist()]
    for row, got in zip(rows, student.given.solved(student.solve_quadratic, rows), strict=True):
        inside = row[1] * row[1] - 4 * row[0] * row[2]
        many = 2 if inside >= 0 else 0
        check.that(len(got) == many, f"of a, b, c = {row} there are {many or 'no'} solutions", f"got {got}")
        check.that(inside != 0 or got[0] == got[1], f"of a, b, c = {row} both solutions are equal", f"got {got}")


def close_to(got, x, what):
    """Within 1e-6 of the variance and 1e-24 of the largest square."""
    mean = math.fsum(x.tolist()) / len(x)
    want = math.fsum(((x - mean) ** 2).tolist()) / len(x) - (math.fsum((x - mean).tolist()) / len(x)) ** 2
    check.kind(got, float, what)
    check.close(got, want, rtol=1e-6, atol=1e-24 * float(np.abs(x).max()) ** 2, what=what)
    check.that(got >= 0, f"{what} is below 0")


@settings(max_examples=80)
@example(n=1, step=1, mean=1e60, spread=0.0, seed=0)
@example(n=1, step=-1, mean=0.0, spread=0.0, seed=0)
@example(n=50, step=1, mean=0.1, spread=0.0, seed=0)
@given(
    n=st.integers(1, 300),
    step=STEPS,
    mean=st.sampled_from([0.0, 1.0, -1e3, 1e55, -1e-50]),
    spread=st.sampled_from([0.0, 1.0, 1e-3, 2e-8, 1e4]),
    seed=st.integers(0, 999),
)
def any_variance(student, n, step, mean, spread, seed):
    x = np.random.default_rng(seed).normal(0, 1, n) * spread * (abs(mean) or 1) + mean
    what = f"the variance of {n} numbers near {mean:g}"
    close_to(student.variance_one_pass(x), x, what)
    got, untouched = student.given.of_views(student.variance_one_pass, step, x)
    close_to(got, x, f"{what}, a read-only view [::{step}],")
    check.that(untouched, "the array of variance_one_pass, or what lies between its elements, changed")


sizes = st.tuples(st.floats(1, 10), st.sampled_from([1.0, -1.0]), st.integers(-9, 9)).map(lambda t: t[0] * t[1] * 10.0 ** t[2])


@settings(max_examples=150)
@example(a=1e-60, b=1e60, c=1e60)
@example(a=1e60, b=1e-60, c=-1e-60)
@example(a=1e-60, b=1e-60, c=-1e-60)
@example(a=1.0, b=0.0, c=-4.0)
@example(a=-1.0, b=0.0, c=4.0)
@example(a=1.0, b=0.0, c=4.0)
@example(a=-3.0, b=0.0, c=0.0)
@example(a=1.0, b=1e60, c=0.0)
@example(a=-1.0, b=1e8, c=1.0)
@example(a=1.0, b=-1e9, c=-1.0)
@example(a=4.0, b=-12.0, c=9.0)
@example(a=-4.0, b=12.0, c=-9.0)
@given(a=sizes, b=sizes | st.just(0.0), c=sizes | st.just(0.0))
def any_quadratic(student, a, b, c):
    got, inside = student.solve_quadratic(a, b, c), b * b - 4 * a * c
    what = f"of a, b, c = {a, b, c}"
    check.kind(got, tuple, f"the answer {what}")
    check.that(len(got) == (2 if inside >= 0 else 0), f"{what} there are {2 if inside >= 0 else 'no'} solutions", f"got {got}")
    if not got:
        return
    want = exact(Fraction(a), Fraction(b), Fraction(c))
    if not 0 < 2 * 4 * Fraction(a) * Fraction(c) > Fraction(b) ** 2:
        check.close(got, want, rtol=1e-14, what=f"the answer {what}")
    else:
        check.close(got, want, rtol=0.0, atol=1e-7 * max(map(abs, want)), what=f"the answer {what}")


def exact(a, b, c):
    """Both solutions, smaller first, from a square root of 400 bits."""
    inside = max(b * b - 4 * a * c, Fraction(0))
    scale = 1 << 2000
    root = Fraction(math.isqrt(int(inside * scale * scale)), scale)
    return tuple(sorted(float((-b + sign * root) / (2 * a)) for sign in (1, -1)))
