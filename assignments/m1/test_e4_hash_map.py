import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e4")


def i8(numbers):
    return np.array(numbers, "i8")


@pytest.mark.points(1)
def test_put_and_get(student):
    """put and get: any key, the last value stays"""
    smallest, largest = -(1 << 63), (1 << 63) - 1
    steps = [
        ("get", i8([0, 5]), 9),
        ("put", i8([0, -7, largest]), i8([1, 2, 3])),
        ("get", i8([-7, 0, 1, largest, smallest, -7]), -1),
        ("put", i8([5, 0, 5, 5, smallest]), i8([10, 20, 30, 40, 50])),
        ("get", i8([0, 5, smallest]), 0),
        ("put", i8([]), i8([])),
        ("get", i8([]), 0),
    ]
    seen = student.given.drive(student.IntMap, student.home, steps)
    check.equal(seen[0]["answer"], i8([9, 9]), "what get returns of an empty map")
    check.equal(seen[2]["answer"], i8([2, 1, -1, 3, -1, 2]), "what get returns")
    check.equal(seen[4]["answer"], i8([20, 40, 50]), "what get returns when keys were put again")
    check.equal(seen[6]["answer"], i8([]), "what get returns for no keys")
    check.equal([view["len"] for view in seen], [0, 3, 3, 5, 5, 5, 5], "len after each of these steps")


@pytest.mark.points(1)
def test_the_table_grows(student):
    """the table doubles when it is half full"""
    # Each step brings one key that is new, and one that is not.
    steps = [("put", i8([key, max(key - 1, 0)]), i8([0, 0])) for key in range(10)]
    seen = student.given.drive(student.IntMap, student.home, [*steps, ("rehash",)])
    check.equal(
        [view["capacity"] for view in seen], [8] * 4 + [16] * 4 + [32] * 3, "capacity for 1, 2 … 10 keys, and after rehash"
    )
    check.equal([view["load"] for view in seen[:4]], [0.125, 0.25, 0.375, 0.5], "load for 1 to 4 keys")
    for view in seen:
        no_gaps(view)
    steps = [("put", np.arange(1000), np.arange(1000)), ("remove", np.arange(900)), ("rehash",), ("get", i8([950, 7]), -1)]
    seen = student.given.drive(student.IntMap, student.home, steps)
    check.equal([view["capacity"] for view in seen[:3]], [2048, 2048, 256], "capacity for 1000 keys, for 100, and after rehash")
    check.equal(seen[3]["answer"], i8([950, -1]), "what get returns after rehash")
    no_gaps(seen[3])


@pytest.mark.points(1)
def test_home(student, rng):
    """keys in a pattern are spread over the table"""
    capacity, n = 1 << 14, 1 << 13
    for name, keys in (
        ("random keys", rng.integers(-(1 << 63), (1 << 63) - 1, n)),
        ("keys 0, 1, 2, …", np.arange(n)),
        ("keys 0, 1024, 2048, …", np.arange(n) * 1024),
        ("keys -1, -1025, …", -1 - np.arange(n) * 1024),
        ("keys 0, 2**32, 2 * 2**32, …", np.arange(n) << 32),
    ):
        homes = student.home(keys, capacity)
        check.array(homes, "i8", (n,))
        check.that(homes.min() >= 0 and homes.max() < capacity, f"{name}: a home should be one of 0 to {capacity - 1}")
        # Random homes would be about 6450 different ones.
        different = len(np.unique(homes))
        check.that(different >= n // 3, f"{n} {name} have {different} different homes; {n // 3} would do")


@pytest.mark.points(1)
def test_remove(student):
    """remove: what lies behind moves up"""
    # Keys that all want slot 14 of 16: the last five of them lie beyond the end, at the beginning of the table.
    candidates = np.arange(1, 2000)
    homes = student.home(candidates, 16)
    check.array(homes, "i8", (len(candidates),))
    chain = candidates[homes == 14][:7]
    check.that(len(chain) == 7, "of the keys 1 to 1999, less than 7 have their home at slot 14 of 16")
    steps = [("put", chain, chain * 10)]
    for gone in (3, 0, 4):
        steps += [("remove", chain[[gone]]), ("get", chain, -1)]
    seen = student.given.drive(student.IntMap, student.home, [*steps, ("remove", chain[[0, 3, 5, 5]])])
    left = chain * 10
    for step, gone in ((1, 3), (3, 0), (5, 4)):
        left[gone] = -1
        check.equal(seen[step]["answer"], 1, "what remove returns for a key that is there")
        check.equal(seen[step + 1]["answer"], left, "what get returns for 7 keys of one home, some of which were removed,")
        no_gaps(seen[step])
    check.equal(seen[7]["answer"], 1, "what remove returns for two keys that are gone, and twice one that is there")
    check.equal([view["len"] for view in seen], [7, 6, 6, 5, 5, 4, 4, 3], "len after each of these steps")
    check.equal(seen[7]["capacity"], 16, "capacity after keys were removed")


keys = st.lists(st.one_of(st.integers(0, 9), st.integers(-3, 3).map(lambda i: i * 1024)), max_size=12)
steps = st.lists(st.tuples(st.sampled_from(["put", "put", "remove", "get", "rehash"]), keys), max_size=6)


@pytest.mark.points(1)
@given(steps=steps)
def test_any_steps(student, steps):
    """any steps, against a dict"""
    calls = []
    for number, (name, keys) in enumerate(steps):
        more = {"put": (i8(range(len(keys))) + 100 * number,), "get": (-1,)}.get(name, ())
        calls.append((name,) if name == "rehash" else (name, i8(keys), *more))
    seen = student.given.drive(student.IntMap, student.home, calls)
    model, capacity = {}, 8
    for number, (view, (name, keys)) in enumerate(zip(seen, steps, strict=True)):
        told = f"after {', '.join(f'{name}({keys})' for name, keys in steps[: number + 1])}".replace("rehash([])", "rehash()")
        if name == "put":
            model.update({key: place + 100 * number for place, key in enumerate(keys)})
            check.equal(view["answer"], None, f"what put returns {told}")
        elif name == "get":
            check.equal(view["answer"], i8([model.get(key, -1) for key in keys]), f"what get returns {told}")
        elif name == "remove":
            check.equal(view["answer"], len(set(keys) & set(model)), f"what remove returns {told}")
            model = {key: value for key, value in model.items() if key not in keys}
        capacity = 8 if name == "rehash" else capacity
        while 2 * len(model) > capacity:
            capacity *= 2
        check.equal(view["len"], len(model), f"len {told}")
        check.equal(view["capacity"], capacity, f"capacity {told}")
        no_gaps(view)
        check.equal(sorted(view["keys"][view["full"]].tolist()), sorted(model), f"the keys in the full slots {told}")


def no_gaps(view):
    """Every key can be found: from its home to its slot no slot is free."""
    full, keys, homes, capacity = view["full"], view["keys"], view["homes"], view["capacity"]
    check.kind(view["len"], int, "len")
    check.kind(capacity, int, "capacity")
    check.array(full, "b1", (capacity,), "full, of slots(),")
    check.array(keys, "i8", (capacity,), "keys, of slots(),")
    check.array(homes, "i8", (int(full.sum()),), "home(keys, capacity)")
    check.that(not len(homes) or (homes.min() >= 0 and homes.max() < capacity), f"a home is not one of 0 to {capacity - 1}")
    check.equal(view["load"], view["len"] / capacity, "load")
    for slot, begin in zip(np.flatnonzero(full).tolist(), homes.tolist(), strict=True):
        place = begin
        while place != slot:
            check.that(
                bool(full[place]),
                f"key {keys[slot]} lies in slot {slot} of {capacity}, its home is {begin}, and slot {place} between is free",
            )
            place = (place + 1) % capacity


@pytest.mark.perf(steps={1.5: 3, 2.5: 7})
def test_race(student, rng):
    """50,000 look-ups against binary search"""
    known, _ = student.given.entries()

    def make():
        queries = np.concatenate([rng.choice(known, 25_000), rng.integers(-(1 << 62), 1 << 62, 25_000)])
        return (rng.permutation(queries),)

    student.race("IntMap", make, against="binary_search", through="look_up")
