"""m1.e4: a map from numbers to numbers that needs one look into memory, most of the time."""

import numpy as np
from numba import njit

SMALLEST = 8


@njit
def _home(key, shift):
    """The upper bits of a product: every bit of the key has a say in them. The factor is 2**64 / 1.618…, as Knuth has it."""
    return np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(shift))


@njit
def _find(full, entries, shift, key):
    """The slot with the key, or the free one at which the search for it ends."""
    last = len(full) - 1
    slot = _home(key, shift)
    while full[slot] and entries[slot, 0] != key:
        slot = (slot + 1) & last
    return slot


@njit
def _homes(keys, shift, out):
    for i in range(len(keys)):
        out[i] = _home(keys[i], shift)


@njit
def _put(full, entries, shift, count, keys, values, start):
    """(how many of the keys are done, how many keys there are now); it stops where a new key finds the table half full."""
    for i in range(start, len(keys)):
        slot = _find(full, entries, shift, keys[i])
        if not full[slot]:
            if 2 * (count + 1) > len(full):
                return i, count
            count += 1
            full[slot] = True
            entries[slot, 0] = keys[i]
        entries[slot, 1] = values[i]
    return len(keys), count


@njit
def _get(full, entries, shift, keys, out):
    for i in range(len(keys)):
        slot = _find(full, entries, shift, keys[i])
        if full[slot]:
            out[i] = entries[slot, 1]


@njit
def _remove(full, entries, shift, keys):
    last = len(full) - 1
    removed = 0
    for i in range(len(keys)):
        hole = _find(full, entries, shift, keys[i])
        if not full[hole]:
            continue
        removed += 1
        slot = (hole + 1) & last
        while full[slot]:
            # Whoever began looking at the hole or before it would now stop there, so it moves up.
            if (slot - _home(entries[slot, 0], shift)) & last >= (slot - hole) & last:
                entries[hole, 0], entries[hole, 1] = entries[slot, 0], entries[slot, 1]
                hole = slot
            slot = (slot + 1) & last
        full[hole] = False
    return removed


def _shift(capacity: int) -> int:
    """So many bits of 64 are dropped that the rest is a slot."""
    return 65 - capacity.bit_length()


def home(keys: np.ndarray, capacity: int) -> np.ndarray:
    """The slot at which looking for each of the keys begins."""
    out = np.empty(len(keys), np.int64)
    _homes(keys, _shift(capacity), out)
    return out


class IntMap:
    """A key and its value lie side by side; what is full is apart, so that most searches for an unknown key end there."""

    def __init__(self) -> None:
        self._make_table(SMALLEST)

    def _make_table(self, capacity: int) -> None:
        self._full = np.zeros(capacity, np.bool_)
        self._entries = np.zeros((capacity, 2), np.int64)
        self._shift = _shift(capacity)
        self._count = 0

    def _move_to(self, capacity: int) -> None:
        kept = self._entries[self._full]
        self._make_table(capacity)
        keys, values = kept[:, 0].copy(), kept[:, 1].copy()
        _, self._count = _put(self._full, self._entries, self._shift, 0, keys, values, 0)

    def __len__(self) -> int:
        return self._count

    @property
    def capacity(self) -> int:
        return len(self._full)

    @property
    def load(self) -> float:
        return self._count / self.capacity

    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        done, self._count = _put(self._full, self._entries, self._shift, self._count, keys, values, 0)
        while done < len(keys):
            self._move_to(2 * self.capacity)
            done, self._count = _put(self._full, self._entries, self._shift, self._count, keys, values, done)

    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        values = np.full(len(keys), default, np.int64)
        _get(self._full, self._entries, self._shift, keys, values)
        return values

    def remove(self, keys: np.ndarray) -> int:
        removed = _remove(self._full, self._entries, self._shift, keys)
        self._count -= removed
        return removed

    def rehash(self) -> None:
        self._move_to(max(SMALLEST, 1 << (2 * self._count - 1).bit_length()))

    def slots(self) -> tuple[np.ndarray, np.ndarray]:
        return self._full, self._entries[:, 0]
