import numpy as np
import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m3.x1")


def halves(rng, m, n):
    """(W, q, scales) where all quotients are exact: whole numbers and halves, times a power of two; 7 in every group."""
    numbers = rng.integers(-13, 14, (m, n // 32, 32)) / 2
    numbers[:, :, 5] = 7 * rng.choice([-1, 1], (m, n // 32))
    scales = 2.0 ** rng.integers(-20, 20, (m, n // 32))
    return (numbers * scales[:, :, None]).reshape(m, n).astype("f4"), np.rint(numbers).astype("i8"), scales.astype("f4")


def bytes_of(q):
    """Two whole numbers to a byte, group by group."""
    return ((q[:, :, :16] + 8) + 16 * (q[:, :, 16:] + 8)).reshape(len(q), -1).astype("u1")


def weights_of(packed, scales):
    """What the bytes stand for, in float64."""
    groups = packed.reshape(*scales.shape, 16).astype("i8")
    return (np.concatenate([groups % 16, groups // 16], axis=2) - 8) * scales.astype("f8")[:, :, None]


def near(got, packed, scales, x, what="the answer"):
    """matvec's answer, each number within its own bound."""
    terms = weights_of(packed, scales).reshape(len(packed), len(x)) * x
    check.array(got, "f4", (len(packed),), what)
    bound = 4e-4 * np.abs(scales.astype("f8")) @ np.abs(x.astype("f8")).reshape(-1, 32).sum(axis=1)
    wrong = ~(np.abs(got - terms.sum(axis=1)) <= bound)
    at = int(wrong.argmax()) if len(wrong) else 0
    if wrong.any():
        check.that(False, f"{what} is wrong at {at}", f"expected {terms[at].sum():g}   got {got[at]:g}")


@pytest.mark.points(1)
def test_packing(student, rng):
    """weights packed, and unpacked again"""
    W, q, scales = halves(rng, 3, 96)
    W[1, :32] = q[1, 0] = scales[1, 0] = 0
    packed, got = student.pack(W)
    check.close(got, scales, rtol=1e-6, what="the array of scales")
    check.equal(packed, bytes_of(q), "the array of packed weights")
    want = (q * scales.astype("f8")[:, :, None]).reshape(W.shape).astype("f4")
    check.equal(student.unpack(bytes_of(q), scales), want, "unpack")
    W = rng.standard_normal((40, 320), dtype="f4")
    packed, scales = student.pack(W)
    check.array(packed, "u1", (40, 160), "the array of packed weights")
    check.array(scales, "f4", (40, 10), "the array of scales")
    error = np.linalg.norm(weights_of(packed, scales).reshape(W.shape) - W) / np.linalg.norm(W)
    check.that(error <= 0.105, f"the relative error of random weights is {error:.3g}, more than 0.105")


@pytest.mark.points(1)
def test_matvec(student, rng):
    """products of packed weights, without unpacking all"""
    for m, n in ((1, 32), (4, 64), (7, 320), (2, 0)):
        packed, scales = rng.integers(0, 256, (m, n // 2), "u1"), rng.random((m, n // 32), dtype="f4")
        x = rng.standard_normal(n, dtype="f4")
        near(student.matvec(packed, scales, x), packed, scales, x, f"matvec of {m} rows of {n}")

    def verify(answer, before, after):
        near(answer, *before)
        check.equal(list(after), list(before), "what matvec was given")

    large = rng.integers(0, 256, (1024, 2048), "u1"), rng.random((1024, 128), dtype="f4"), rng.random(4096, dtype="f4")
    few = large[0][:8, :16].copy(), large[1][:8, :1].copy(), large[2][:32].copy()
    meters.memory(student, "matvec", *large, verify=verify, warm_up=few, at_most=4 << 20)


@pytest.mark.perf(steps={0.6: 1, 1.05: 2})
def test_race(student, rng):
    """four bits against float32, sixteen vectors"""
    packed, scales = rng.integers(0, 256, (4096, 2048), "u1"), rng.random((4096, 128), dtype="f4")
    W = weights_of(packed, scales).reshape(4096, 4096).astype("f4")

    def make():
        return W, packed, scales, list(rng.standard_normal((16, 4096), dtype="f4"))

    def verify(got, W, packed, scales, vectors):
        check.kind(got, list)
        x = np.array(vectors).T
        want, bound = (W @ x).T, 4e-4 * (scales @ np.abs(x).reshape(128, 32, 16).sum(axis=1)).T
        for one, right, off in zip(got, want, bound, strict=True):
            check.array(one, "f4", right.shape)
            check.that(bool((np.abs(one - right) <= off).all()), "matvec is wrong on the inputs of the race")

    student.race("matvec", make, against="float32_products", through="products", verify=verify)
