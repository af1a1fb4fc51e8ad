"""How long a look into a hash table takes: by how full it is, beside dict and beside a sorted array."""

import numpy as np
from numba import njit

from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main

SLOTS = 1 << 20  # slots in the table, 8 bytes each; a power of two
LOAD = (0.1, 0.25, 0.5, 0.75, 0.9, 0.97)  # which fractions of the slots are full, one after the other
HASH = "remainder"  # where a key begins to look: "remainder" of a division by a prime number, or its "last bits"
STRIDE = 0  # the keys are 1, 2, 3 ... times that; 0 takes random ones
QUERIES = 1 << 15  # keys to look for in a round
ROUNDS = 15  # how often each is measured, in turn

WAYS = ("hash table", "dict", "sorted array")


def largest_prime(most):
    """The largest prime number up to that."""
    return next(n for n in range(most, 1, -1) if all(n % d for d in range(2, int(n**0.5) + 1)))


@njit
def settle(table, keys, modulus):
    """Every key takes the first free slot, from where its hash points towards the beginning; 0 is a free slot."""
    for key in keys:
        at = np.int64(key % modulus)
        while table[at] != 0:
            at = at - 1 if at else len(table) - 1
        table[at] = key


@njit
def count_known(table, asked, modulus):
    """(how many of the keys are there, how many slots were looked at)."""
    known, looks = 0, len(asked)
    for key in asked:
        at = np.int64(key % modulus)
        while table[at] != key and table[at] != 0:
            at = at - 1 if at else len(table) - 1
            looks += 1
        known += table[at] == key
    return known, looks


def count_in_dict(known, asked):
    return sum([key in known for key in asked])


def count_in_order(ordered, asked):
    """A binary search for each; a key behind the last one has no place of its own."""
    places = np.minimum(np.searchsorted(ordered, asked), len(ordered) - 1)
    return np.count_nonzero(ordered[places] == asked)


def keys_and_strangers(stored, rng):
    """Two times keys of the same kind: those to store, in no order, and some that will not be there."""
    if STRIDE:
        keys = np.arange(1, stored + QUERIES + 1, dtype="u8") * np.uint64(STRIDE)
    else:
        keys = rng.integers(1, 1 << 62, stored + QUERIES, dtype="u8")
    return rng.permutation(keys[:stored]), rng.permutation(keys[stored:])


def measure():
    if HASH not in ("remainder", "last bits"):
        raise SystemExit(f"--hash is remainder or 'last bits', not {HASH}")
    modulus = np.uint64(SLOTS if HASH == "last bits" else largest_prime(SLOTS))
    rng = np.random.default_rng(1)
    curves = {kind: {way: [] for way in WAYS} for kind in ("hit", "miss")}
    rows = []
    for load in LOAD:
        keys, strangers = keys_and_strangers(max(1, int(load * SLOTS)), rng)
        table = np.zeros(SLOTS, "u8")
        settle(table, keys, modulus)
        python, ordered = dict.fromkeys(keys.tolist()), np.sort(keys)
        for kind, asked in (("hit", rng.choice(keys, QUERIES)), ("miss", strangers)):
            listed = asked.tolist()
            known, looks = count_known(table, asked, modulus)
            assert known == count_in_dict(python, listed) == count_in_order(ordered, asked) == (QUERIES if kind == "hit" else 0)
            took = interleaved(
                {
                    "hash table": lambda table=table, asked=asked: count_known(table, asked, modulus),
                    "dict": lambda python=python, listed=listed: count_in_dict(python, listed),
                    "sorted array": lambda ordered=ordered, asked=asked: count_in_order(ordered, asked),
                },
                ROUNDS,
            )
            for way in WAYS:
                curves[kind][way].append((load, took.seconds(way) / QUERIES))
            rows.append(
                [f"{kind}, {100 * load:g} % full", *(1e9 * took.seconds(way) / QUERIES for way in WAYS), looks / QUERIES]
            )
    middle = min(range(len(LOAD)), key=lambda at: abs(LOAD[at] - 0.5))
    told = {
        (kind, way): [duration(points[at][1]) for at in (middle, -1)]
        for kind, lines in curves.items()
        for way, points in lines.items()
    }
    (hit, full_hit), (miss, full_miss) = told["hit", "hash table"], told["miss", "hash table"]
    return ExperimentResult(
        "Looking up a key, by how full the table is",
        ["ns per key", *WAYS, "slots looked at"],
        rows,
        f"At {100 * LOAD[middle]:g} % a key that is there is found in {hit}, and one that is not is given up after {miss}; "
        f"at {100 * LOAD[-1]:g} % it takes {full_hit} and {full_miss}. For the first of these loads dict takes "
        f"{told['hit', 'dict'][0]} and {told['miss', 'dict'][0]}, and a binary search "
        f"{told['hit', 'sorted array'][0]} and {told['miss', 'sorted array'][0]}.",
        [
            Lines(
                Axis("load: fraction of the slots that is full"),
                Axis("time for one key", "seconds", log=True),
                curves[kind],
                title=title,
            )
            for kind, title in (("hit", "keys that are there"), ("miss", "keys that are not"))
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SLOTS": 1 << 12, "QUERIES": 1 << 10, "ROUNDS": 2})
