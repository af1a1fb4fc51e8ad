import numpy as np
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
    attached = student.given.attach(student.SharedArray, name, (1000, 200), "i8")
    other = student.given.copy_by_pickle(shared)
    for one in (shared, attached, other):
        told = student.given.described(one)
        check.equal(told[3], "")
        check.equal(told[:3], (name, (1000, 200), "<i8"), "name, shape and dtype")
    attached.close()
    student.given.write(other, values + 1)
    check.equal(shared.value("array"), values + 1, "what the pickled one sees after its copy was written to")
    other.method("__exit__")(None, None, None)
    check.that(student.given.exists(name), "a SharedArray that does not own the block has unlinked it")
    for _ in range(2):
        shared.close()
    check.that(not student.given.mapped(name), "the block is still in memory although all that looked at it were closed")
    shared.unlink()
    check.that(not student.given.exists(name), "the block still exists after close and unlink")
    with check.raises("FileNotFoundError"):
        student.given.attach(student.SharedArray, name, (1000, 200), "i8")
    came, name = student.given.raise_inside(student.SharedArray)
    check.that(came, "an exception inside the with statement should come out of it")
    check.that(not student.given.exists(name), "after an exception inside the with statement the block still exists")
    for fails, wanted in ((True, "ZeroDivisionError"), (False, "nothing")):
        came, there = student.given.looked_at(student.SharedArray, fails)
        check.equal(came, wanted, "what comes out of a with statement at whose end something looks at the array")
        check.that(not there, "after a with statement at whose end something looked at the array, the block still exists")
    there = student.given.is_there_after_with(student.SharedArray)
    check.that(there, "a with statement of a SharedArray that was attached has unlinked the block")
    name = student.given.exit_closed(student.SharedArray)
    check.that(not student.given.exists(name), "a block that was closed before the end of the with statement still exists")
    wrong = student.given.wrong_dtypes(student.SharedArray)
    check.that(not wrong, "; ".join(wrong[:1]))
    # Where processes have to be started for every call, fewer calls.
    for every, more in ((3, ()), (1, (student.given.warm_pool(2),))):
        wrong = student.given.wrong_errors(student.SharedArray, student.process_map_rows, every, 2, *more)
        check.that(not wrong, f"what f raises: {', '.join(wrong[:1])}")
    student.given.finish()
    for at in (0, 12):
        raised, late = student.given.written_late(student.SharedArray, student.process_map_rows, at)
        check.equal(raised, f"ValueError('row {at}')", "what is raised when f raises in a process of the pool")
        check.equal(late, 0, "how many rows a process of the pool has written after process_map_rows had raised")
    wrong = student.given.left_running(student.SharedArray, student.process_sum, student.process_map_rows)
    check.that(not wrong, wrong)
    x = rng.random((20, 8))
    total, _ = student.given.sum_in_block(student.SharedArray, student.process_sum, x, 2)
    check.close(total, float(x.sum()), what="the sum by two new processes")
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
    """odd sizes, fewer rows than workers, one pool; how many processes work"""
    as_many_processes(student, rng)
    pool = student.given.warm_pool(2)
    try:
        large = np.ones(1001, "f4")
        large[0] = 1 << 24
        for x in (
            np.full(300, 1000, "f2"),
            np.full(3001, 255, "u1"),
            np.full(1000, 2_000_000_000, "i4"),
            np.array([True] * 77 + [False]),
            np.full(5, 1 << 62),
            np.full(3, (1 << 64) - 1, "u8"),
            np.arange(1000, dtype=">f8"),
            np.arange(1000, dtype=">i4"),
            np.full(300, 1000, ">f2"),
            np.arange(5, dtype=">u2"),
            large,
        ):
            total, _ = student.given.sum_in_block(student.SharedArray, student.process_sum, x, 2, pool)
            check.close(total, float(x.sum(dtype="f8")), what=f"the sum of {x[0]}, {x[1]}, … {x[-1]} ({len(x)} of {x.dtype})")
        x = rng.random((9, 4))
        for at, more in (([0], (2, pool)), ([8], (2, pool)), ([3, 5, 8], (2, pool)), ([4], (3,))):
            raised, kept, got = student.given.again_after_errors(student.SharedArray, student.process_map_rows, x, at, *more)
            check.equal(raised, "ValueError('a negative number')", f"what is raised when f raises at rows {at} of 9")
            check.that(kept, "after f has raised, shared_in is not what it was before")
            check.equal(got, x * 2, "the answer of the next call, after f has raised")
        for shape, dtype, workers, some in (
            ((0, 4), "f8", 2, pool),
            ((0, 4), "f8", 2, None),
            ((3, 0, 2), "i4", 2, pool),
            ((7,), "u1", 3, pool),
            ((7,), "f8", 3, pool),
            ((2,), ">i2", 3, None),
            ((5, 3, 7), "i4", 2, pool),
            ((1, 1), "f4", 5, pool),
            ((), "f8", 2, pool),
            ((), "f8", 2, None),
        ):
            x = (rng.integers(0, 200, shape) / (7 if dtype == "f8" else 1)).astype(dtype)
            sums, wrong = student.given.sums_of_one(student.SharedArray, student.process_sum, x, workers, some)
            for total in sums:
                check.close(total, float(x.sum(dtype="f8")), what=f"the sum of shape {shape}, {dtype}, with workers={workers}")
            check.that(not wrong, wrong)
        for rows, workers, some in ((0, 2, pool), (0, 2, None), (1, 2, pool), (1, 2, None), (3, 5, pool), (1001, 2, pool)):
            x = rng.random((rows, 4))
            got, raised, _ = student.given.rows_in_blocks(
                student.SharedArray, student.process_map_rows, student.given.refuse_negative, x, workers, some
            )
            check.equal(raised, "", "the name of the exception")
            check.equal(got, x * 2, f"the answer for {rows} rows with workers={workers}")
        for _ in range(20):
            x = rng.random((64, 64))
            total, _ = student.given.sum_in_block(student.SharedArray, student.process_sum, x, 2, pool)
            check.close(total, float(x.sum()), what="the sum, again and again")
    finally:
        student.given.finish()


def as_many_processes(student, rng):
    x = rng.random(1 << 21, dtype="f4")
    want = float(x.sum(dtype="f8"))
    for count in (1, 4):
        total, processes = student.given.sum_in_new_processes(student.SharedArray, student.process_sum, x, count)
        check.close(total, want, what=f"the sum with workers={count}")
        # One less where the caller does a share itself.
        right = processes is None or processes in (count - 1, count)
        check.that(right, f"process_sum(…, workers={count}) started {processes} processes")
    for shape in ((1, 1 << 24), (2, 1 << 23), (1 << 24,)):
        x = np.full(shape, 1, ">f2")
        total, processes = student.given.sum_in_watched_pool(student.SharedArray, student.process_sum, x, 3)
        check.close(total, float(x.size), what="the sum by a pool of 3")
        check.equal(processes, 3, f"how many processes of a pool of 3 had a share of the sum to do, shape {shape},")
    # Each waits for one more where it should be alone, and for the others where it should not.
    for count, guests, patience in ((1, 2, 0.2), (3, 3, 3.0)):
        found = student.given.rows_in_processes(student.SharedArray, student.process_map_rows, 24, guests, patience, count)
        check.that(found["right"], "rows of 3 int32 that become rows of 2 float64 are wrong")
        had = len(found["processes"])
        check.that(had in (count - 1, count), f"process_map_rows(…, workers={count}) worked in {had} other processes")
    pool = student.given.warm_pool(2)
    found = student.given.rows_in_processes(student.SharedArray, student.process_map_rows, 24, 2, 3.0, 2, pool)
    theirs = student.given.processes_of(pool)
    check.that(found["processes"] == theirs, "process_map_rows did not work in the processes of the pool that it was given")
