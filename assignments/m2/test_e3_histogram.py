import math

import numpy as np
import pytest

from graders.judge import check, meters, workers

pytestmark = pytest.mark.exercise("m2.e3")


@pytest.mark.points(1)
def test_sum(student, rng):
    """the sum is right"""
    x = rng.random(10_000, dtype="f4")
    check.close(student.parallel_sum(x, 2), math.fsum(x.tolist()), rtol=1e-9)


@pytest.mark.points(1)
def test_sum_does_not_depend_on_workers(student, rng):
    """the sum is the same for 1 to 5 workers"""
    x = rng.normal(0, 1e3, 300_007).astype("f4")
    first = student.parallel_sum(x, 1)
    check.kind(first, float)
    for count in range(2, 6):
        check.equal(student.parallel_sum(x, count), first)


@pytest.mark.points(1)
def test_lock(student, rng):
    """counting with a lock"""
    found = counts_like_bincount(student, "hist_lock", rng)
    check.that(found["locked"] > 0, "none of the threads of hist_lock ever acquired a lock")
    check.that(not found["strangers"], "every thread of hist_lock acquires a lock of its own, which keeps no other thread away")


@pytest.mark.points(1)
def test_atomic(student, rng):
    """counting with atomics"""
    found = counts_like_bincount(student, "hist_atomic", rng)
    named = student.given.mentions(student.hist_atomic, student.given.atomic_add)
    check.that(named, "hist_atomic, and what it calls, never adds by atomic_add")
    check.that(found["locked"] == 0, "the threads of hist_atomic acquire a lock; atomic_add needs none")


@pytest.mark.points(1)
def test_channels(student, rng):
    """counting with a queue"""
    found = counts_like_bincount(student, "hist_channels", rng)
    sent = any(found["called"][name] for name in SENDING)
    check.that(sent, "none of the threads of hist_channels put anything into a queue")


SENDING = ("put", "put_nowait", "append", "appendleft", "send", "notify", "notify_all")
"""What it may be called to put something into a queue, or into one that somebody has built."""


def counts_like_bincount(student, name, rng):
    """Counts right, in as many threads as it should; returns what was seen of them."""
    for size, count in ((1000, 1), (1000, 2), (3, 4)):
        x = rng.integers(0, 10, size, dtype="u1")
        check.equal(student.function(name)(x, 10, count), np.bincount(x, minlength=10))
    for count in (1, 5):
        found = workers.threads(student, name, lambda size: (rng.integers(0, 256, size, dtype="u1"), 256), count)
        x = found["args"][0]
        check.equal(found["answer"], np.bincount(x, minlength=256), f"the answer with workers={count}")
    return found


@pytest.mark.perf(steps={1.2: 4, 1.35: 7}, clock="wall")
def test_race(student, rng):
    """two workers against one thread, 48 MiB"""

    # Values from 16 to 143, made quickly: private counters that happen to lie side by side do not disturb each other at
    # the edges. That is the next exercise.
    def make():
        eight_at_once = rng.integers(0, 1 << 64, 3 << 21, dtype="u8")
        eight_at_once &= np.uint64(0x7F7F7F7F7F7F7F7F)
        eight_at_once += np.uint64(0x1010101010101010)
        return eight_at_once.view("u1"), 256, 2

    student.race("hist_private", make, against="one_thread", cores=2)

    def verify(answer, before, _):
        check.equal(answer, np.bincount(before[0], minlength=256))

    meters.threads(student, "hist_private", lambda: make()[:-1], verify=verify)
