from collections import deque

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e1")

VECTOR_RUNS = st.lists(
    st.tuples(
        st.sampled_from(["push", "push", "pop", "pop", "extend", "itself", "backwards", "reserve", "shrink_to_fit"]),
        st.integers(1, 12),
    ),
    min_size=1,
    max_size=16,
)
RING_RUNS = st.lists(st.tuples(st.sampled_from(["push", "pop"]), st.integers(1, 5)), min_size=1, max_size=20)


def operations_of(runs):
    """Operations from ("push", how many) and the like. Numbers count up, so that one that is lost or overtaken shows."""
    operations, doubled = [], 0
    for name, size in runs:
        first = len(operations)
        if name == "push":
            operations += [("push", first + i) for i in range(size)]
        elif name == "pop":
            operations += [("pop",)] * size
        elif name == "extend":
            operations.append(("extend", [100 * first + i for i in range(2 * size - 2)]))
        elif name == "reserve":
            operations.append(("reserve", 4 * size - 2))
        elif name == "shrink_to_fit":
            operations.append(("shrink_to_fit",))
        elif doubled < 3:
            operations.append(("extend", name))
            doubled += 1
    return operations


class Model:
    """A list, and the rules of the exercise about its memory."""

    def __init__(self, capacity):
        self.items, self.capacity = [], max(4, capacity)

    def expected(self, name, *rest):
        """(result, blocks, moved) of an operation."""
        before, length = self.capacity, len(self.items)
        result, moved = None, length
        if name == "pop":
            result = self.items.pop() if self.items else "IndexError"
            moved = len(self.items)
            if length and 4 * moved == before:
                self.capacity = max(4, before // 2)
        elif name == "reserve":
            self.capacity = max(before, rest[0])
        elif name == "shrink_to_fit":
            self.capacity = max(4, length)
        else:
            own = {"itself": self.items[:], "backwards": self.items[:0:-1]}
            self.items += [rest[0]] if name == "push" else own[rest[0]] if isinstance(rest[0], str) else rest[0]
            while self.capacity < len(self.items):
                self.capacity *= 2
        return (result, 0, 0) if self.capacity == before else (result, 1, moved)


def shown(operations):
    """The last few of them, as they would be typed."""
    typed = [f"{name}({', '.join(map(str, rest))})" for name, *rest in operations]
    return ", ".join([*(["…"] if len(typed) > 4 else []), *typed[-4:]])


DTYPES = st.sampled_from(["i8", "f4", "i2", "u4", "f8"])
LARGE = [(1 << 53) + 1, -(1 << 63), (1 << 63) - 1, int.from_bytes(b"\xa5" * 8, "little", signed=True), 0, -1]
"""Numbers that a float rounds, those at the ends, what fresh memory holds here, and such as are taken for none."""
FRACTIONS = [0.5, -0.25, 1e300, 0.1]
"""Numbers that no integer holds, nor, the last two, a float32."""


@pytest.mark.points(1)
def test_vector(student):
    """any operations in any order, any integers; their trace"""
    any_vector(student)
    one, other = student.Vector(), student.Vector()
    one.extend(LARGE)
    other.extend(tuple(LARGE[::-1]))
    one.push(LARGE[0])
    other.pop()
    check.equal(one.view(), np.array([*LARGE, LARGE[0]], "i8"), "view() of one of two vectors")
    check.equal(other.view(), np.array(LARGE[:0:-1], "i8"), "view() of the other of two vectors")
    check.equal([one.pop() for _ in range(7)], [LARGE[0], *LARGE[::-1]], "what was popped from one of two vectors")
    pictures = [" ".join(map(str, [*LARGE, *"**"])), " ".join(map(str, [*LARGE[:-1], *"***"]))]
    check.equal(student.trace([("extend", LARGE), ("pop",)]), pictures)


@settings(max_examples=80)
@example(capacity=4, runs=[("push", 16), ("pop", 16)], dtype="i8")
@example(capacity=4, runs=[("push", 3), ("reserve", 6), ("pop", 3)], dtype="u4")
@example(capacity=4, runs=[("extend", 5), ("itself", 1)], dtype="i8")
@example(capacity=4, runs=[("push", 9), ("pop", 7)], dtype="f4")
@example(capacity=4, runs=[("push", 5), ("backwards", 1), ("pop", 1), ("backwards", 1)], dtype="i2")
@example(capacity=0, runs=[("push", 3), ("reserve", 2), ("push", 4), ("pop", 7)], dtype="i8")
@example(capacity=5, runs=[("extend", 3), ("itself", 1), ("itself", 1), ("shrink_to_fit", 1), ("pop", 17)], dtype="f4")
@given(capacity=st.integers(0, 20), runs=VECTOR_RUNS, dtype=DTYPES)
def any_vector(student, capacity, runs, dtype):
    operations, model = operations_of(runs), Model(capacity)
    seen = student.given.watch(student.Vector, [capacity, dtype], operations)
    check.equal((seen[0]["capacity"], seen[0]["blocks"]), (model.capacity, 1), f"(capacity, blocks) of Vector({capacity})")
    for count, (operation, got) in enumerate(zip(operations, seen[1:], strict=True), 1):
        after = f"after Vector({capacity}, {dtype!r}), {shown(operations[:count])}"
        result, blocks, moved = model.expected(*operation)
        if type(result) is int:
            result = np.dtype(dtype).type(result).item()
        check.equal(got["result"], result, f"what {operation[0]} returned {after}")
        check.equal(got["length"], len(model.items), f"the length {after}")
        check.equal(got["view"], np.array(model.items, dtype), f"view() {after}")
        check.equal((got["capacity"], got["cells"]), (model.capacity,) * 2, f"(capacity, cells of the block) {after}")
        check.equal(got["blocks"], blocks, f"the number of blocks asked for {after}")
        check.equal(got["moved"], moved, f"how many numbers were moved {after}")
        check.that(got["looks into the block"], f"view() should look into the block ({after})")
        if operation[0] == "pop" and not blocks:
            check.equal(got["written"], 0, f"how many cells pop wrote to {after}")
    drawn = [operation for operation in operations if operation[0] in ("push", "reserve", "shrink_to_fit")]
    model, pictures = Model(4), []
    for operation in drawn:
        model.expected(*operation)
        pictures.append(" ".join([*map(str, model.items), *["*"] * (model.capacity - len(model.items))]))
    check.equal(student.trace(drawn), pictures)


@pytest.mark.points(1)
def test_ring(student):
    """the ring wraps round and grows anywhere"""
    any_ring(student)
    for policy in ("sort", "drop", "", "Raise", "new", "RAISE", " grow", "drop_old ", "Drop_new"):
        with check.raises("ValueError"):
            student.Ring(3, policy)
    one, other = student.Ring(6), student.Ring(6, "drop_new")
    for x in LARGE:
        one.push(x)
        other.push(-2 - x if x < 0 else x)
    got = [(one.pop(), other.pop()) for _ in LARGE]
    check.equal(got, [(x, -2 - x if x < 0 else x) for x in LARGE], "what two rings popped in turn")
    vector = student.Vector(0, "f8")
    rings = (student.Ring(4, "raise", "f8"), "ring"), (student.Ring(1, "grow", "f8"), "ring that grew")
    for made, told in ((vector, "vector"), *rings):
        for x in FRACTIONS:
            made.push(x)
        got = [made.pop() for _ in FRACTIONS]
        check.equal(got, FRACTIONS[::-1] if made is vector else FRACTIONS, f"what was popped from a {told} of float64")


@settings(max_examples=80)
@example(capacity=3, policy="grow", runs=[("push", 2), ("pop", 1), ("push", 2), ("push", 5), ("pop", 8)], dtype="f4")
@example(capacity=1, policy="grow", runs=[("push", 3), ("pop", 4)], dtype="i8")
@given(
    capacity=st.integers(1, 7),
    policy=st.sampled_from(["raise", "drop_new", "drop_old", "grow"]),
    runs=RING_RUNS,
    dtype=DTYPES,
)
def any_ring(student, capacity, policy, runs, dtype):
    operations = operations_of(runs)
    seen = student.given.watch(student.Ring, [capacity, policy, dtype], operations)
    check.equal((seen[0]["capacity"], seen[0]["blocks"]), (capacity, 1), f"(capacity, blocks) of Ring({capacity})")
    items, lost, cells = deque(), 0, capacity
    for count, ((name, *rest), got) in enumerate(zip(operations, seen[1:], strict=True), 1):
        after = f"after Ring({capacity}, {policy!r}, {dtype!r}), {shown(operations[:count])}"
        result, moved = None, 0
        if name == "pop":
            result = np.dtype(dtype).type(items.popleft()).item() if items else "IndexError"
        elif len(items) < cells or policy in ("drop_old", "grow"):
            if len(items) == cells and policy == "grow":
                moved, cells = cells, 2 * cells
            elif len(items) == cells:
                items.popleft()
                lost += 1
            items.append(*rest)
        elif policy == "raise":
            result = "Full"
        else:
            lost += 1
        check.equal(got["result"], result, f"what {name} returned {after}")
        check.equal((got["length"], got["lost"]), (len(items), lost), f"(length, lost) {after}")
        check.equal((got["capacity"], got["cells"]), (cells, cells), f"(capacity, cells of the block) {after}")
        check.equal((got["blocks"], got["moved"]), (int(moved > 0), moved), f"(blocks asked for, numbers moved) {after}")
        if not moved:
            most = int(name == "push")
            check.that(got["written"] <= most, f"{name} wrote to {got['written']} cells instead of {most} {after}")
