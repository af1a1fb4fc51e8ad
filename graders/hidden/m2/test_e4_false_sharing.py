import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e4")


@pytest.mark.points(1)
def test_lines_and_layouts(student):
    """lines of views; counters alone on their lines"""
    for dtype, skip, step, i in (("u1", 3, 1, 61), ("i2", 1, 3, 100), ("f4", 0, -1, 5), ("i8", 2, -7, 140)):
        got, want = student.given.line_in_view(student.line_of, dtype, skip, step, i)
        check.equal(got, want, f"line_of(a, {i}), a every {step}. element of {dtype}")
    for dtype in ("i8", "i4", "u2", "u1", "f8"):
        for workers in range(1, 17):
            for array, indices, begin, line in student.given.layouts(student.make_counters, workers, dtype, 3):
                check.array(array, dtype, what="array")
                check.that(not array.any(), "array should be all zeros")
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
    """empty data, fewer items than workers, many times"""
    for size, workers in ((0, 1), (0, 4), (1, 3), (5, 16), (1003, 7)):
        x = rng.integers(0, 256, size, dtype="u1")
        check.equal(student.count_parallel(x, workers), int(x.sum()), f"the sum of {size} elements with workers={workers}")
    x = np.full(200_000, 255, "u1")
    for _ in range(20):
        check.equal(student.count_parallel(x, 4), 255 * 200_000)
