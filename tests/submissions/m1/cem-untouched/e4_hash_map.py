"""m1.e4: a map from numbers to numbers that needs one look into memory, most of the time.

Open addressing: all entries lie in one table with more slots than entries. A key says at which slot to begin looking; if
another key is there, look at the next slot, and after the last one at the first. numpy and numba's njit are all you
need: no dict, neither Python's nor numba's. given_e4 has what the race is run against.
"""

import numpy as np


def home(keys: np.ndarray, capacity: int) -> np.ndarray:
    """The slot at which looking for each of the keys begins, 0 .. capacity-1, as int64 of shape (n,).

    keys is int64 of shape (n,), capacity a power of two, at least 8. Keys in a pattern have to be spread over the table
    about as well as random ones: n of them in 2 n slots have n / 3 different homes or more (random ones have 0.79 n). Such
    patterns are 0, 1, 2 …, or multiples of 1024, of 4096, of 2**20, of 2**32 or of 2**44, also negative, or
    (a << 32) + b with small a and b, or the bits of the float64 1.0, 2.0, 3.0 …
    """
    raise NotImplementedError


class IntMap:
    """Maps keys to values, both int64: any key will do, also 0, negative ones, the smallest and the largest.

    The table has 8 slots at first. It doubles whenever a new key would fill more than half of it. An entry goes to the home
    of its key if that is free, else to the next slot that is. Entries may change places later, but at any time this holds:
    from the home of a key on to its slot none is free. So when a key is removed, the entries behind it may have to move up.

    Maps share nothing. They never write to an array that was passed to them, nor to one that get has returned, and what
    others write to such arrays afterwards changes no map.
    """

    def __init__(self) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """How many keys there are."""
        raise NotImplementedError

    @property
    def capacity(self) -> int:
        """How many slots there are, a power of two."""
        raise NotImplementedError

    @property
    def load(self) -> float:
        """The load factor: which fraction of the slots is full."""
        raise NotImplementedError

    def put(self, keys: np.ndarray, values: np.ndarray) -> None:
        """Set the value of every key. Both are int64 of shape (n,); of a key that comes twice, the last value stays.

        Any number may be a value.
        """
        raise NotImplementedError

    def get(self, keys: np.ndarray, default: int) -> np.ndarray:
        """The values of the keys, int64 of shape (n,), with default where there is no such key. This is what races.

        default is an int64, too.
        """
        raise NotImplementedError

    def remove(self, keys: np.ndarray) -> int:
        """Remove the keys; those that are not there do no harm. Returns how many were there. The table stays as large."""
        raise NotImplementedError

    def rehash(self) -> None:
        """Move everything to the smallest table that does: 8 slots, or the power of two that is at most half full."""
        raise NotImplementedError

    def slots(self) -> tuple[np.ndarray, np.ndarray]:
        """(full, keys): which slots are full, bool, and the key in each, int64; both of shape (capacity,).

        What stands in keys where a slot is free does not matter. This is how the tests look into the table; they write
        to neither array, so both may be the map's own.
        """
        raise NotImplementedError
