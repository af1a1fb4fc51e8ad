import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.x1")


@pytest.mark.points(1)
def test_as_an_array(student, rng):
    """the numbers of the file, one by one and many at a time"""
    numbers = rng.integers(-1000, 1000, 23)
    wanted = [0, 22, -1, 9, 10, -23, np.array([5, 22, 5, 0, -3, 11], "i8"), 23]
    seen = student.given.watch(student.Paged, numbers, 5, 2, wanted)
    check.equal(seen[0]["result"], 23, "the length")
    check.equal(seen[0]["read"], [], "the pages that were read before any was wanted")
    for wish, got in zip(wanted[:6], seen[1:], strict=False):
        check.equal(got["result"], int(numbers[wish]), f"element {wish} of 23")
    check.equal(seen[7]["result"], numbers[wanted[6]], f"take({wanted[6].tolist()}) of 23")
    check.equal(seen[8]["result"], "IndexError", "what is raised for element 23 of 23")


@pytest.mark.points(1)
def test_least_recently_used(student):
    """the page used longest ago is the one to go"""
    for capacity, pages, read in (
        (2, [0, 1, 0, 2, 0], [0, 1, 2]),
        (3, [0, 1, 2, 0, 3, 1, 0], [0, 1, 2, 3, 1]),
        (1, [0, 0, 1, 0], [0, 1, 0]),
    ):
        seen = student.given.watch(
            student.Paged, np.arange(40, dtype="i8"), 10, capacity, [10 * number + 3 for number in pages]
        )
        where = f"(capacity {capacity}, wanted {pages})"
        check.equal([number for each in seen for number in each["read"]], read, f"the pages that were read {where}")
        check.equal((seen[-1]["hits"], seen[-1]["misses"]), (len(pages) - len(read), len(read)), f"(hits, misses) {where}")
        most = max(each["kept"] for each in seen)
        check.that(most <= capacity, f"{most} pages were in memory {where}")


@pytest.mark.points(1)
def test_take(student, rng):
    """2000 elements of 256 pages: each page is read once"""
    numbers = rng.integers(0, 1 << 40, 256 * 64)
    indices = rng.integers(0, 256 * 64, 2000)
    seen = student.given.watch(student.Paged, numbers, 64, 16, [indices, indices])
    check.equal(seen[1]["result"], numbers[indices], "what take returned")
    pages = np.unique(indices // 64).tolist()
    check.equal(seen[1]["read"], pages, "the pages that were read")
    check.equal(seen[2]["read"], pages[:-16], "the pages that were read for the same again, with the last 16 in memory,")
    check.equal(seen[2]["hits"], 16, "hits")
