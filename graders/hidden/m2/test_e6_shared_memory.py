import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e6")


@pytest.mark.points(1)
def test_nothing_is_left(student, rng):
    """another process writes; nothing is left behind"""
    before = student.given.running()
    shared = student.SharedArray((1000, 200), "i8")
    name = shared.value("name")
    for repetition in range(3):
        values = rng.integers(-9, 9, (1000, 200))
        student.given.write_elsewhere(shared, values)
        check.equal(shared.value("array"), values, f"the array after process {repetition + 1} wrote to it and closed it")
    check.that(student.given.pickled_size(shared) < 1000, "the pickle of a SharedArray holds more than name, shape and dtype")
    other = student.given.copy_by_pickle(shared)
    student.given.write(other, values + 1)
    check.equal(shared.value("array"), values + 1, "what the pickled one sees after its copy was written to")
    other.method("__exit__")(None, None, None)
    check.that(student.given.exists(name), "a SharedArray that does not own the block has unlinked it")
    for _ in range(2):
        shared.close()
    shared.unlink()
    check.that(not student.given.exists(name), "the block still exists after close and unlink")
    with check.raises("FileNotFoundError"):
        student.given.attach(student.SharedArray, name, (1000, 200), "i8")
    came, name = student.given.raise_inside(student.SharedArray)
    check.that(came, "an exception inside the with statement should come out of it")
    check.that(not student.given.exists(name), "after an exception inside the with statement the block still exists")
    x = rng.random((20, 8))
    x[13, 3] = -1
    _, raised, names = student.given.rows_in_blocks(
        student.SharedArray, student.process_map_rows, student.given.refuse_negative, x, 2
    )
    check.equal(raised, "ValueError", "the name of the exception when f raises")
    for name in names:
        check.that(not student.given.exists(name), "after f raised, a block still exists")
    left = student.given.running() - before
    check.that(left <= 0, f"{left} processes are left running")


@pytest.mark.points(1)
def test_odd_sizes_and_repetition(student, rng):
    """odd sizes, fewer rows than workers, one pool"""
    pool = student.given.warm_pool(2)
    try:
        for shape, dtype, workers in (
            ((0, 4), "f8", 2),
            ((7,), "u1", 3),
            ((5, 3, 7), "i4", 2),
            ((1, 1), "f4", 5),
            ((), "f8", 2),
        ):
            x = rng.integers(0, 200, shape).astype(dtype)
            total, _ = student.given.sum_in_block(student.SharedArray, student.process_sum, x, workers, pool)
            check.close(total, float(x.sum(dtype="f8")), what=f"the sum of shape {shape}, {dtype}, with workers={workers}")
        for rows, workers in ((0, 2), (1, 2), (3, 5), (1001, 2)):
            x = rng.random((rows, 4))
            got, raised, _ = student.given.rows_in_blocks(
                student.SharedArray, student.process_map_rows, student.given.refuse_negative, x, workers, pool
            )
            check.equal(raised, "", "the name of the exception")
            check.equal(got, x * 2, f"the answer for {rows} rows with workers={workers}")
        for _ in range(20):
            x = rng.random((64, 64))
            total, _ = student.given.sum_in_block(student.SharedArray, student.process_sum, x, 2, pool)
            check.close(total, float(x.sum()), what="the sum, again and again")
    finally:
        student.given.finish()
