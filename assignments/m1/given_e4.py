"""Given for m1.e4: the yardstick of the race, and what the tests drive your map with.

The yardstick is what you would do without a hash map: keep the keys sorted, and halve until the key is found. It is
compiled, as your map is, and like your map it mostly waits for memory. So the ratio of the two says something about
your map, on any machine. Against Python's dict it would say how slow Python is.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

ENTRIES = 50_000


@functools.cache
def entries() -> tuple[np.ndarray, np.ndarray]:
    """(keys, values) of the map of the race; the keys are different from each other."""
    chance = np.random.default_rng(14)
    keys = np.unique(chance.integers(-(1 << 62), 1 << 62, ENTRIES + 100))
    return chance.permutation(keys)[:ENTRIES], chance.integers(0, 1 << 40, ENTRIES)


_made: dict[Any, Any] = {}


def look_up(make: Callable[[], Any], queries: np.ndarray) -> np.ndarray:
    """What is timed: make is your IntMap, and is filled at the first call."""
    if make not in _made:
        _made[make] = make()
        _made[make].put(*entries())
    return _made[make].get(queries, -1)


@functools.cache
def _sorted() -> tuple[np.ndarray, np.ndarray]:
    keys, values = entries()
    order = np.argsort(keys)
    return keys[order], values[order]


def binary_search(queries: np.ndarray) -> np.ndarray:
    """The yardstick: the same answers from sorted keys."""
    keys, values = _sorted()
    found = np.minimum(np.searchsorted(keys, queries), len(keys) - 1)
    return np.where(keys[found] == queries, values[found], -1)


# For the tests.


def drive(make: Callable[[], Any], home: Callable[..., Any], steps: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Do the steps with a fresh map, each like ("put", keys, values), and say after each what can be seen of the map.

    homes are those of the keys in the full slots, as your function home has them.
    """
    map = make()
    seen = []
    for name, *args in steps:
        answer = getattr(map, name)(*args)
        full, keys = (np.array(each) for each in map.slots())
        homes = home(keys[full], map.capacity) if full.dtype == bool and full.shape == keys.shape else None
        view = {"answer": answer, "len": len(map), "capacity": map.capacity, "load": map.load}
        seen.append({**view, "full": full, "keys": keys, "homes": homes})
    return seen


def put_and_reuse(make: Callable[[], Any], keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values of the keys, by a map that was given them in arrays which somebody has used for something else since.

    The answer is looked at when the map has given another one. The array it was asked with has held other keys before.
    """
    map, mine, also_mine = make(), keys.copy(), values.copy()
    map.put(mine, also_mine)
    mine[:], also_mine[:] = 77, 78
    asked = mine.copy()
    map.get(asked, -1)
    asked[:] = keys
    answer = map.get(asked, -1)
    map.get(mine, -2)
    return answer
