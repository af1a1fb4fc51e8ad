import numpy as np
import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m5.e7")


def arrays(rng, n, m, d, e):
    """Q, K and V, float32; no mean of V is near 0."""
    Q, K, V = (rng.standard_normal(shape, dtype="f4") for shape in ((n, d), (m, d), (m, e)))
    return Q, K, V + np.float32(3)


def wanted(Q, K, V):
    """The answer, query by query in double precision."""
    want = np.empty((len(Q), V.shape[1]))
    for i, query in enumerate(Q.astype("f8")):
        scores = K.astype("f8") @ query / np.sqrt(len(query))
        weights = np.exp(scores - scores.max())
        want[i] = weights @ V / weights.sum()
    return want.astype("f4")


def near(got, Q, K, V, what="the answer"):
    check.close(got, wanted(Q, K, V), rtol=1e-3, atol=1e-4 * float(np.abs(V).max()), what=what)


@pytest.mark.points(1)
def test_attention(student, rng):
    """attention in blocks, within 2 MiB"""
    for n, m, d, e, block in ((3, 4, 2, 5, 2), (40, 33, 8, 8, 8), (1, 1, 1, 1, 1), (7, 50, 16, 3, 64)):
        Q, K, V = arrays(rng, n, m, d, e)
        near(student.attention(Q, K, V, block), Q, K, V, f"attention of {n} queries and {m} keys")
    Q, K, V = np.full((3, 4), 100, "f4"), np.full((9, 4), 100, "f4"), arrays(rng, 3, 9, 4, 2)[2]
    near(student.attention(Q, K, V, 4), Q, K, V, "attention with scores of 20,000")

    def verify(answer, before, after):
        near(answer, *before[:3])
        check.equal(list(after), list(before), "what attention was given")

    large = *arrays(rng, 2048, 2048, 64, 64), 128
    few = *arrays(rng, 256, 256, 64, 64), 128
    meters.memory(student, "attention", *large, verify=verify, warm_up=few, at_most=2 << 20)


@pytest.mark.points(2)
def test_tiles(student, rng):
    """attention by tiles: the room, and bytes that move"""
    for n, m, d, e, room in ((300, 400, 32, 32, 1 << 16), (256, 100, 8, 16, 1 << 15), (5, 3, 4, 4, 1 << 14)):
        Q, K, V = arrays(rng, n, m, d, e)
        found = student.given.through_tiles(student.attention_by_tiles, Q, K, V, room)
        what = f"{n} queries and {m} keys by tiles"
        near(found["answer"], Q, K, V, what)
        check.equal(found["times"], np.ones(n, int), f"how often each row was written, of {what}")
        rounds = -(-n // (room // (16 * (d + e) + 128)))
        for name, array, most in (("Q", Q, 1), ("K", K, rounds), ("V", V, rounds)):
            moved = found["read"][name]
            check.that(array.nbytes <= moved, f"{name} has {array.nbytes:,} bytes, and only {moved:,} of it were read: {what}")
            check.that(
                moved <= most * array.nbytes, f"{name} moved {moved / array.nbytes:.1f} times, not {most} at most: {what}"
            )
        most = room + 8192
        held = f"{found['peak']:,} bytes were held, not {most:,} at most, in a room of {room:,}: {what}"
        check.that(found["peak"] <= most, held)


@pytest.mark.points(1)
def test_top(student, rng):
    """the largest of a stream, within their memory"""
    numbers = rng.standard_normal(200_000)
    for lengths, k in (([2000] * 100, 100), ([3, 0, 4], 2), ([3, 0, 4], 9), ([], 5), ([4, 4], 0)):
        found = student.given.of_pieces(student.top_k, numbers, lengths, k)
        what = f"{k} of {sum(lengths)} numbers in {len(lengths)} pieces"
        check.equal(found["error"], "", f"error of top_k for {what}")
        check.equal(found["answer"], np.sort(numbers[: sum(lengths)])[::-1][:k].copy(), what)
        most = 32 * max(lengths, default=0) + 64 * k + (16 << 10)
        check.that(found["peak"] <= most, f"top_k held {found['peak']:,} bytes, not {most:,} at most: {what}")


@pytest.mark.perf(steps={0.6: 1, 1.6: 3})
def test_race(student, rng):
    """attention against one query after the other"""

    def make():
        return *arrays(rng, 1024, 1024, 64, 64), 128

    student.race("attention", make, against="query_by_query", rtol=1e-3, atol=1e-3)
