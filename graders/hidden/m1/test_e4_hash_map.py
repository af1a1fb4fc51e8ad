import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e4")


def i8(numbers):
    return np.array(numbers, "i8")


def whole(view, told):
    """The table holds what it says, and no search ends too early."""
    full, keys, capacity = view["full"], view["keys"], view["capacity"]
    check.array(full, "b1", (capacity,), "full, of slots(),")
    check.array(keys, "i8", (capacity,), "keys, of slots(),")
    check.array(view["homes"], "i8", (int(full.sum()),), "home(keys, capacity)")
    check.that(
        not full.any() or 0 <= view["homes"].min() <= view["homes"].max() < capacity, f"a home is not in 0 … {capacity - 1}"
    )
    check.equal(view["len"], int(full.sum()), f"len {told}")
    # Free slots before each place of the table written down twice; the same number before a home and before its slot.
    free = np.concatenate([[0], np.cumsum(~np.concatenate([full, full]))])
    slots, homes = np.flatnonzero(full), view["homes"]
    slots = np.where(slots < homes, slots + capacity, slots)
    lost = int((free[slots] != free[homes]).sum())
    check.that(lost == 0, f"{told} {lost} keys cannot be found: between their home and their slot a slot is free")


@pytest.mark.points(1)
@settings(max_examples=40)
@given(data=st.data(), at=st.integers(0, 15), names=st.lists(st.sampled_from(["put", "remove", "get"]), max_size=9))
def test_colliding_keys(student, data, at, names):
    """any steps with keys that all want the same few slots"""
    candidates = np.arange(-800, 800) * 1024
    homes = student.home(candidates, 16)
    check.array(homes, "i8", (len(candidates),))
    wanted = candidates[(homes - at) % 16 <= 2]
    pool = st.lists(st.sampled_from((wanted if len(wanted) else candidates)[:14].tolist()), max_size=9)
    model, calls, answers = {}, [], []
    for number, name in enumerate(names):
        keys = data.draw(pool)
        if name == "put":
            calls.append((name, i8(keys), i8(range(len(keys))) + 10 * number))
            model.update({key: place + 10 * number for place, key in enumerate(keys)})
            answers.append(None)
        elif name == "remove":
            calls.append((name, i8(keys)))
            answers.append(len(set(keys) & set(model)))
            model = {key: value for key, value in model.items() if key not in keys}
        else:
            calls.append((name, i8(keys), 5))
            answers.append(i8([model.get(key, 5) for key in keys]))
    told = f"after {', '.join(f'{call[0]}({call[1].tolist()})' for call in calls)}"
    seen = student.given.drive(student.IntMap, student.home, calls)
    for view, want in zip(seen, answers, strict=True):
        check.equal(view["answer"], want, f"the last answer {told}")
        whole(view, told)


@pytest.mark.points(1)
def test_many_keys(student, rng):
    """20,000 keys of any kind: put, removed, put again; any values; two maps"""
    keys, values = i8([7, -3, 0, 1 << 40, 12]), i8([-1, 0, -(1 << 63), (1 << 63) - 1, (1 << 53) + 1])
    one, other = student.IntMap(), student.IntMap()
    check.equal(list(one.put.inout(keys, values)[1]), [keys, values], "keys and values, after put(keys, values),")
    check.equal(one.get.inout(keys, 3)[1][0], keys, "keys, after get(keys, 3),")
    other.put(keys, values[::-1].copy())
    for default in (-1, 0, -(1 << 63), (1 << 63) - 1):
        check.equal(one.get(keys, default), values, f"get(keys, {default}) of one of two maps")
        check.equal(one.get(i8([5]), default), i8([default]), f"get([5], {default})")
    removed, (after,) = one.remove.inout(keys[:3])
    check.equal(removed, 3, "what remove returns for the keys of -1, 0 and the smallest number")
    check.equal(after, keys[:3], "keys, after remove(keys),")
    check.equal((one.method("__len__")(), other.method("__len__")()), (2, 5), "len of two maps")
    check.equal(other.get(keys, 9), values[::-1].copy(), "get of the other map")
    for size in (3, 200):
        keys = rng.permutation(1000)[:size] * 12345 - 99
        found = student.given.put_and_reuse(student.IntMap, keys, keys * 3)
        check.equal(found, keys * 3, f"what get returned, when the {size} keys and values that were put have been overwritten,")
    four, others = i8([3, -9, 1 << 50, 0]), i8([5, 6, 7, 8])
    steps = [("put", four, others), ("get", four, 1), ("put", four, others[::-1].copy()), ("get", four, 1)]
    steps += [("remove", four[:1]), ("put", others[:1], others[:1]), ("get", four, 1)]
    seen = student.given.drive(student.IntMap, student.home, steps)
    check.equal([view["capacity"] for view in seen], [8] * 7, "capacity of a map that never has more than 4 keys")
    answers = [others, others[::-1].copy(), i8([1, 7, 6, 5])]
    check.equal([seen[step]["answer"] for step in (1, 3, 6)], answers, "get, before and after other values were put,")
    seen = student.given.drive(student.IntMap, student.home, [("put", np.arange(128), np.arange(128))] * 2)
    check.equal(
        [view["capacity"] for view in seen], [256] * 2, "capacity after 128 keys were put, and after they were put again,"
    )
    left = (65, 64, 17, 16, 9, 8, 5, 4, 1, 0)
    steps = [("put", np.arange(200), np.arange(200)), ("rehash",)]
    for count in left:
        steps += [("remove", np.arange(count, 200)), ("rehash",)]
    seen = student.given.drive(student.IntMap, student.home, steps)
    sizes = [512, 256, 128, 64, 32, 32, 16, 16, 8, 8, 8]
    check.equal(
        [view["capacity"] for view in seen[1::2]], sizes, f"capacity after rehash with 200, {', '.join(map(str, left))} keys"
    )
    extremes = i8([0, -1, 1, -(1 << 63), (1 << 63) - 1, 1 << 32, -(1 << 32)])
    keys = np.concatenate([extremes, rng.integers(-(1 << 63), (1 << 63) - 1, 19_993)])
    values = rng.integers(-(1 << 63), (1 << 63) - 1, 20_000)
    order = rng.permutation(20_000)
    seen = student.given.drive(
        student.IntMap,
        student.home,
        [
            ("put", keys[order], values[order]),
            ("get", keys, 0),
            ("remove", keys[5_000:]),
            ("get", keys, -5),
            ("remove", keys[5_000:]),
            ("rehash",),
            ("get", keys, -5),
            ("put", keys, values[::-1].copy()),
            ("get", keys, 0),
            ("remove", keys),
            ("rehash",),
            ("get", keys, 3),
        ],
    )
    kept = np.where(np.arange(20_000) < 5_000, values, -5)
    answers = [None, values, 15_000, kept, 0, None, kept, None, values[::-1], 20_000, None, np.full(20_000, 3)]
    for number, (view, want) in enumerate(zip(seen, answers, strict=True)):
        check.equal(view["answer"], want, f"the answer of step {number}")
        whole(view, f"after step {number}")
    capacities = [view["capacity"] for view in seen]
    check.equal(capacities, [65_536] * 5 + [16_384] * 2 + [65_536] * 3 + [8] * 2, "capacity after each of 12 steps")


@pytest.mark.points(1)
def test_spread(student, rng):
    """other patterns; short chains; no trace of what is gone"""
    n, capacity = 1 << 19, 1 << 20
    for name, keys in (
        ("random keys", rng.integers(-(1 << 63), (1 << 63) - 1, n)),
        ("keys 0, 1, 2, …", np.arange(n)),
        ("keys 0, 1024, 2048, …", np.arange(n) * 1024),
    ):
        homes = student.home(keys, capacity)
        check.array(homes, "i8", (n,))
        different = len(np.unique(homes))
        check.that(different >= n // 3, f"{n} keys, {name}, {capacity} slots: {different} different homes are too few")
    check.equal(student.home(i8([]), 8), i8([]), "home of no keys")
    n, capacity = 1 << 13, 1 << 14
    for name, keys in (
        ("multiples of 4096", np.arange(n) << 12),
        ("multiples of 2**20", -(np.arange(n) << 20)),
        ("multiples of 2**44", np.arange(n) << 44),
        ("the bits of 1.0, 2.0, 3.0 …", np.arange(1.0, n + 1).view("i8")),
        ("pairs of small numbers", np.repeat(np.arange(n // 64), 64) * (1 << 32) + np.tile(np.arange(64), n // 64)),
    ):
        homes = student.home(keys, capacity)
        check.array(homes, "i8", (n,))
        check.that(homes.min() >= 0 and homes.max() < capacity, f"{name}: a home lies outside the table")
        different = len(np.unique(homes))
        check.that(different >= n // 3, f"{n} keys, {name}: {different} different homes are too few")
    keys = np.unique(rng.integers(-(1 << 40), 1 << 40, n + 200))[:n]
    seen = student.given.drive(
        student.IntMap, student.home, [("put", keys, keys), ("remove", keys[: n // 2]), ("rehash",), ("put", keys, keys)]
    )
    view = seen[1]
    whole(view, "after 4096 of 8192 keys were removed,")
    # Which slots are full does not depend on the order in which their keys came, nor on keys that have gone.
    want = np.zeros(capacity, "b1")
    for slot in student.home(keys[n // 2 :], capacity).tolist():
        while want[slot]:
            slot = (slot + 1) % capacity
        want[slot] = True
    check.that(np.array_equal(view["full"], want), "after 4096 of 8192 keys were removed, other slots are full than should be")
    whole(seen[3], "after rehash, with all keys put again,")
