import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.x1")

LARGEST = np.finfo("f4").max


def halves(rng, m, n):
    """(W, q, scales) where all quotients are exact: whole numbers and halves, times a power of two; 7 in every group."""
    numbers = rng.integers(-13, 14, (m, n // 32, 32)) / 2
    numbers[:, :, rng.integers(0, 32)] = 7 * rng.choice([-1, 1], (m, n // 32))
    scales = 2.0 ** rng.integers(-90, 90, (m, n // 32))
    return (numbers * scales[:, :, None]).reshape(m, n).astype("f4"), np.rint(numbers).astype("i8"), scales.astype("f4")


def bytes_of(q):
    return ((q[:, :, :16] + 8) + 16 * (q[:, :, 16:] + 8)).reshape(len(q), -1).astype("u1")


def weights_of(packed, scales):
    groups = packed.reshape(*scales.shape, 16).astype("i8")
    weights = (np.concatenate([groups % 16, groups // 16], axis=2) - 8) * scales.astype("f8")[:, :, None]
    return weights.reshape(len(packed), 2 * packed.shape[1])


def near(got, packed, scales, x, what):
    terms = weights_of(packed, scales) * x
    check.array(got, "f4", (len(packed),), what)
    bound = 4e-4 * np.abs(scales.astype("f8")) @ np.abs(x.astype("f8")).reshape(-1, 32).sum(axis=1)
    wrong = ~(np.abs(got - terms.sum(axis=1)) <= bound)
    at = int(wrong.argmax()) if len(wrong) else 0
    if wrong.any():
        check.that(False, f"{what} is wrong at {at}", f"expected {terms[at].sum():g}   got {got[at]:g}")


@settings(max_examples=30)
@example(m=5, groups=3, scale=1.0, seed=1)
@example(m=1, groups=128, scale=1.0, seed=2)
@given(
    m=st.integers(1, 13),
    groups=st.integers(1, 12),
    scale=st.sampled_from([1e-20, 1.0, 1e20]),
    seed=st.integers(0, 1 << 32),
)
def any_product(student, m, groups, scale, seed):
    rng = np.random.default_rng(seed)
    packed, scales = rng.integers(0, 256, (m, 16 * groups), "u1"), rng.standard_normal((m, groups), dtype="f4")
    scales[rng.random(scales.shape) < 0.2] = 0
    x = rng.standard_normal(32 * groups, dtype="f4") * np.float32(scale)
    x[rng.random(len(x)) < rng.choice([0.0, 0.5, 0.97])] = 0
    got, after = student.matvec.inout(packed, scales, x)
    near(got, packed, scales, x, f"matvec of {m} rows of {len(x)}")
    check.equal(list(after), [packed, scales, x], "the arrays after matvec")


@pytest.mark.points(1)
def test_everything_else(student, rng):
    """any products and groups, every byte, extreme scales, views; what is refused"""
    any_product(student)
    # One number of one row at a time: each has its own place.
    for place in (0, 1, 2, 15, 16, 17, 31, 32, 47, 48, 95):
        for size in (1, -1):
            x = np.zeros(96, "f4")
            x[place] = size
            packed, scales = rng.integers(0, 256, (17, 48), "u1"), 1 + rng.random((17, 3), dtype="f4")
            near(student.matvec(packed, scales, x), packed, scales, x, f"matvec where only x[{place}] is not 0")
    # The longest rows, all of one sign, large, and with weights that are all 0.
    for m, fill in ((3, None), (6, 0), (6, 0xFF), (5, 0x88)):
        packed = rng.integers(0, 256, (m, 2048), "u1") if fill is None else np.full((m, 2048), fill, "u1")
        for scale, size in ((1.0, 1.0), (2.0**-60, 2.0**80), (-(2.0**80), 2.0**-100)):
            scales = np.full((m, 128), scale, "f4")
            x = (size * rng.random(4096)).astype("f4")
            near(student.matvec(packed, scales, x), packed, scales, x, f"matvec of {m} rows of 4096, all of one sign")
    for m, n in ((1, 32), (2, 32), (3, 64), (5, 96), (33, 64), (2, 4096)):
        W, q, scales = halves(rng, m, n)
        W[:, :32] = q[:, :1] = scales[:, :1] = 0
        if m > 2:
            W[1] = q[1] = scales[1] = 0
        answer, after = student.pack.inout(W)
        check.kind(answer, tuple)
        check.close(answer[1], scales, rtol=1e-6, what="the array of scales")
        check.equal(answer[0], bytes_of(q), "the array of packed weights")
        check.equal(after[0], W, "W after pack")
        W = rng.standard_normal((m, n), dtype="f4") * (10.0 ** rng.integers(-25, 25, (m, 1))).astype("f4")
        packed, scales = student.pack(W)
        largest = np.abs(W.reshape(m, -1, 32)).max(axis=2)
        check.close(scales, (largest / 7).astype("f4"), rtol=1e-6, what="the array of scales")
        check.array(packed, "u1", (m, n // 2), "the array of packed weights")
        off = np.abs(weights_of(packed, scales) - W).reshape(m, -1, 32).max(axis=2) / scales
        check.that(bool((off <= 0.50002).all()), f"a weight and what is packed differ by {off.max():.3g} scales, more than 0.5")
        stored = np.stack([packed % 16, packed // 16])
        check.that(bool(((stored > 0) & (stored < 16)).all()), "something else than 1 to 15 is stored")
    for largest in (1e-30, -1e-30, LARGEST, -LARGEST):
        W = np.zeros((1, 32), "f4")
        W[0, [3, 20]] = largest, 1e-45
        packed, scales = student.pack(W)
        check.close(scales, np.abs(W[:, 3:4]) / np.float32(7), rtol=1e-6, what=f"the scale of a group up to {largest:g}")
        want = np.zeros((1, 1, 32), "i8")
        want[0, 0, 3] = 7 if largest > 0 else -7
        check.equal(packed, bytes_of(want), f"a group with {largest:g} and 1e-45, packed,")
    # Three, five and eleven have no exact inverse, and all these quotients are whole numbers and halves.
    for odd in (3, 5, 11, 13):
        numbers = np.array([7, *np.arange(-6.5, 7, 0.5)[:27], 7, -7, 0.5, 2.5])
        packed, scales = student.pack((numbers * odd)[None].astype("f4"))
        check.close(scales, np.array([[odd]], "f4"), rtol=1e-6, what=f"the scale of a group up to {7 * odd}")
        want = np.rint(numbers).astype("i8")[None, None]
        check.equal(packed, bytes_of(want), f"halves of {odd}, packed,")
    # A large x whose weights are small beside a small one whose weights are large.
    packed, scales = rng.integers(0, 256, (5, 48), "u1"), np.tile(np.array([1e-20, 1, 1e-6], "f4"), (5, 1))
    x = rng.standard_normal(96, dtype="f4") * np.repeat(np.array([1e9, 1, 1e3], "f4"), 32)
    near(student.matvec(packed, scales, x), packed, scales, x, "matvec of groups of very different sizes")
    every = np.tile(np.arange(256, dtype="u1"), 2).reshape(2, 256)
    for scale in (0.0, 1.0, 1e-45, 3e-39, 0.1, -2.5, 4e37):
        scales = np.full((2, 16), scale, "f4")
        want = weights_of(every, scales).astype("f4")
        check.equal(student.unpack(every, scales), want, f"unpack of every byte, with a scale of {scale:g}")
    scales = rng.standard_normal((2, 16), dtype="f4")
    answer, after = student.unpack.inout(every, scales)
    check.equal(answer, weights_of(every, scales).astype("f4"), "unpack of every byte")
    check.equal(list(after), [every, scales], "the arrays after unpack")
    with np.errstate(over="ignore"):
        scales = np.full((2, 16), LARGEST, "f4")
        check.equal(student.unpack(every, scales), weights_of(every, scales).astype("f4"), "unpack with the largest scale")
    for m, n in ((0, 64), (3, 0), (0, 0)):
        packed, scales = np.zeros((m, n // 2), "u1"), np.zeros((m, n // 32), "f4")
        check.equal(student.pack(np.zeros((m, n), "f4")), (packed, scales), f"pack of ({m}, {n})")
        check.equal(student.unpack(packed, scales), np.zeros((m, n), "f4"), f"unpack of ({m}, {n})")
        check.equal(student.matvec(packed, scales, np.ones(n, "f4")), np.zeros(m, "f4"), f"matvec of ({m}, {n})")
    W, q, scales = halves(rng, 6, 128)
    packed, x = bytes_of(q), rng.standard_normal(128, dtype="f4")
    weights = weights_of(packed, scales).astype("f4")
    for step in (0, 2, -1):
        got, packing = student.given.of_views(student.pack, step, W)
        check.close(got, (packed, scales), rtol=1e-6, what="pack of a view")
        got, unpacking = student.given.of_views(student.unpack, step, packed, scales)
        check.equal(got, weights, "unpack of views")
        got, multiplying = student.given.of_views(student.matvec, step, packed, scales, x)
        near(got, packed, scales, x, "matvec of views")
        check.that(packing and unpacking and multiplying, "an array that was given, or what lies beside it, changed")
    for function, arguments in (
        (student.pack, (W,)),
        (student.unpack, (packed, scales)),
        (student.matvec, (packed, scales, x)),
    ):
        alone = student.given.contiguous(function, *arguments) + student.given.contiguous(function, *arguments, by_columns=True)
        check.that(all(alone), "an answer has gaps, cannot be written to, or shares memory with what was given")
        others = tuple(each[::-1].copy() for each in arguments)
        first = function(*arguments)
        got = student.given.kept(function, tuple(each.copy() for each in arguments), others)
        check.equal(got, first, "an answer, after the next call and a change of what was given,")
        second = student.given.in_place(function, arguments[0].copy(), others[0], *arguments[1:])[1]
        check.equal(second, function(others[0], *arguments[1:]), "an answer for an array that was changed in place")
    for odd in (np.inf, -np.inf, np.nan):
        spoilt = W.copy()
        spoilt[-1, -1] = odd
        with check.raises("ValueError"):
            student.pack(spoilt)
    for error, bad in (
        ("TypeError", lambda: student.pack(W.astype("f8"))),
        ("TypeError", lambda: student.pack(W.astype("f2"))),
        ("TypeError", lambda: student.pack(packed)),
        ("ValueError", lambda: student.pack(W[0])),
        ("ValueError", lambda: student.pack(W[None])),
        ("ValueError", lambda: student.pack(W[:, :48].copy())),
        ("ValueError", lambda: student.pack(W[:, :16].copy())),
        ("ValueError", lambda: student.pack(W[:0, :31].copy())),
        ("TypeError", lambda: student.unpack(packed.view("i1"), scales)),
        ("TypeError", lambda: student.unpack(packed, scales.astype("f8"))),
        ("ValueError", lambda: student.unpack(packed, scales[1:])),
        ("ValueError", lambda: student.unpack(packed[:, 1:].copy(), scales)),
        ("ValueError", lambda: student.unpack(packed, scales[:, :2].copy())),
        ("ValueError", lambda: student.unpack(packed, scales[:, :1].copy())),
        ("ValueError", lambda: student.unpack(packed[0], scales[0])),
        ("TypeError", lambda: student.matvec(packed.astype("i4"), scales, x)),
        ("TypeError", lambda: student.matvec(packed, scales.astype("f8"), x)),
        ("TypeError", lambda: student.matvec(packed, scales, x.astype("f8"))),
        ("ValueError", lambda: student.matvec(packed, scales, x[1:])),
        ("ValueError", lambda: student.matvec(packed, scales, np.concatenate([x, x]))),
        ("ValueError", lambda: student.matvec(packed, scales, x[:, None])),
        ("ValueError", lambda: student.matvec(packed, scales[:1], x)),
        ("ValueError", lambda: student.matvec(packed, scales[:, :3].copy(), x)),
        ("ValueError", lambda: student.matvec(packed[:, :32].copy(), scales, x)),
        ("ValueError", lambda: student.matvec(packed[:, :32].copy(), scales, x[:64])),
        ("ValueError", lambda: student.matvec(packed, scales[:, :2].copy(), x)),
        ("ValueError", lambda: student.matvec(packed[:2], scales, x)),
    ):
        with check.raises(error):
            bad()
