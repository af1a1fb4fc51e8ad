import math

import numpy as np
import pytest

from graders.judge import check, workers

pytestmark = pytest.mark.exercise("m2.e3")

COUNTS = (*range(1, 14), 17, 31, 61, 64, 101)
"""Numbers of workers that do not all divide the same number of pieces, and more workers than there may be pieces."""
EACH = 10_000
"""Elements for each worker from which on all of them have to work."""
FUNCTIONS = ("hist_lock", "hist_atomic", "hist_channels", "hist_private")


@pytest.mark.points(1)
def test_nothing_is_lost_under_contention(student, rng):
    """no count is lost when everybody wants the same bin"""
    x = np.full(1 << 19, 7, "u1")
    for repetition in range(8):
        for name in FUNCTIONS:
            check.equal(student.function(name)(x, 16, 2 + repetition % 4), np.bincount(x, minlength=16), name)
    # Whoever waits for a second only is too early where somebody is late: here at a lock, and beside it in front of a queue.
    for bins, count, late in ((1, 2, 0.0), (1, 5, 0.0), (10, 3, 1.2)):
        x = rng.integers(0, bins, EACH * count, dtype="u1")
        locked = student.given.at_the_locks.start(student.hist_lock, x, bins, count, late)
        found = None if late else locked.result()
        own_histograms(student, x, bins, count, late)
        nothing_unguarded(found or locked.result(), x, bins, count)
        threads_add(student, x, bins, count)


def nothing_unguarded(found, x, bins, count):
    """All threads come to a lock at the same time, and nobody adds but under it."""
    wanted = np.bincount(x, minlength=bins)
    check.equal(found["answer"], wanted, f"hist_lock with workers={count}, which come to the lock at the same time,")
    held = found["held"]
    check.that(held is None or held >= len(x), "hist_lock adds to the array that all share while nobody holds a lock")
    if bins == 1:
        check.that(found["common"], "the threads of hist_lock add to the same bin under different locks")


def own_histograms(student, x, bins, count, late):
    """What goes through the queue are histograms, and the caller gets them."""
    found = student.given.through_queues(student.hist_channels, x, bins, count, late)
    wanted = np.bincount(x, minlength=bins)
    check.equal(found["answer"], wanted, f"hist_channels with workers={count}, whose queue is a little slow,")
    if found["made"]:
        check.that(
            found["sent"] in (None, len(x)),
            "the histograms that hist_channels sends through its queue do not add up to that of x",
        )
        check.that(found["taken"], "the caller of hist_channels takes nothing out of a queue")


def threads_add(student, x, bins, count):
    """It is the threads that add by atomic_add, not the caller for them."""
    found = student.given.who_adds(student.hist_atomic, student.given.atomic_add, x, bins, count)
    check.equal(found["answer"], np.bincount(x, minlength=bins), f"hist_atomic with workers={count}")
    check.that(found["others"] or not found["caller"], "in hist_atomic only the caller adds by atomic_add")


@pytest.mark.points(1)
def test_odd_sizes(student, rng):
    """empty data, fewer items than workers, sizes that do not divide"""
    for size, count, bins in (
        (0, 1, 256),
        (0, 3, 1),
        (1, 4, 256),
        (5, 3, 300),
        (1001, 7, 256),
        (64, 2, 1),
        (999, 1, 2),
        (3, 70, 999),
    ):
        x = rng.integers(0, min(bins, 256), size, dtype="u1")
        for name in FUNCTIONS:
            answer = student.function(name)(x, bins, count)
            check.equal(answer, np.bincount(x, minlength=bins), f"{name} of {size} items, bins={bins}, workers={count}")
    for size, counts in ((12, COUNTS[:14]), (1009, COUNTS)):
        x = rng.integers(0, 3, size, dtype="u1")
        for count in counts:
            for name in FUNCTIONS:
                answer = student.function(name)(x, 3, count)
                check.equal(answer, np.bincount(x, minlength=3), f"{name} of {size} items, bins=3, workers={count}")
    for count in (4, 40):
        for name in FUNCTIONS:
            all_work(student, name, [rng.integers(0, 256, EACH * count, dtype="u1"), 256], count)
    for name in FUNCTIONS:
        answers = student.given.changed_between(student.function(name), np.array([0, 2, 2], "u1"), 3, 2)
        check.equal(list(answers), [np.array([1, 0, 2]), np.array([0, 3, 0])], f"{name}, before and after x has changed")


@pytest.mark.points(1)
def test_sum_of_hard_data(student, rng):
    """the sum in double precision, by as many threads, in any order; of one number, of none"""
    # Small numbers beside a large one: float32 loses them all, and a sum that is rounded to float32 on the way loses some.
    small_ones = np.full(100_003, 0.1, "f4")
    small_ones[0] = 1 << 24
    cases = (rng.random(300_001, dtype="f4"), small_ones, np.array([2.5], "f4"), np.array([-1.0, 0.25, -1.0], "f4"))
    for x in (*cases, np.zeros(0, "f4")):
        want = math.fsum(x.tolist())
        for count in (1, 3):
            check.close(student.parallel_sum(x, count), want, rtol=1e-9)
    answers = student.given.changed_between(student.parallel_sum, np.array([0.5, 2.0], "f4"), 2)
    check.equal(answers, (2.5, 2.0), "the sum before and after x has changed")
    # Of all sizes, so that every other order of addition has another rounding.
    x = (rng.normal(0, 1, 600_011) * 10.0 ** rng.integers(-6, 7, 600_011)).astype("f4")
    first = student.parallel_sum(x, 1)
    for stagger in (0.0, 0.02):
        found = student.given.watched(student.parallel_sum, [x, 4], 4, stagger)
        check.equal(found["answer"], first, "the sum by 4 threads, of which the last begins first,")
    for size in (5, 1009, 9_973, 20_011, 40_009, 600_011):
        first = student.parallel_sum(x[:size], 1)
        check.close(first, math.fsum(x[:size].tolist()), rtol=1e-9, atol=1e-3, what=f"the sum of {size} numbers")
        for count in COUNTS:
            check.equal(student.parallel_sum(x[:size], count), first, f"the sum of {size} numbers with workers={count}")
    for count in (1, 5):
        workers.threads(student, "parallel_sum", lambda size: (rng.random(size, dtype="f4"),), count)
    for count in (4, 40):
        all_work(student, "parallel_sum", [rng.random(EACH * count, dtype="f4")], count)


def all_work(student, name, args, count):
    """Where every worker has just enough to do, there are that many threads, and all at the same time."""
    others = count - 1  # the caller may do the work of one
    for _ in range(workers.ATTEMPTS):
        found = student.given.watched(student.function(name), [*args, count], others, 0.0, 2.0)
        # Threads that are kept from call to call are not new. One that counts alone is right, but slow: that is what the race
        # is for.
        kept = found["came"] == 0 and (found["kept"] > 0 or name == "hist_private")
        if kept or min(found["came"], found["met"]) >= others:
            return
    check.that(
        False,
        f"{name} of {len(args[0]):,} elements with workers={count} should work in {count} threads at the same time, "
        f"but started {found['came']}, and {found['met']} of them were there together",
    )
