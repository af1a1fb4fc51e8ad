from collections import deque

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e8")

KINDS = {"f32": (24, -126, 127), "tf32": (11, -126, 127), "bf16": (8, -126, 127), "f16": (11, -14, 15)}
"""Bits of a number with its leading one, and the smallest and the largest exponent."""
TABLE = {"f32 add": 1.0, "cache read": 10.0, "dram read": 1000.0}


def rounded(x, kind):
    """The nearest numbers, by dividing by the size of the last bit; numpy rounds halves to the even one."""
    bits, least, largest = KINDS[kind]
    exponent = np.frexp(np.where(np.isfinite(x), x, 0).astype("f8"))[1] - 1
    last = 2.0 ** (np.maximum(exponent, least) - bits + 1)
    with np.errstate(invalid="ignore"):
        near = np.rint(x.astype("f8") / last) * last
    near = np.where(np.abs(near) >= 2.0 ** (largest + 1), np.copysign(np.inf, x), near)
    return np.where(np.isfinite(x), near, x).astype("f4")


def same(got, want, what):
    """Equal, also in the signs of zeros."""
    check.equal(got, want, what)
    there = ~np.isnan(want)
    check.equal(np.signbit(got)[there], np.signbit(want)[there], f"the signs of {what}")


def by_pieces(A, B, tile, in_type, acc_type):
    """The product, by the rule: one piece after the other."""
    A, B = rounded(A, in_type).astype("f8"), rounded(B, in_type).astype("f8")
    total = np.zeros((len(A), B.shape[1]), "f4")
    for first in range(0, len(B), tile):
        pieces = (A[:, k, None] * B[k] for k in range(first, min(first + tile, len(B))))
        total = rounded((total + sum(pieces, np.zeros(total.shape))).astype("f4"), acc_type)
    return total


def some(rng, *shape):
    """Numbers of a few bits and of similar size, so that sums of their products are exact in float64."""
    return (rng.integers(-(1 << 16), 1 << 16, shape) * 2.0**-14).astype("f4")


@pytest.mark.points(1)
def test_numbers_of_a_kind(student):
    """the nearest numbers, and the even one of two"""
    x = np.array([1 + 2**-8, 1 + 3 * 2**-8, 1 + 2**-8 + 2**-20, -1.005, 0.1, 0.0, -0.0, 255, 257, 65537], "f4")
    for kind in KINDS:
        same(student.round_to(x, kind), rounded(x, kind), f"round_to({kind!r})")
    check.equal(student.round_to(np.array([[257.0], [259.0]], "f4"), "bf16"), np.array([[256.0], [260.0]], "f4"))


@pytest.mark.points(1)
def test_large_and_small(student, rng):
    """infinities, NaN, large, small and random numbers"""
    largest = np.finfo("f4").max
    x = np.array([np.inf, -np.inf, np.nan, largest, -largest, 65504, 65519, 65520, 1e-7, 2e-8, 6e-5, 1e-40, -1e-45], "f4")
    numbers = (rng.standard_normal(500) * 10.0 ** rng.integers(-9, 9, 500)).astype("f4")
    for kind in KINDS:
        same(student.round_to(x, kind), rounded(x, kind), f"round_to({kind!r})")
        same(student.round_to(numbers, kind), rounded(numbers, kind), f"round_to({kind!r}) of random numbers")
    with check.raises("ValueError"):
        student.round_to(x, "f8")


@pytest.mark.points(1)
def test_mma(student, rng):
    """a small product in pieces of two"""
    A = np.array([[1, 2, 3], [256, 1, 1]], "f4")
    B = np.array([[1], [1], [1]], "f4")
    check.equal(student.mma(A, B, 2, "f32", "f32"), np.array([[6], [258]], "f4"))
    check.equal(student.mma(A, B, 1, "bf16", "bf16"), np.array([[6], [256]], "f4"), "A @ B with a bf16 accumulator")
    check.equal(student.mma(A, B, 2, "bf16", "bf16"), np.array([[6], [256]], "f4"), "A @ B with a bf16 accumulator")
    check.equal(student.mma(A, B, 3, "bf16", "bf16"), np.array([[6], [258]], "f4"), "A @ B with one piece")
    check.equal(student.mma(A[:, :0], B[:0], 4, "f16", "f32"), np.zeros((2, 1), "f4"), "a product without a product")


@pytest.mark.points(1)
def test_mma_of_all_kinds(student, rng):
    """products of all kinds of numbers and sums"""
    A, B = some(rng, 5, 70), some(rng, 70, 3)
    for in_type in KINDS:
        for acc_type in KINDS:
            for tile in (1, 16, 32, 100):
                got = student.mma(A, B, tile, in_type, acc_type)
                check.equal(got, by_pieces(A, B, tile, in_type, acc_type), f"mma with {tile}, {in_type} and {acc_type}")


@pytest.mark.points(1)
def test_quantise(student, rng):
    """a scale for each column, and whole numbers"""
    W = np.array([[127, 0, 0.4], [2.5, 0, -1], [-3.5, 0, 0.25]], "f4")
    q, scale = student.quantise_int8(W)
    check.close(scale, np.array([1, 0, 1 / 127], "f4"), rtol=1e-6, what="the array of scales")
    check.equal(q, np.array([[127, 0, 51], [2, 0, -127], [-4, 0, 32]], "i1"), "q")
    W = rng.standard_normal((50, 7), dtype="f4") * np.float32(10.0) ** np.arange(-3, 4, dtype="f4")
    q, scale = student.quantise_int8(W)
    check.close(scale, (np.abs(W).max(axis=0) / 127).astype("f4"), rtol=1e-6, what="the array of scales")
    check.array(q, "i1", W.shape, "q")
    off = np.abs(q - W.astype("f8") / scale).max()
    check.that(off <= 0.50001, f"W / scale and q differ by {off:.3g}, where 0.5 is enough")


@pytest.mark.points(1)
def test_whole_numbers(student, rng):
    """products of whole numbers, long sums too"""
    x, q = np.array([[127, 2.5, -1], [0, 0, 0]], "f4"), np.array([[1, 2], [3, -128], [5, 6]], "i1")
    want = np.array([[127 + 6 - 5, 2 * (254 - 256 - 6)], [0, 0]], "f4")
    check.close(student.int8_matmul(x, q, np.array([1, 2], "f4")), want, rtol=1e-6)
    x, q = np.full((2, 30_000), 127, "f4"), np.full((30_000, 3), 127, "i1")
    x[1, 1:] = 1
    x[0, 15_000:] *= -1
    x[0, 7] = 126
    want = np.array([[-127] * 3, [127 * (127 + 29_999)] * 3], "f4")
    check.close(student.int8_matmul(x, q, np.ones(3, "f4")), want, rtol=1e-6, what="a sum of 30,000 products")
    x, W = rng.standard_normal((8, 256), dtype="f4"), rng.standard_normal((256, 5), dtype="f4")
    got, want = student.int8_matmul(x, *student.quantise_int8(W)), x.astype("f8") @ W
    check.array(got, "f4", want.shape)
    error = np.linalg.norm(got - want) / np.linalg.norm(want)
    check.that(error <= 0.02, f"the relative error of a product of random numbers is {error:.2g}, more than 0.02")


def modelled(rows, columns, line, lines, table, by_rows):
    """The joules of one walk; the cache is a row of lines, the one used last at its end."""
    last = deque(maxlen=lines)
    loads = 0
    outer, inner = (rows, columns) if by_rows else (columns, rows)
    for i in range(outer):
        for j in range(inner):
            place = (i * columns + j if by_rows else j * columns + i) // line
            if place in last:
                last.remove(place)
            else:
                loads += 1
            last.append(place)
    elements = rows * columns
    return 1e-12 * (elements * (table["f32 add"] + table["cache read"]) + loads * line * table["dram read"])


@pytest.mark.points(1)
def test_joules(student):
    """joules of operations, and of two walks"""
    check.close(student.energy({"f32 add": 3, "dram read": 2}, TABLE), 2.003e-9, rtol=1e-12)
    check.close(student.energy({}, TABLE), 0.0)
    with check.raises("KeyError"):
        student.energy({"f64 add": 3}, TABLE)
    for sizes in ((8, 8, 4, 2), (8, 8, 4, 8), (5, 7, 4, 5), (1, 10, 4, 1), (10, 1, 4, 1), (20, 30, 16, 12)):
        want = tuple(modelled(*sizes, TABLE, by_rows) for by_rows in (True, False))
        check.close(student.compare_layouts(*sizes, TABLE), want, rtol=1e-9, what=f"compare_layouts{sizes}")
