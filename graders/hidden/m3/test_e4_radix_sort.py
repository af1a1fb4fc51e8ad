import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e4")

KINDS = ("any", "few", "mostly", "equal", "ascending", "descending", "around the middle", "upper bits", "one byte", "ends")


def array_of(kind, n, rng):
    x = rng.integers(0, 1 << 32, n, dtype="u4")
    if kind == "few":
        x = rng.choice(x[:3], n) if n else x
    elif kind == "mostly":
        x = np.where(rng.random(n) < 0.98, np.uint32(77), x)
    elif kind == "equal":
        x[:] = x[:1]
    elif kind == "ascending":
        x = np.sort(x)
    elif kind == "descending":
        x = np.sort(x)[::-1].copy()
    elif kind == "around the middle":
        x = rng.integers(2**31 - 3, 2**31 + 3, n, dtype="u4")
    elif kind == "upper bits":
        x &= np.uint32(0xFFFFFFFF << int(rng.integers(1, 32)) & 0xFFFFFFFF)
    elif kind == "one byte":
        x &= np.uint32(0xFF << 8 * int(rng.integers(0, 4)))
    elif kind == "ends":
        x = rng.choice(np.array([0, 1, 255, 256, 65_535, 65_536, 2**31 - 1, 2**31, 2**32 - 1], "u4"), n)
    return x


def lowest(x, bits):
    return x & np.uint32((1 << bits) - 1)


def sorted_by(x, bits):
    return x[np.argsort(lowest(x, bits), kind="stable")]


def order_of(keys):
    return np.argsort(keys, kind="stable").astype("i4")


def starts_of(x, shift, bits):
    digits = (x.astype("u8") >> np.uint64(shift)) % np.uint64(1 << bits)
    counts = np.bincount(digits.astype("i8"), minlength=1 << bits)
    return (np.cumsum(counts) - counts).astype("i8")


@pytest.mark.points(1)
@settings(max_examples=150)
@example(kind="any", n=70_001, bits=24, step=1, seed=1)
@example(kind="mostly", n=70_001, bits=32, step=1, seed=1)
@example(kind="mostly", n=70_001, bits=9, step=2, seed=2)
@given(
    kind=st.sampled_from(KINDS),
    n=st.one_of(st.integers(0, 40), st.integers(0, 700)),
    bits=st.one_of(st.integers(1, 32), st.sampled_from([8, 16, 24, 32, 31, 17])),
    step=st.sampled_from([1, 1, 2, -1, -3]),
    seed=st.integers(0, 10_000),
)
def test_any_numbers(student, kind, n, bits, step, seed):
    """any numbers, any number of bits, also of views"""
    rng = np.random.default_rng(seed)
    x = array_of(kind, n, rng)
    shift, width = int(rng.integers(0, 32)), int(rng.integers(1, 12))
    where = f"(n = {n}, {kind}" + (f", a view [::{step}])" if step != 1 else ")")
    for call, others, want, what in (
        (student.radix_sort, (bits,), sorted_by(x, bits), f"radix_sort by {bits} bits {where}"),
        (student.radix_argsort, (), order_of(x), f"radix_argsort {where}"),
        (student.starts, (shift, width), starts_of(x, shift, width), f"starts at bit {shift} of {width} bits {where}"),
    ):
        got, untouched = student.given.of_view(call, step, step == 1, x, *others)
        check.equal(got, want, what)
        check.that(untouched, f"{what}: the array changed, or what lies between its elements")


@pytest.mark.points(1)
def test_borders(student, rng):
    """new arrays, other types, bits out of range"""
    for n in (0, 1, 2, 300):
        for kind in ("any", "equal", "ascending"):
            x, other = array_of(kind, n, rng), array_of("any", n, rng)
            new = f"(n = {n}, {kind}), after the next call and a change of the array,"
            for bits in (32, 24, 16, 8, 1):
                got, writable = student.given.kept(student.radix_sort, x, other, bits)
                check.equal(got, sorted_by(x, bits), f"an answer of radix_sort by {bits} bits {new}")
                check.that(writable, "an answer of radix_sort cannot be written to")
            calls = [
                (student.radix_argsort, (), order_of(x)),
                (student.starts, (3, 5), starts_of(x, 3, 5)),
                (student.key_to_float, (), back(x)),
            ]
            for call, others, want in calls:
                got, writable = student.given.kept(call, x, other, *others)
                same_bits(got, want, f"an answer of {call} {new}")
                check.that(writable, f"an answer of {call} cannot be written to")
            got, writable = student.given.kept(student.float_to_key, back(x), back(other))
            check.equal(got, x, f"an answer of float_to_key {new}")
            check.that(writable, "an answer of float_to_key cannot be written to")
            want = [order_of(x), order_of(other)]
            check.equal(student.given.overwritten(student.radix_argsort, x, other), want, "radix_argsort of one array, twice,")
            want = [sorted_by(x, 12), sorted_by(other, 12)]
            check.equal(student.given.overwritten(student.radix_sort, x, other, 12), want, "radix_sort of one array, twice,")
    x = array_of("any", 40, rng)
    check.equal(student.radix_sort(x), np.sort(x), "radix_sort without bits")
    check.equal(student.radix_sort(x, bits=7), sorted_by(x, 7), "radix_sort with bits=7")
    for shift, bits in ((31, 16), (31, 1), (0, 16), (20, 16), (16, 16), (0, 1)):
        check.equal(student.starts(x, shift, bits), starts_of(x, shift, bits), f"starts at bit {shift} of {bits} bits")
    for x in (np.ones(0, "u4"), np.ones(2, "u4")):
        for wrong in (0, 33, -1, 64, -8):
            with check.raises("ValueError"):
                student.radix_sort(x, wrong)
        for shift, bits in ((-1, 4), (32, 4), (64, 1), (0, 0), (0, 17), (4, -1), (31, 32)):
            with check.raises("ValueError"):
                student.starts(x, shift, bits)
    table = (("radix_sort", "u4"), ("radix_argsort", "u4"), ("starts", "u4"), ("key_to_float", "u4"), ("float_to_key", "f4"))
    for name, own in table:
        call, others = student.function(name), (0, 8) if name == "starts" else ()
        for n in (0, 3):
            wrong = [np.ones(n, kind) for kind in ("i4", "u8", "i8", "u2", "u1", "f8", "b1", "f2", f">{own}")]
            for each in ([1] * n, np.ones(n, "u4" if own == "f4" else "f4"), *wrong):
                with check.raises("TypeError"):
                    call(each, *others)
            for each in (np.ones((n, 4), own), np.ones((1, n), own), np.ones((), own)):
                with check.raises("ValueError"):
                    call(each, *others)


def back(keys):
    """The floats of keys, by another way than the usual one."""
    wide = keys.astype("i8")
    return np.where(wide >= 1 << 31, wide - (1 << 31), (1 << 32) - 1 - wide).astype("u4").view("f4")


def same_bits(got, want, what):
    check.array(got, want.dtype, want.shape, what)
    if want.dtype.kind == "f":
        check.equal(got.view("u4"), want.view("u4"), f"the bits of {what}")
    else:
        check.equal(got, want, what)


@pytest.mark.points(1)
def test_all_kinds_of_floats(student, rng):
    """the keys of all kinds of floats, also NaN"""
    ends = np.array([0, 1, 2, 0x7FFFFF, 0x800000, 0x7F7FFFFF, 0x7F800000, 0x7F800001, 0x7FC00000, 0x7FFFFFFF], "u4")
    low = np.array([0, 1, 0x7FFF, 0x8000, 0xFFFF], "u4")
    all_kinds = ((np.arange(1 << 16, dtype="u4") << np.uint32(16))[:, None] | low).ravel()
    for bits in (all_kinds, np.append(ends, ends | np.uint32(1 << 31)), np.zeros(0, "u4")):
        x = bits.view("f4")
        keys = student.float_to_key(x)
        wide = bits.astype("i8")
        want = np.where(wide < 1 << 31, wide + (1 << 31), (1 << 32) - 1 - wide).astype("u4")
        check.equal(keys, want, "the keys")
        same_bits(student.key_to_float(keys), x, "the numbers, there and back,")
        same_bits(student.key_to_float(bits), back(bits), "the numbers of any keys")
    for n in (1, 50, 400):
        bits = rng.integers(0, 1 << 32, n, dtype="u4")
        for step in (1, 3, -1):
            got, untouched = student.given.of_view(student.float_to_key, step, step == 1, back(bits))
            check.equal(got, bits, f"the keys of a view [::{step}]")
            check.that(untouched, "float_to_key changed its array, or what lies between the elements")
            got, untouched = student.given.of_view(student.key_to_float, step, step == 1, bits)
            same_bits(got, back(bits), f"the numbers of keys in a view [::{step}]")
            check.that(untouched, "key_to_float changed its array, or what lies between the elements")
        x = rng.normal(0, 1, n).astype("f4")
        got = student.key_to_float(student.radix_sort(student.float_to_key(x)))
        check.equal(got, np.sort(x), f"{n} floats, sorted by their keys,")
