import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e4")


@pytest.mark.points(1)
def test_lines_and_layouts(student):
    """lines of views; counters alone on their lines"""
    views = [("u1", 3, 1, 61), ("i2", 1, 3, 100), ("f4", 0, -1, 5), ("i8", 2, -7, 140), ("c16", 1, 2, 77), ("S5", 7, 1, 99)]
    views += [(">u4", 5, 1, 18), ("S100", 3, -2, 4), ("M8[s]", 0, 5, 31), ("?", 0, -64, 15)]
    # However the array lies: element 0 somewhere in a line, element i just before the next one, or just behind it.
    views += [("u1", skip, 1, i) for skip in range(0, 64, 7) for i in (0, 63, 64)]
    for dtype, skip, step, i in views:
        got, want = student.given.line_in_view(student.line_of, dtype, skip, step, i)
        check.equal(got, want, f"line_of(a, {i}), a every {step}. element of {dtype} from {skip} on")
    for i in (0, 12, 13, 999):
        got, want = student.given.line_in_field(student.line_of, i)
        check.equal(got, want, f"line_of(a, {i}), a one field of an array of records")
    check.that(not student.given.share_memory(student.make_counters, 2), "arrays of several calls share their memory")
    array, _ = student.make_counters(2)
    check.array(array, "i8", what="array, where no dtype is asked for,")
    for dtype in ("i8", "i4", "u2", "u1", "f8", "?", "f2", "c8", ">i4", ">u2"):
        for workers in (*range(1, 17), 61):
            for array, indices, begin, line in student.given.layouts(student.make_counters, workers, dtype, 3):
                check.array(array, dtype, what="array")
                check.that(not array.any(), "array should be all zeros, at every call")
                check.kind(indices, list, "indices")
                check.equal(
                    [type(index) is int for index in indices], [True] * workers, "whether each of the indices is an int"
                )
                lines = [(begin + index * array.itemsize) // line for index in indices]
                check.that(len(set(lines)) == workers, f"some of {workers} counters of {dtype} share a line")
                inside = all(begin <= mine * line and (mine + 1) * line <= begin + array.nbytes for mine in lines)
                check.that(inside, f"the line of a counter of {dtype} is partly outside the array: something else may be on it")


@pytest.mark.points(1)
def test_odd_sizes_and_repetition(student, rng):
    """empty data, fewer items than workers, many times; threads at the same time"""
    # One of its threads begins late, while everything else goes on: whoever gives up waiting for it loses its share.
    x_late = np.full(200, 255, "u1")  # this is how given_e4 knows them from others
    late = student.given.in_a_crowd.start(student.count_parallel, x_late, 2, 1.15)
    answers = student.given.changed_between(student.count_parallel, np.array([7, 8, 9], "u1"), 2)
    check.equal(answers, (24, 3), "the sum before and after x has changed")
    for workers, size in ((1, 100), (3, 300), (7, 701), (40, 4003)):
        x = rng.integers(0, 255, size, dtype="u1")
        all_add(student.given.in_a_crowd(student.count_parallel, x, workers), x, workers)
    for size, workers in ((0, 1), (0, 4), (1, 3), (5, 16), (1003, 7)):
        x = rng.integers(0, 255, size, dtype="u1")
        check.equal(student.count_parallel(x, workers), int(x.sum()), f"the sum of {size} elements with workers={workers}")
    for workers in (*range(1, 14), 17, 31, 64, 101):
        for size in (1, 12, 307):
            x = rng.integers(1, 255, size, dtype="u1")
            total = student.count_parallel(x, workers)
            check.equal(total, int(x.sum()), f"the sum of {size} elements with workers={workers}")
    all_add(late.result(), x_late, 2)
    x = np.full(100_000, 255, "u1")
    for _ in range(10):
        check.equal(student.count_parallel(x, 4), 255 * 100_000)


def all_add(found, x, workers):
    """In as many threads as it should be, all at the same time, each on a line of its own."""
    given = f"with {len(x)} elements and workers={workers}"
    check.equal(found["total"], int(x.sum()), f"the sum {given}")
    check.equal(found["threads"], workers, f"in how many threads add_all was called {given}")
    check.equal(found["met"], workers, f"how many threads called add_all at the same time {given}")
    check.equal(found["lines"], 1, "how many counters a thread adds to")
    check.equal(found["apart"], workers, f"the number of lines written to {given}")
