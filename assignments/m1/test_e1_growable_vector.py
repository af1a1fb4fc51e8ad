import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e1")


@pytest.mark.points(1)
def test_vector(student):
    """push, pop, extend and view"""
    vector = student.Vector()
    for x in (3, 1, 4, 1, 5):
        vector.push(x)
    check.equal(vector.method("__len__")(), 5, "the length")
    check.equal(vector.view(), np.array([3, 1, 4, 1, 5], "i8"), "view()")
    check.equal([vector.pop(), vector.pop()], [5, 1], "what was popped")
    vector.extend([9, 2])
    vector.extend(np.array([], "i8"))
    check.equal(vector.view(), np.array([3, 1, 4, 9, 2], "i8"), "view()")
    vector = student.Vector(10, "f4")
    vector.push(0.5)
    check.equal(vector.view(), np.array([0.5], "f4"), "view() of a Vector(10, 'f4')")
    check.equal(vector.pop(), 0.5)
    with check.raises("IndexError"):
        vector.pop()


@pytest.mark.points(1)
def test_memory(student):
    """when memory is asked for, what is moved"""
    steps = [
        # operation, capacity, blocks asked for, numbers moved
        (("extend", [1, 2, 3, 4]), 4, 0, 0),
        (("push", 5), 8, 1, 4),
        (("extend", list(range(30))), 64, 1, 5),
        (("reserve", 64), 64, 0, 0),
        *[(("pop",), 64, 0, 0)] * 18,
        (("pop",), 32, 1, 16),
        (("push", 7), 32, 0, 0),
        (("reserve", 100), 100, 1, 17),
        (("shrink_to_fit",), 17, 1, 17),
        (("shrink_to_fit",), 17, 0, 0),
    ]
    seen = student.given.watch(student.Vector, [], [step[0] for step in steps])
    check.equal((seen[0]["capacity"], seen[0]["blocks"]), (4, 1), "(capacity, blocks) of a new Vector()")
    for count, ((operation, *want), got) in enumerate(zip(steps, seen[1:], strict=True), 1):
        after = f"after {operation[0]}, operation {count}"
        check.equal(got["capacity"], want[0], f"the capacity {after}")
        check.equal(got["cells"], want[0], f"the size of the block {after}")
        check.equal(got["blocks"], want[1], f"the number of blocks asked for {after}")
        check.equal(got["moved"], want[2], f"how many numbers were moved {after}")
        check.that(got["looks into the block"], f"view() should look into the block, without a copy ({after})")
    operations = [("push", 8), ("extend", [0, 15]), ("pop",), ("push", 2), ("push", 3), ("push", 4), ("pop",)]
    pictures = ["8 * * *", "8 0 15 *", "8 0 * *", "8 0 2 *", "8 0 2 3", "8 0 2 3 4 * * *", "8 0 2 3 * * * *"]
    check.equal(student.trace(operations), pictures)


@pytest.mark.points(1)
def test_ring(student):
    """the ring, and what happens when it is full"""
    for policy, left, capacity, lost in (
        ("raise", [1, 2, 3], 3, 0),
        ("drop_new", [1, 2, 3], 3, 2),
        ("drop_old", [3, 4, 5], 3, 2),
        ("grow", [1, 2, 3, 4, 5], 6, 0),
    ):
        operations = [("push", 0), ("pop",), *[("push", x) for x in (1, 2, 3, 4, 5)], *[("pop",)] * len(left), ("pop",)]
        seen = student.given.watch(student.Ring, [3, policy], operations)
        results = [each["result"] for each in seen[1:]]
        full = ["Full"] * 2 if policy == "raise" else [None] * 2
        check.equal(results[2:7], [None] * 3 + full, f"what five times push returned or raised ({policy})")
        check.equal([results[1], *results[7:]], [0, *left, "IndexError"], f"what pop returned or raised ({policy})")
        check.equal((seen[7]["length"], seen[7]["capacity"]), (len(left), capacity), f"(length, capacity) ({policy})")
        check.equal(seen[7]["lost"], lost, f"lost ({policy})")
        check.equal(seen[-1]["moved"], 0, f"how many numbers a pop moved ({policy})")
        check.that(not any(each["written"] for each in seen[8:]), f"pop should write to no cell ({policy})")


@pytest.mark.perf(steps={5: 1, 10: 3})
def test_push_race(student, rng):
    """20,000 times push against np.append"""

    def make():
        return (rng.integers(-1000, 1000, 20_000).tolist(),)

    student.race("Vector", make, against="append_all", through="push_all")


@pytest.mark.perf(steps={3: 1, 6: 2})
def test_extend_race(student, rng):
    """100,000 numbers in hundreds against one by one"""

    def make():
        return rng.integers(-1000, 1000, 100_000), 100

    student.race("Vector", make, against="one_at_a_time", through="extend_all")
