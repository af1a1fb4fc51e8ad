import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.x1")

NOTHING = {"hits": 0, "misses": 0, "read": [], "kept": 0, "most": 0}
"""What is seen of pages where none was read."""


@pytest.mark.points(1)
@settings(max_examples=80)
@example(n=40, page=12, capacity=2, wishes=[[0, 13, 40], 0, [-41, 1], [25, 26]])
@example(n=10, page=4, capacity=1, wishes=[[9, 0, 40], [0, -41], -41, 40])
@example(n=40, page=10, capacity=2, wishes=[0, 10, [0], 20, 0])
@example(n=40, page=10, capacity=2, wishes=[10, 0, [5, 15, 5], 20, 10, 0])
@example(n=40, page=10, capacity=2, wishes=[0, 10, [30, 0], 10, 0, 30])
@example(n=40, page=10, capacity=3, wishes=[0, 10, 20, 30, [20, 0, 10], 35, 25, 1 << 64, -(1 << 64)])
@given(
    n=st.integers(1, 40),
    page=st.integers(1, 12),
    capacity=st.integers(1, 5),
    wishes=st.lists(st.one_of(st.integers(-41, 40), st.lists(st.integers(-41, 40), max_size=8)), min_size=1, max_size=25),
)
def test_any_wishes(student, n, page, capacity, wishes):
    """the right pages are read, kept and forgotten"""
    numbers = np.arange(n, dtype="i8") ** 2 + (1 << 60) + 1
    # Most of what is drawn is brought inside; the rest stays to see what is raised.
    wishes = [[inside(i, n) for i in wish] if isinstance(wish, list) else inside(wish, n) for wish in wishes]
    arrays = [np.array(wish, "i8") if isinstance(wish, list) else wish for wish in wishes]
    seen = student.given.watch(student.Paged, numbers, page, capacity, arrays)
    check.equal(seen[0], {"result": n, **NOTHING}, "a new Paged")
    used, hits, misses = [], 0, 0  # used: the pages in memory, the one used last at the end
    for count, (wish, got) in enumerate(zip(wishes, seen[1:], strict=True), 1):
        where = f"(n={n}, page={page}, capacity={capacity}, wanted {wishes[:count]})"
        indices, read, result = wish if isinstance(wish, list) else [wish], [], "IndexError"
        if all(-n <= i < n for i in indices):
            wanted = sorted({i % n // page for i in indices})
            for number in [each for each in wanted if each in used] + [each for each in wanted if each not in used]:
                if number in used:
                    used.remove(number)
                    hits += 1
                else:
                    if len(used) == capacity:
                        used.pop(0)
                    misses += 1
                    read.append(number)
                used.append(number)
            result = numbers[np.array(indices, "i8")] if isinstance(wish, list) else int(numbers[wish])
        check.equal(got["result"], result, f"the answer {where}")
        check.equal(got["read"], read, f"the pages that were read for the last wish {where}")
        check.equal((got["hits"], got["misses"]), (hits, misses), f"(hits, misses) {where}")
        check.that(got["kept"] <= len(used), f"{got['kept']} pages are in memory, not {len(used)} {where}")
        # A loop variable may hold the page before, which matters where there is room for no more than one.
        most = max(capacity, 2)
        check.that(got["most"] <= most, f"{got['most']} pages were in memory at a time, when one had been read {where}")


def inside(i, n):
    """An index in place of a drawn one: the two that were drawn from the ends stay, and lie outside as a rule."""
    if i in (-41, 40) or abs(i) >= 1 << 63:
        return i
    return i % n if i >= 0 else i % n - n


@pytest.mark.points(1)
def test_memory(student, rng):
    """a file of 32 MiB through 256 KiB of memory; two files at a time"""
    seen = student.given.watch(student.Paged, np.zeros(0, "i8"), 4, 2, [0, -1, np.zeros(0, "i8"), np.array([0])])
    results = [each["result"] for each in seen]
    check.equal(results, [0, *["IndexError"] * 2, np.zeros(0, "i8"), "IndexError"], "what comes of a file without numbers")
    for beyond in (np.array([11, 12]), np.array([0, -13]), np.array([0, -(1 << 63)]), np.array([(1 << 63) - 1])):
        after = student.given.watch(student.Paged, np.arange(12), 4, 2, [beyond])[1]
        want = {"result": "IndexError", **NOTHING}
        check.equal(after, want, f"what take({beyond.tolist()}) of 12 numbers does")
    numbers, others = rng.integers(-(1 << 63), (1 << 63) - 1, 12), np.array([0, -1, *range(10)], "i8")
    for indices in (np.array([3, -1, 3, 0, -12, 7]), np.arange(4), np.arange(12)):
        got = student.given.two_at_a_time(student.Paged, numbers, others, 4, indices)
        want = [[int(numbers[i]), int(others[i])] for i in indices]
        check.equal(got["one by one"], want, f"elements {indices.tolist()} of two arrays in turn")
        check.equal(got["taken"], [numbers[indices], others[indices]], f"take({indices.tolist()}) of two arrays in turn")
        pages = len(set((indices % 12 // 4).tolist()))
        first = (len(indices) - pages + 2 * pages, pages), (len(indices) - pages + pages, pages)
        check.equal(got["counts"], list(first), "(hits, misses) of two arrays")
        check.equal(got["indices"], indices, "indices, after take(indices),")
    most = student.given.peak(student.Paged, 1 << 22, 1 << 12, 8, rng.integers(0, 1 << 22, 4000))
    check.that(most <= 1 << 21, f"{most / (1 << 20):.1f} MiB were in use to read 4000 elements through 8 pages of 32 KiB")
