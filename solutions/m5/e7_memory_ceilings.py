"""m5.e7: a running maximum and a running sum per query, so that no score is ever needed twice."""

import math
from collections.abc import Iterable

import numpy as np
from given_e7 import TileMemory


class _Rows:
    """What is known of some queries after some of the keys: the largest score, and sums of weights relative to it."""

    def __init__(self, queries: np.ndarray, width: int) -> None:
        self.queries = queries * np.float32(1 / math.sqrt(queries.shape[1]))
        self.largest = np.full((len(queries), 1), -np.inf, np.float32)
        self.total = np.zeros((len(queries), 1), np.float32)
        self.mean = np.zeros((len(queries), width), np.float32)

    def add(self, keys: np.ndarray, values: np.ndarray) -> None:
        """Take in more keys. If one of them has the largest score, what is there already shrinks accordingly."""
        scores = self.queries @ keys.T
        largest = np.maximum(self.largest, scores.max(axis=1, keepdims=True))
        shrinks = np.exp(self.largest - largest)
        scores -= largest
        np.exp(scores, out=scores)
        self.largest = largest
        self.total *= shrinks
        self.total += scores.sum(axis=1, keepdims=True)
        self.mean *= shrinks
        self.mean += scores @ values

    def answer(self) -> np.ndarray:
        self.mean /= self.total
        return self.mean


def _check(array: np.ndarray) -> None:
    if type(array) is not np.ndarray or array.dtype != np.float32:
        raise TypeError("Q, K and V should be numpy arrays of float32")
    if array.ndim != 2:
        raise ValueError("Q, K and V should have two dimensions")
    if not (math.isfinite(array.min(initial=0)) and math.isfinite(array.max(initial=0))):
        raise ValueError("all numbers in Q, K and V should be finite")


def attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray, block: int) -> np.ndarray:
    """The answer, for a block of queries and a block of keys at a time."""
    for array in (Q, K, V):
        _check(array)
    if Q.shape[1] != K.shape[1] or len(K) != len(V) or 0 in (*K.shape, V.shape[1]) or block < 1:
        raise ValueError("Q (n, d), K (m, d) and V (m, e) do not fit together, or there is nothing in them")
    answer = np.empty((len(Q), V.shape[1]), np.float32)
    for first in range(0, len(Q), block):
        rows = _Rows(Q[first : first + block], V.shape[1])
        for begin in range(0, len(K), block):
            rows.add(K[begin : begin + block], V[begin : begin + block])
        answer[first : first + block] = rows.answer()
    return answer


def attention_by_tiles(memory: TileMemory) -> None:
    """As many queries as fit stay in the small memory, and all keys pass by, few at a time."""
    n, m, d, e = memory.n, memory.m, memory.d, memory.e
    rows_at_once = memory.room // (16 * (d + e) + 128)
    # Each row needs its query twice for a moment, two rows of the answer, and half a dozen numbers; numpy holds scores twice.
    left = memory.room - 4 * rows_at_once * (d + 2 * e + 8)
    keys_at_once = max(left // (4 * (2 * rows_at_once + d + e) + 64), 1)
    for first in range(0, n, rows_at_once):
        last = min(first + rows_at_once, n)
        rows = _Rows(memory.read("Q", first, last), e)
        for begin in range(0, m, keys_at_once):
            end = min(begin + keys_at_once, m)
            rows.add(memory.read("K", begin, end), memory.read("V", begin, end))
        memory.write(first, rows.answer())
        del rows


def _checked(piece: np.ndarray) -> np.ndarray:
    if type(piece) is not np.ndarray or piece.dtype != np.float64:
        raise TypeError("a piece should be a numpy array of float64")
    if piece.ndim != 1:
        raise ValueError("a piece should have one dimension")
    if np.isnan(piece).any():
        raise ValueError("not a number")
    return piece


def top_k(stream: Iterable[np.ndarray], k: int) -> np.ndarray:
    """The k largest so far are kept; of a new piece, only what is larger than the smallest of them is looked at."""
    if k < 0:
        raise ValueError("k should be 0 or more")
    kept = np.empty(0)  # the smallest comes first, once there are k
    for piece in stream:
        new = _checked(piece)
        if k and len(kept) == k:
            new = new[new > kept[0]]
        if k and len(new):
            kept = np.concatenate([kept, new])
            if len(kept) >= k:
                kept.partition(len(kept) - k)
                kept = kept[len(kept) - k :].copy()
    kept.sort()
    return kept[::-1].copy()
