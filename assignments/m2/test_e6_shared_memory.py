import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e6")


@pytest.mark.points(1)
def test_block(student, rng):
    """one block seen from two sides, gone in the end"""
    values = rng.random((3, 5), dtype="f4")
    one = student.SharedArray((3, 5), "f4")
    check.equal(one.value("array"), np.zeros((3, 5), "f4"), "a new array")
    other = student.given.attach(student.SharedArray, one.value("name"), (3, 5), "f4")
    student.given.write(other, values)
    check.equal(one.value("array"), values, "what one sees after the other was written to")
    other.close()
    check.equal(one.value("array"), values, "what one sees after the other was closed")
    one.close()
    one.unlink()
    check.that(not student.given.exists(one.value("name")), "the block still exists after close and unlink")


@pytest.mark.points(1)
def test_sum(student, rng):
    """the sum by processes"""
    x = rng.random((100, 33), dtype="f4")
    for workers in (1, 3):
        total, name = student.given.sum_in_block(student.SharedArray, student.process_sum, x, workers)
        check.close(total, float(x.sum(dtype="f8")), what=f"the sum with workers={workers}")
        check.that(not student.given.exists(name), "the block still exists after the with statement")


@pytest.mark.points(1)
def test_rows(student, rng):
    """rows, mapped by processes"""
    x = rng.random((11, 40))
    want = np.stack([student.given.even_out(row) for row in x])
    for workers in (1, 2):
        got, raised, _ = student.given.rows_in_blocks(
            student.SharedArray, student.process_map_rows, student.given.even_out, x, workers
        )
        check.equal(raised, "", "the name of the exception")
        check.equal(got, want, f"the answer with workers={workers}")


def changed_rows(rng, workers):
    return rng.random((50, 1024)), rng.permutation(1024)[:50], workers


@pytest.mark.perf(steps={2.5: 2, 4: 3}, clock="wall")
def test_race_against_pickle(student, rng):
    """process_sum against sending 16 MiB in a pickle"""
    try:
        student.race("process_sum", lambda: changed_rows(rng, 1), against="pickled_sum", through="shared_sum")
    finally:
        student.given.finish()


@pytest.mark.perf(steps={1.3: 2}, clock="wall")
def test_race_against_one_process(student, rng):
    """process_map_rows, two processes against one"""
    try:
        student.race(
            "process_map_rows",
            lambda: changed_rows(rng, 2),
            against="one_process",
            cores=2,
            through="shared_rows",
        )
    finally:
        student.given.finish()
