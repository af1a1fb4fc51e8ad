from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e8")

DROPPED = {"f32": 0, "tf32": 13, "bf16": 16}
LARGEST = np.finfo("f4").max


def nearest(x, kind):
    """The nearest numbers of a kind: of the two beside each, as integers, the nearer one, or else the even one."""
    if kind == "f16":
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return np.float16(x).astype("f4")
    if kind == "f32":
        return x.copy()
    bits, dropped = x.view("u4").astype("i8"), DROPPED[kind]
    below, unit = bits >> dropped << dropped, 1 << dropped
    rest = bits - below
    up = (rest > unit // 2) | ((rest == unit // 2) & (below // unit % 2 == 1))
    return np.where(np.isfinite(x), (below + up * unit).astype("u4").view("f4"), x)


def same(got, want, what):
    check.equal(got, want, what)
    there = ~np.isnan(want)
    check.equal(np.signbit(got)[there], np.signbit(want)[there], f"the signs of {what}")


def by_pieces(A, B, tile, in_type, acc_type):
    A, B = nearest(A, in_type).astype("f8"), nearest(B, in_type).astype("f8")
    total = np.zeros((len(A), B.shape[1]), "f4")
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for first in range(0, len(B), tile):
            piece = np.einsum("ik,kj->ij", A[:, first : first + tile], B[first : first + tile])
            total = nearest((total + piece).astype("f4"), acc_type)
    return total


def few_bits(rng, shape, spread=3):
    """Numbers of 17 bits and of similar size: sums of their products are exact in float64."""
    return (rng.integers(-(1 << 17), 1 << 17, shape) * 2.0 ** rng.integers(-spread, spread + 1)).astype("f4")


@pytest.mark.points(1)
def test_kinds(student, rng):
    """all bits there are, products of all kinds and sizes; what is refused"""
    top = np.arange(1 << 16, dtype="u4") << 16
    for low in (0x0000, 0x0001, 0x0FFF, 0x1000, 0x1001, 0x2FFF, 0x3000, 0x7FFF, 0x8000, 0x8001, 0xF000, 0xFFFF):
        x = (top | np.uint32(low)).view("f4")
        for kind in ("bf16", "tf32") if low % 0x1000 else ("bf16", "tf32", "f16", "f32"):
            same(student.round_to(x, kind), nearest(x, kind), f"round_to({kind!r}) of numbers whose last bits are {low:#06x}")
    x = rng.integers(0, 1 << 32, (2, 3, 5), dtype="u4").view("f4")
    small = rng.standard_normal((4, 6), dtype="f4")
    for kind in ("f32", "tf32", "bf16", "f16"):
        same(student.round_to(x, kind), nearest(x, kind), f"round_to({kind!r}) of three dimensions")
        check.equal(student.round_to(x[:, :0], kind), x[:, :0], "round_to of nothing")
        for step in (0, 2, -1):
            got, untouched = student.given.of_views(student.round_to, step, small, kind)
            same(got, nearest(small, kind), f"round_to({kind!r}) of a view")
            check.that(untouched, "what round_to was given, or what lies beside it, changed")
        got = student.given.kept(student.round_to, (small.copy(), kind), (small + 1, kind))
        same(got, nearest(small, kind), "an answer of round_to, after the next call and a change of x,")
        first, second = student.given.in_place(student.round_to, small.copy(), -small, kind)
        same(second, -first, "round_to of an array that was changed in place")
    any_product(student)
    odd = np.array(
        [[np.inf, 1, 0], [65000, 1000, -3], [np.nan, 1, 2], [LARGEST, 1, 1], [-np.inf, 0, 1e-40], [-0.0, 0, 0]], "f4"
    )
    B = np.array([[1, 0, LARGEST], [1, 1, -1], [1, 2, 3e38]], "f4")
    for in_type in ("f32", "tf32", "bf16", "f16"):
        for acc_type in ("f32", "tf32", "bf16", "f16"):
            want = by_pieces(odd, B, 1, in_type, acc_type)
            same(student.mma(odd, B, 1, in_type, acc_type), want, f"mma of odd numbers, {in_type} and {acc_type}")
    ones = np.ones((1, 5000), "f4")
    for acc_type, tile in (("f16", 1), ("bf16", 1), ("bf16", 16), ("tf32", 64)):
        want = by_pieces(ones, ones.T.copy(), tile, "f32", acc_type)
        check.equal(student.mma(ones, ones.T.copy(), tile, "f32", acc_type), want, "a sum of 5,000 ones")
    got = student.mma(ones[:, :9], ones.T[:9].copy(), 10**15, "f32", "f32")
    check.equal(got, np.array([[9]], "f4"), "a sum of nine ones, in a tile far larger,")
    A, B = few_bits(rng, (3, 20)), few_bits(rng, (20, 4))
    for step in (0, 2, -1):
        got, untouched = student.given.of_views(student.mma, step, A, B, 6, "bf16", "tf32")
        check.equal(got, by_pieces(A, B, 6, "bf16", "tf32"), "mma of views")
        check.that(untouched, "what mma was given, or what lies beside it, changed")
    got = student.given.kept(student.mma, (A.copy(), B.copy(), 3, "f32", "f32"), (A + 1, B, 3, "f32", "f32"))
    check.equal(got, by_pieces(A, B, 3, "f32", "f32"), "an answer of mma, after the next call and a change of A and B,")
    first, second = student.given.in_place(student.mma, A.copy(), -A, B, 3, "f16", "bf16")
    check.equal(second, np.where(first == 0, 0, -first), "mma of an array that was changed in place")
    for shapes in (((0, 3), (3, 2)), ((2, 3), (3, 0)), ((2, 0), (0, 3)), ((0, 0), (0, 0))):
        A0, B0 = (np.ones(shape, "f4") for shape in shapes)
        check.equal(student.mma(A0, B0, 4, "tf32", "f32"), A0 @ B0, f"mma of {shapes[0]} and {shapes[1]}")
    empty = np.zeros((0, 2), "f4")
    for error, bad in (
        ("TypeError", lambda: student.round_to(x.astype("f8"), "bf16")),
        ("TypeError", lambda: student.round_to(x.astype("f2"), "f16")),
        ("TypeError", lambda: student.round_to(x.astype("i4"), "f32")),
        ("ValueError", lambda: student.round_to(np.array(1, "f4"), "bf16")),
        ("ValueError", lambda: student.round_to(x, "BF16")),
        ("ValueError", lambda: student.round_to(x, "")),
        ("ValueError", lambda: student.round_to(x[:0], "f64")),
        ("TypeError", lambda: student.mma(A.astype("f8"), B, 4, "bf16", "f32")),
        ("TypeError", lambda: student.mma(A, B.astype("f8"), 4, "bf16", "f32")),
        ("ValueError", lambda: student.mma(A, B[1:], 4, "bf16", "f32")),
        ("ValueError", lambda: student.mma(A[0], B, 4, "bf16", "f32")),
        ("ValueError", lambda: student.mma(A, B[:, 0].copy(), 4, "bf16", "f32")),
        ("ValueError", lambda: student.mma(A, B, 0, "bf16", "f32")),
        ("ValueError", lambda: student.mma(A, B, -16, "bf16", "f32")),
        ("ValueError", lambda: student.mma(A, B, 4, "int8", "f32")),
        ("ValueError", lambda: student.mma(A, B, 4, "bf16", "f8")),
        ("ValueError", lambda: student.mma(empty, empty.T.copy()[:, :0], 4, "bf16", "f8")),
        ("ValueError", lambda: student.mma(A[:, :0], B[:0], 4, "bf16", "f8")),
    ):
        with check.raises(error):
            bad()


@settings(max_examples=40)
@example(m=3, k=3, n=3, tile=2, kinds=("bf16", "bf16"), seed=1)
@example(m=1, k=33, n=1, tile=16, kinds=("tf32", "f16"), seed=2)
@given(
    m=st.integers(1, 9),
    k=st.integers(1, 90),
    n=st.integers(1, 9),
    tile=st.sampled_from([1, 2, 3, 8, 16, 64, 1000]),
    kinds=st.tuples(*[st.sampled_from(["f32", "tf32", "bf16", "f16"])] * 2),
    seed=st.integers(0, 1 << 32),
)
def any_product(student, m, k, n, tile, kinds, seed):
    rng = np.random.default_rng(seed)
    A, B = few_bits(rng, (m, k)) / np.float32(1 << 14), few_bits(rng, (k, n)) / np.float32(1 << 14)
    got, after = student.mma.inout(A, B, tile, *kinds)
    check.equal(got, by_pieces(A, B, tile, *kinds), f"mma of {A.shape} and {B.shape} with {tile} and {kinds}")
    check.equal(list(after[:2]), [A, B], "the matrices after mma")


def exact_columns(rng, k, n):
    """(W, q, scale) where all quotients are exact: whole numbers or halves, times a power of two, with 127 in every column."""
    halves = rng.integers(-253, 254, (k, n)) / 2
    halves[rng.integers(0, k, n), np.arange(n)] = 127 * rng.choice([-1, 1], n)
    scale = 2.0 ** rng.integers(-90, 90, n)
    return (halves * scale).astype("f4"), np.rint(halves).astype("i1"), scale.astype("f4")


@pytest.mark.points(1)
def test_whole_numbers(student, rng):
    """scales of all sizes, halves, zeros, the longest sums, views; what is refused"""
    for k, n in ((1, 1), (1, 5), (5, 1), (3, 3), (40, 6), (256, 30)):
        W, q, scale = exact_columns(rng, k, n)
        W[:, ::5] = q[:, ::5] = scale[::5] = 0
        got, after = student.quantise_int8.inout(W)
        check.kind(got, tuple)
        check.close(got, (q, scale), rtol=1e-6, what="quantise_int8 of halves")
        check.equal(after[0], W, "W after quantise_int8")
        W = rng.standard_normal((k, n), dtype="f4") * (10.0 ** rng.integers(-25, 25, n)).astype("f4")
        q, scale = student.quantise_int8(W)
        check.close(scale, (np.abs(W).max(axis=0) / 127).astype("f4"), rtol=1e-6, what="the array of scales")
        check.array(q, "i1", W.shape, "q")
        check.that(bool((np.abs(q.astype("i4")).max(axis=0) == 127).all()), "in every column something becomes 127 or -127")
        off = float(np.abs(q - W.astype("f8") / scale).max())
        check.that(off <= 0.50002, f"W / scale and q differ by {off:.3g}, where 0.5 is enough")
    for largest in (1e-30, -1e-30, LARGEST, -LARGEST):
        W = np.array([[largest], [largest / 2], [1e-45], [0.0], [-0.0]], "f4")
        q, scale = student.quantise_int8(W)
        check.close(scale, np.abs(W[0]) / np.float32(127), rtol=1e-6, what=f"the scale of a column up to {largest:g}")
        check.equal(q[2:] * 0 + q[:1], np.full((3, 1), 127 if largest > 0 else -127, "i1"), "what the largest becomes")
        check.equal(q[2:] if abs(largest) > 1 else q[3:], np.zeros((3 if abs(largest) > 1 else 2, 1), "i1"), "small numbers")
    for shape in ((0, 4), (4, 0), (0, 0)):
        want = np.zeros(shape, "i1"), np.zeros(shape[1], "f4")
        check.equal(student.quantise_int8(np.zeros(shape, "f4")), want, f"quantise_int8 of {shape}")
    for m, k, n in ((1, 1, 1), (4, 3, 2), (3, 3, 3), (2, 300, 5), (30, 40, 30)):
        x, rows, row_scale = (each.T.copy() for each in exact_columns(rng, k, m))
        x[::3] = rows[::3] = 0
        q, scale = rng.integers(-128, 128, (k, n)).astype("i1"), (10.0 ** rng.integers(-5, 5, n)).astype("f4")
        scale *= rng.choice(np.array([-1, 1], "f4"), n)
        got, after = student.int8_matmul.inout(x, q, scale)
        product = rows.astype("i8") @ q.astype("i8") * row_scale.astype("f8")[:, None] * scale
        check.close(got, product.astype("f4"), rtol=1e-6, what=f"int8_matmul of ({m}, {k}) and ({k}, {n})")
        check.equal(list(after), [x, q, scale], "the arrays after int8_matmul")
    for k in (520, 70_000, 130_000):
        x, q = np.full((2, k), 127, "f4"), np.full((k, 2), 127, "i1")
        x[1, k // 2 :] = -127
        x[1, 3], q[:, 1] = 126, -127
        one = 127 * 127 * k
        want = np.array([[one, -one], [-127, 127]], "f4")
        check.close(student.int8_matmul(x, q, np.ones(2, "f4")), want, rtol=1e-6, what=f"a sum of {k:,} products")
    large = student.int8_matmul(np.full((1, 2), 127e30, "f4"), np.full((2, 1), 100, "i1"), np.array([1e-30], "f4"))
    check.close(large, np.array([[25400]], "f4"), rtol=1e-6, what="a large scale times a small one")
    for size, want in ((1e-20, 1.6129e-34), (1e30, 0.0)):
        x, q = np.full((1, 2), 127 * size, "f4"), np.array([[50], [50 if want else -50]], "i1")
        got = student.int8_matmul(x, q, np.full(1, size, "f4"))
        check.close(got, np.array([[12700 * size * size if want else 0.0]], "f4"), rtol=1e-6, what=f"two scales of {size:g}")
    for shapes in (((0, 3), (3, 2)), ((2, 3), (3, 0)), ((2, 0), (0, 3))):
        x, q = np.ones(shapes[0], "f4"), np.ones(shapes[1], "i1")
        want = np.zeros((len(x), q.shape[1]), "f4")
        check.equal(student.int8_matmul(x, q, np.ones(q.shape[1], "f4")), want, f"int8_matmul of {shapes}")
    W, q, scale = exact_columns(rng, 12, 5)
    x = np.array([[127, 63.5, 1] * 4, [1, 2, 127] * 4], "f4")
    product = np.rint(x).astype("f8") @ q.astype("f8") * scale
    for step in (0, 2, -1):
        got, untouched = student.given.of_views(student.quantise_int8, step, W)
        check.close(got, (q, scale), rtol=1e-6, what="quantise_int8 of a view")
        check.that(untouched, "what quantise_int8 was given, or what lies beside it, changed")
        got, untouched = student.given.of_views(student.int8_matmul, step, x, q, scale)
        check.close(got, product.astype("f4"), rtol=1e-6, what="int8_matmul of views")
        check.that(untouched, "what int8_matmul was given, or what lies beside it, changed")
    got = student.given.kept(student.quantise_int8, (W.copy(),), (W[::-1].copy(),))
    check.close(got, (q, scale), rtol=1e-6, what="an answer of quantise_int8, after the next call and a change of W,")
    arguments = x.copy(), q.copy(), scale.copy()
    got = student.given.kept(student.int8_matmul, arguments, (x[::-1].copy(), q, scale))
    check.close(got, product.astype("f4"), rtol=1e-6, what="an answer of int8_matmul, after another call,")
    for got in student.given.in_place(student.int8_matmul, x.copy(), x[::-1], q, scale):
        check.close(got, product.astype("f4"), rtol=1e-6, what="int8_matmul, also of an x that was changed in place,")
        product = product[::-1]
    first, second = student.given.in_place(student.quantise_int8, W.copy(), -W)
    check.close((second[0], first[1]), (-first[0], second[1]), rtol=1e-6, what="quantise_int8 of a W that was changed in place")
    for odd in (np.inf, -np.inf, np.nan):
        spoilt = W.copy()
        spoilt[-1, -1] = odd
        with check.raises("ValueError"):
            student.quantise_int8(spoilt)
        with check.raises("ValueError"):
            student.int8_matmul(spoilt.T.copy(), q, scale)
    for error, bad in (
        ("TypeError", lambda: student.quantise_int8(W.astype("f8"))),
        ("TypeError", lambda: student.quantise_int8(q)),
        ("ValueError", lambda: student.quantise_int8(W[0])),
        ("ValueError", lambda: student.quantise_int8(W[None])),
        ("TypeError", lambda: student.int8_matmul(x.astype("f8"), q, scale)),
        ("TypeError", lambda: student.int8_matmul(x, q.astype("i4"), scale)),
        ("TypeError", lambda: student.int8_matmul(x, q.view("u1"), scale)),
        ("TypeError", lambda: student.int8_matmul(x, q, scale.astype("f8"))),
        ("ValueError", lambda: student.int8_matmul(x[:, 1:].copy(), q, scale)),
        ("ValueError", lambda: student.int8_matmul(x, q, scale[1:])),
        ("ValueError", lambda: student.int8_matmul(x, q, scale[:1])),
        ("ValueError", lambda: student.int8_matmul(x, q, scale[None])),
        ("ValueError", lambda: student.int8_matmul(x[0], q, scale)),
        ("ValueError", lambda: student.int8_matmul(x, q[:, 0].copy(), scale)),
    ):
        with check.raises(error):
            bad()


def walk(places, line, lines):
    """How many lines are loaded: one is there if fewer than `lines` others were used since its last use."""
    used, loads = [], 0
    for place in (place // line for place in places):
        if place in used[:lines]:
            used.remove(place)
        else:
            loads += 1
        used.insert(0, place)
        del used[lines:]
    return loads


@pytest.mark.points(1)
def test_joules(student, rng):
    """large counts and odd tables; walks of all shapes, with all caches"""
    table = {"f32 add": 0.9, "cache read": 10.0, "dram read": 650.0, "nothing": 0.0, "next to nothing": 1e-100}
    for counts in (
        {"f32 add": 1},
        {"nothing": 7},
        {"f32 add": 0, "dram read": 0},
        {"f32 add": 10**25, "cache read": 3 * 10**24},
        {"f32 add": 7, "cache read": 11, "dram read": 13, "nothing": 1},
        {"next to nothing": 10**300},
    ):
        before = dict(counts)
        got, after = student.energy.inout(counts, table)
        want = float(sum(n * Fraction(table[each]) for each, n in before.items()) / 10**12)
        check.close(got, want, rtol=1e-12, what=f"energy of {str(before)[:40]}")
        check.kind(got, float)
        check.equal(list(after), [before, table], "the dicts after energy")
    check.kind(student.energy({}, {}), float)
    for counts in ({"f64 add": 1}, {"f64 add": 0}, {"f32 add": 1, "F32 add": 0}):
        with check.raises("KeyError"):
            student.energy(counts, table)
    for counts in ({"f32 add": -1}, {"f32 add": 5, "cache read": -2}, {"nothing": -1}):
        with check.raises("ValueError"):
            student.energy(counts, table)
    sizes = [tuple(int(each) for each in rng.integers(1, (14, 14, 9, 20))) for _ in range(60)]
    sizes += [(1, 1, 1, 1), (1, 50, 8, 1), (50, 1, 8, 1), (9, 8, 8, 8), (9, 8, 8, 9), (9, 8, 8, 10), (7, 3, 100, 1)]
    sizes += [(6, 5, 8, 3), (6, 5, 8, 4), (12, 7, 3, 11), (12, 7, 3, 12), (4, 4, 16, 1), (33, 17, 16, 30), (40, 3, 4, 20)]
    for rows, columns, line, lines in sizes:
        want = []
        for places in (range(rows * columns), [r * columns + c for c in range(columns) for r in range(rows)]):
            each = rows * columns * (table["f32 add"] + table["cache read"])
            want.append(1e-12 * (each + walk(places, line, lines) * line * table["dram read"]))
        got, after = student.compare_layouts.inout(rows, columns, line, lines, table)
        check.close(got, tuple(want), rtol=1e-9, what=f"compare_layouts({rows}, {columns}, {line}, {lines})")
        check.equal(after[-1], table, "the table after compare_layouts")
    add, cache, dram = 3.0, 5.0, 7.0
    other = {"dram read": dram, "cache read": cache, "f32 add": add}
    for got, each, loads in zip(student.compare_layouts(1000, 100, 4, 1000, other), (8.0, 8.0), (25_000, 25_000), strict=True):
        check.close(got, 1e-12 * (each * 100_000 + loads * 4 * dram), rtol=1e-9, what="joules of a matrix of 100,000")
    got = student.compare_layouts(1000, 100, 4, 999, other)
    check.close(got[1], 1e-12 * (8 * 100_000 + 100_000 * 4 * dram), rtol=1e-9, what="the columns, one line short of enough,")
    got = student.compare_layouts(1000, 100, 1, 50_000, other)
    check.close(got, (1.5e-6, 1.5e-6), rtol=1e-9, what="joules with a cache for 50,000 numbers, none of which is read again,")
    for bad in ((0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (-1, 2, 2, 2), (2, 2, 2, -2), (-2, -2, 1, 1)):
        with check.raises("ValueError"):
            student.compare_layouts(*bad, table)
    for name in other:
        with check.raises("KeyError"):
            student.compare_layouts(3, 3, 2, 2, {each: value for each, value in other.items() if each != name})
