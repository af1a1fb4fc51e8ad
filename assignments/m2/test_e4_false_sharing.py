import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e4")


@pytest.mark.points(1)
def test_line(student):
    """the line of an element"""
    for i in (0, 1, 7, 8, 100):
        got, want = student.given.line_in_view(student.line_of, "i8", 0, 1, i)
        check.equal(got, want, f"line_of(array, {i})")


@pytest.mark.points(1)
def test_counters_have_lines_of_their_own(student):
    """every counter has a line of its own"""
    for workers in (1, 2, 5):
        for array, indices, begin, line in student.given.layouts(student.make_counters, workers, "i8", 5):
            check.array(array, "i8", what="array")
            check.that(not array.any(), "array should be all zeros")
            check.kind(indices, list, "indices")
            check.that(len(indices) == workers, f"there should be {workers} indices, but there are {len(indices)}")
            for index in indices:
                check.kind(index, int, "an index")
                check.that(0 <= index < len(array), f"index {index} is outside the array of {len(array)}")
            lines = [(begin + index * array.itemsize) // line for index in indices]
            where = f"they lie {[index * array.itemsize for index in indices]} bytes into the array"
            check.that(len(set(lines)) == workers, f"some of {workers} counters share a line of {line} bytes", where)


@pytest.mark.points(1)
def test_count(student, rng):
    """the sum, each worker on a line of its own"""
    x = rng.integers(0, 256, 10_001, dtype="u1")
    for workers in (1, 2, 3):
        total, added = student.given.traced(student.count_parallel, x, workers)
        check.equal(total, int(x.sum()), f"the sum with workers={workers}")
        check.equal(sum(count for _, count in added), len(x), "the number of elements given to add_all")
        check.equal(len({line for line, _ in added}), workers, "the number of lines written to")


@pytest.mark.perf(steps={1.25: 3, 1.4: 5}, clock="wall")
def test_race(student, rng):
    """two workers against one, 4 million additions"""

    def right(answer, x, workers):
        total, added = answer
        check.equal(total, int(x.sum()))
        check.equal(sum(count for _, count in added), len(x), "the number of elements given to add_all")

    def make():
        return rng.integers(0, 256, 4_000_000, dtype="u1"), 2

    student.race("count_parallel", make, against="one_thread", cores=2, through="traced", verify=right)
