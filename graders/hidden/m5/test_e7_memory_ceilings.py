import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e7")


def arrays(rng, n, m, d, e):
    Q, K, V = (rng.standard_normal(shape, dtype="f4") for shape in ((n, d), (m, d), (m, e)))
    return Q, K, V + np.float32(3)


def wanted(Q, K, V):
    """The answer in double precision, all at once."""
    scores = Q.astype("f8") @ K.T.astype("f8") / np.sqrt(Q.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (weights @ V / weights.sum(axis=1, keepdims=True)).astype("f4")


def near(got, Q, K, V, what="the answer"):
    check.close(got, wanted(Q, K, V), rtol=1e-3, atol=1e-4 * float(np.abs(V).max()), what=what)


def exact(rng, n, m, d, e, size):
    """Whole numbers, so that scores are exact, up to size and beyond; for d 1, 4, 16 or 64."""
    Q, K = (rng.integers(-size, size + 1, shape).astype("f4") for shape in ((n, d), (m, d)))
    return Q, K, arrays(rng, n, m, d, e)[2]


def growing(m):
    """Queries and keys whose scores grow, or fall, from key to key, by more than exp can bear."""
    keys = np.arange(m, dtype="f4")[:, None] * 50
    return np.array([[1], [-1], [0.25], [0]], "f4"), keys


def finite_or_not(student, rng):
    """Finite arrays whose sums, products and squares are not, and infinities that no answer would show."""
    Q, K, V = arrays(rng, 30, 20, 4, 30)
    large, small = np.float32(1e37), np.float32(1e-37)
    for case in (
        (np.abs(Q) * large, K * small, V),
        (Q * small, -np.abs(K) * large, V),
        (Q, K, np.full_like(V, large)),
        (Q, K, np.full_like(V, -large)),
    ):
        near(student.attention(*case, 8), *case, "attention of large and finite numbers")
    for at, value in ((1, -np.inf), (1, np.nan), (2, np.inf), (2, np.nan)):
        odd = [np.abs(Q), np.abs(K), V.copy()]
        odd[at][11, 2] = value
        for queries in (odd[0], odd[0][:0]):
            with check.raises("ValueError"):
                student.attention(queries, *odd[1:], 8)


@pytest.mark.points(1)
def test_attention_of_all_kinds(student, rng):
    """attention: sizes, scores, views, what is refused, memory"""
    for _ in range(25):
        n, m, d, e, block = (int(rng.integers(1, most)) for most in (60, 60, 20, 20, 70))
        Q, K, V = arrays(rng, n, m, d, e)
        near(student.attention(Q, K, V, block), Q, K, V, f"attention of {n} queries and {m} keys, d {d}, e {e}, block {block}")
    for block in (1, 5, 64, 10**15):
        Q, K, V = arrays(rng, 0, 9, 4, 3)
        check.equal(student.attention(Q, K, V, block), np.zeros((0, 3), "f4"), "attention without queries")
        for size in (0, 3, 100, 1000):
            Q, K, V = exact(rng, 12, 23, 16, 5, size)
            near(student.attention(Q, K, V, block), Q, K, V, f"attention of whole numbers up to {size}")
        Q, K = growing(40)
        V = arrays(rng, 1, 40, 1, 7)[2]
        near(student.attention(Q, K, V, block), Q, K, V, "attention with scores that grow or fall")
        near(student.attention(Q, K - 4000, V, block), Q, K - 4000, V, "attention with scores below 0 that grow or fall")
        Q, K, V = arrays(rng, 20, 30, 4, 4)
        V = (V - 3) * np.float32(1e-30)
        near(student.attention(Q * 10, K, V, block), Q * 10, K, V, "attention with a V that is nearly 0")
        V = V * np.float32(1e36) * np.float32(1e30)
        near(student.attention(Q * 10, K, V, block), Q * 10, K, V, "attention with a V that is large")
    finite_or_not(student, rng)
    Q, K, V = arrays(rng, 24, 36, 8, 6)
    for block in (7, 100):
        same, *answers = student.given.attention_of_views(student.attention, Q, K, V, block)
        check.that(same, "attention changed its arrays")
        odd = [array[::2, ::2] for array in (Q, K, V)]
        for got, part in zip(
            answers, (odd, [a[::-2, ::-2] for a in (Q, K, V)], [a[1::2, 1::2] for a in (Q, K, V)], odd), strict=True
        ):
            near(got, *part, "attention of views")
    first, second, third, seen = student.given.one_after_the_other(student.attention, Q, K, V)
    for got, part in zip((first, second, third, seen), ((K, V), (K, 2 * V), (-K, 2 * V), (K, V)), strict=True):
        near(got, Q, *part, "one of several answers, looked at in the end")

    few = [array[:9].copy() for array in (Q, K, V)]
    for at in range(3):
        for kind in ("f8", "f2", "i4"):
            with check.raises("TypeError"):
                student.attention(*[array.astype(kind) if i == at else array for i, array in enumerate(few)], 4)
        with check.raises("TypeError"):
            student.attention(*[array.tolist() if i == at else array for i, array in enumerate(few)], 4)
        for value in (np.nan, np.inf, -np.inf):
            for place in ((0, 0), (8, 5), (4, 1)):
                odd = [array.copy() for array in few]
                odd[at][place] = value
                with check.raises("ValueError"):
                    student.attention(*odd, 4)
        for change in (lambda a: a[0], lambda a: a[None], lambda a: a[:, :0]):
            with check.raises("ValueError"):
                student.attention(*[change(array) if i == at else array for i, array in enumerate(few)], 4)
    q, k, v = few
    for bad in (
        (q, k[:8], v, 4),
        (q, k, v[:8], 4),
        (q[:, :5], k, v, 4),
        (q, k[:, :1], v, 4),
        (q, k[:0], v[:0], 4),
        (q, k, v[:1], 4),
    ):
        with check.raises("ValueError"):
            student.attention(*bad)
    for bad in ((q[:, :0], k[:, :0], v, 4), (q, k, v[:, :0], 4), (q, k, v, 0), (q, k, v, -3), (q[:0], k[:8], v, 4)):
        with check.raises("ValueError"):
            student.attention(*bad)

    for n, m, kind in (
        (200, 9000, "plain"),
        (200, 9000, "backwards"),
        (200, 6000, "columns"),
        (4000, 200, "plain"),
        (1500, 900, "columns"),
    ):
        shapes = (n, m, 64, 48)
        got, peak, Q, K, V = student.given.peak_of_attention(student.attention, shapes, int(rng.integers(1 << 30)), kind)
        near(got, Q, K, V, f"attention of {n} queries and {m} keys")
        most = got.nbytes + (1 << 20)
        check.that(peak <= most, f"attention held {peak:,} bytes, not {most:,} at most, for n {n}, m {m}, block 128, {kind}")


@pytest.mark.points(1)
def test_tiles_of_all_kinds(student, rng):
    """attention by tiles: sizes, scores, rooms"""
    cases = [(1, 1, 1, 1, 1 << 14), (300, 1, 64, 64, 1 << 15), (1, 300, 64, 64, 1 << 14), (150, 200, 1, 127, 1 << 16)]
    cases += [(150, 200, 127, 1, 1 << 16), (900, 700, 2, 2, 1 << 14), (400, 30, 64, 64, 1 << 20), (0, 20, 3, 3, 1 << 14)]
    cases += [(600, 500, 16, 64, 1 << 17), (500, 300, 64, 16, 40_000), (111, 222, 33, 44, 55_555), (300, 2000, 4, 4, 1 << 14)]
    # The ends of what is promised: many short rows or few long ones, in a small room or a large one.
    cases += [(7000, 500, 1, 1, 1 << 20), (130, 80, 1, 1, 1 << 14), (600, 250, 64, 64, 1 << 20), (10, 60, 127, 1, 1 << 14)]
    cases += [(424, 201, 11, 18, 191_545), (150, 90, 3, 40, 70_001), (200, 350, 30, 2, 99_999), (2100, 300, 5, 9, 400_000)]
    for n, m, d, e, room in cases:
        made = [arrays(rng, n, m, d, e)]
        if d in (1, 4, 16, 64):
            made.append(exact(rng, n, m, d, e, 300))
        if d == 1 and n < 100:
            made.append((*growing(m), made[0][2]))
        for Q, K, V in made:
            n = len(Q)
            found = student.given.through_tiles(student.attention_by_tiles, Q, K, V, room)
            what = f"{n} queries and {m} keys, d {d}, e {e}, in a room of {room:,}"
            check.equal(
                (found["returned"], found["changed"]), (None, False), f"what attention_by_tiles returns and changes, {what}"
            )
            near(found["answer"], Q, K, V, what)
            check.equal(found["times"], np.ones(n, int), f"how often each row was written: {what}")
            check.equal(found["written"], 4 * n * e, f"bytes written: {what}")
            rounds = max(-(-n // (room // (16 * (d + e) + 128))), 1)
            for name, array, most in (("Q", Q, 1), ("K", K, rounds), ("V", V, rounds)):
                moved, times = found["read"][name], most if array.nbytes else 0
                check.that(array.nbytes <= moved or n == 0, f"only {moved:,} bytes of {name} were read: {what}")
                check.that(
                    moved <= times * array.nbytes, f"{moved:,} bytes of {name} moved, not {times} times all of it: {what}"
                )
            check.that(found["peak"] <= room + 8192, f"{found['peak']:,} bytes were held, not {room + 8192:,} at most: {what}")


@pytest.mark.points(1)
def test_streams_of_all_kinds(student, rng):
    """the largest of streams: pieces, kinds, what is refused, memory"""
    numbers = rng.standard_normal(30_000)
    whole = rng.integers(-5, 5, 30_000).astype("f8")
    odd = whole.copy()
    odd[rng.integers(0, 400, 40)] = np.inf
    odd[rng.integers(0, 400, 40)] = -np.inf
    odd[rng.integers(0, 400, 40)] = -0.0
    shapes = [[1] * 60, [100, 0, 1, 0, 0, 30], [0], [5000, 3], [3, 5000], rng.integers(0, 9, 40).tolist(), [50] * 600]
    for lengths in shapes:
        total = sum(lengths)
        for stream in (numbers, whole, odd, np.sort(numbers)[-total:], np.sort(numbers)[::-1], np.full(30_000, -7.5)):
            kind = ("plain", "strides", "read-only")[int(rng.integers(3))]
            for k in {0, 1, int(rng.integers(1, 50)), total, total + 1, max(total - 1, 0)}:
                found = student.given.of_pieces(student.top_k, stream, lengths, k, kind)
                what = f"{k} of {total} numbers in {len(lengths)} pieces"
                check.equal((found["error"], found["end"]), ("", True), f"error, and the end of the stream: {what}")
                check.equal(found["answer"], np.sort(stream[:total])[::-1][:k].copy(), what)
                most = 32 * max(lengths) + 64 * k + (16 << 10)
                check.that(found["peak"] <= most, f"top_k held {found['peak']:,} bytes, not {most:,} at most: {what}")
    for at in (0, 25, 59):
        bad = numbers[:60].copy()
        bad[at] = np.nan
        for k in (0, 3, 100):
            for lengths in ([20, 20, 20], [1] * 60):
                found = student.given.of_pieces(student.top_k, bad, lengths, k)
                check.equal(found["error"], "ValueError", f"error of top_k for a NaN at {at}, k {k}")
    found = student.given.of_pieces(student.top_k, numbers, [5, 5, 5], 4, "plain", True)
    check.equal(found["error"], "LookupError", "error of top_k where the stream raises one")
    pieces = [np.array([3.0, 1.0, 2.0]), np.array([]), np.array([5.0, -1.0])]
    got, again, after = student.given.of_list(student.top_k, pieces, 3)
    for answer in (got, again):
        check.equal(answer, np.array([5.0, 3.0, 2.0]), "the largest of a list of pieces")
    check.equal(after, pieces, "the pieces after top_k")
    alone = [np.array([3.0, 1.0, 2.0])]
    got, again, after = student.given.of_list(student.top_k, alone, 3)
    check.equal((got, after), (np.array([3.0, 2.0, 1.0]), alone), "the largest of one piece, and this piece afterwards")
    got, again, _ = student.given.of_list(student.top_k, alone, 10**15)
    for answer in (got, again):
        check.equal(answer, np.array([3.0, 2.0, 1.0]), "the largest of three numbers, where 10**15 are asked for")
    for k in (-1, -100):
        with check.raises("ValueError"):
            student.top_k(alone, k)
        with check.raises("ValueError"):
            student.top_k([], k)
    for k in (0, 2, 9):
        for bad in (np.zeros((2, 3)), np.array(1.0), np.zeros((0, 4))):
            with check.raises("ValueError"):
                student.top_k([alone[0], bad], k)
        for kind in ("f4", "i8", "f2", "c16"):
            with check.raises("TypeError"):
                student.top_k([alone[0], alone[0].astype(kind)], k)
        for bad in ([1.0, 2.0], 3.0, None):
            with check.raises("TypeError"):
                student.top_k([alone[0], bad], k)
