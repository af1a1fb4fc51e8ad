"""Given for m5.e7: a large memory that counts what moves, the yardstick, and what the tests drive your functions with."""

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


class TileMemory:
    """A large memory with Q, K, V and the answer. What is read is copied to the small memory, what is written comes back."""

    def __init__(self, Q: np.ndarray, K: np.ndarray, V: np.ndarray, room: int) -> None:
        self._arrays = {"Q": Q, "K": K, "V": V}
        self._answer = np.full((len(Q), V.shape[1]), np.nan, np.float32)
        self._times_written = np.zeros(len(Q), int)
        self.n, self.d = Q.shape
        self.m, self.e = V.shape
        self.room = room
        self.bytes_read = {"Q": 0, "K": 0, "V": 0}
        self.bytes_written = 0

    def read(self, name: str, start: int, stop: int) -> np.ndarray:
        """A copy of these rows. They have to be there."""
        array = self._arrays[name]
        if not 0 <= start <= stop <= len(array):
            raise IndexError(f"{name} has rows 0 to {len(array)}; {start} to {stop} were asked for")
        tile = array[start:stop].copy()
        self.bytes_read[name] += tile.nbytes
        return tile

    def write(self, start: int, rows: np.ndarray) -> None:
        """These are rows of the answer."""
        if type(rows) is not np.ndarray or rows.dtype != np.float32:
            raise TypeError("rows of the answer are a numpy array of float32")
        if rows.ndim != 2 or rows.shape[1] != self.e or not 0 <= start <= self.n - len(rows):
            raise IndexError(f"the answer has the shape {self._answer.shape}; {rows.shape} from row {start} on do not fit")
        self._answer[start : start + len(rows)] = rows
        self._times_written[start : start + len(rows)] += 1
        self.bytes_written += rows.nbytes


def query_by_query(Q: np.ndarray, K: np.ndarray, V: np.ndarray, block: int) -> np.ndarray:
    """The yardstick: all keys at a time, and one query after the other."""
    answer = np.empty((len(Q), V.shape[1]), np.float32)
    for i, query in enumerate(Q):
        scores = K @ query
        scores /= np.float32(len(query) ** 0.5)
        weights = np.exp(scores - scores.max())
        answer[i] = weights @ V / weights.sum()
    return answer


# For the tests: memory and streams stay on this side of the wire.


def through_tiles(function: Callable[..., Any], Q: np.ndarray, K: np.ndarray, V: np.ndarray, room: int) -> dict[str, Any]:
    """The answer of attention_by_tiles, what moved, and how many bytes it held at the worst moment."""
    few = TileMemory(Q[:3].copy(), K[:3].copy(), V[:3].copy(), room)
    function(few)  # what Python needs for a first call is not counted
    memory = TileMemory(Q, K, V, room)
    before = [array.copy() for array in (Q, K, V)]
    returned, peak = _peak(lambda: function(memory))
    return {
        "returned": returned,
        "answer": memory._answer,
        "times": memory._times_written,
        "read": dict(memory.bytes_read),
        "written": memory.bytes_written,
        "peak": peak,
        "changed": any(not np.array_equal(one, other) for one, other in zip(before, (Q, K, V), strict=True)),
    }


def _peak(call: Callable[[], Any]) -> tuple[Any, int]:
    """What a call returns, and by how many bytes it was above its beginning at the worst moment."""
    tracemalloc.start()
    try:
        begin = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        returned = call()
        return returned, tracemalloc.get_traced_memory()[1] - begin
    finally:
        tracemalloc.stop()


def peak_of_attention(attention: Callable[..., Any], shapes: tuple[int, int, int, int], seed: int, kind: str) -> Any:
    """(answer, bytes at the worst moment, Q, K, V) for block 128 and arrays that are made here, of a kind of views."""
    rng = np.random.default_rng(seed)
    n, m, d, e = shapes
    Q, K, V = (rng.standard_normal(shape, dtype=np.float32) for shape in ((n, d), (m, d), (m, e)))
    V += np.float32(3)
    if kind == "columns":
        Q, K, V = (np.asfortranarray(array) for array in (Q, K, V))
    elif kind == "backwards":
        Q, K, V = (array[::-1, ::-1] for array in (Q, K, V))
    attention(Q[:200], K[:200], V[:200], 128)
    answer, peak = _peak(lambda: attention(Q, K, V, 128))
    return answer, peak, *(np.ascontiguousarray(array) for array in (Q, K, V))


def attention_of_views(attention: Callable[..., Any], Q: np.ndarray, K: np.ndarray, V: np.ndarray, block: int) -> list[Any]:
    """What attention makes of views of three arrays, each twice as high and wide as needed, and of read-only ones."""
    views = [
        [array[::2, ::2] for array in (Q, K, V)],
        [array[::-2, ::-2] for array in (Q, K, V)],
        [np.asfortranarray(array)[1::2, 1::2] for array in (Q, K, V)],
        [array[::2, ::2].copy() for array in (Q, K, V)],
    ]
    for array in views[-1]:
        array.flags.writeable = False
    before = [array.copy() for array in (Q, K, V)]
    answers = [attention(*arrays, block) for arrays in views]
    same = all(np.array_equal(one, other) for one, other in zip(before, (Q, K, V), strict=True))
    return [same, *answers]


def one_after_the_other(attention: Callable[..., Any], Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> list[Any]:
    """Three answers for arrays that hold other numbers each time, looked at in the end; the first one, as it was then, last."""
    first = attention(Q, K, V, 16)
    seen = first.copy()
    V *= 2
    second = attention(Q, K, V, 16)
    K *= -1
    third = attention(Q, K, V, 16)
    more = [attention(Q, K, V, block) for block in (16, 16, 5)]
    more[-1][...] = -1
    return [first, second, third, seen]


def pieces(numbers: np.ndarray, lengths: list[int], kind: str, error: bool = False) -> Iterator[np.ndarray]:
    """The numbers in pieces, all in one array that is written over; kind is "plain", "strides" or "read-only"."""
    longest = max(lengths, default=0)
    buffer = np.empty((longest, 2 if kind == "strides" else 1))
    begin = 0
    for length in lengths:
        buffer[:, 0] = -1e300 if kind == "plain" else 1e300
        piece = buffer[:length, 0]
        piece[:] = numbers[begin : begin + length]
        begin += length
        if kind == "read-only":
            piece = piece.view()
            piece.flags.writeable = False
        yield piece
    buffer[:] = 7e299
    if error:
        raise LookupError("the stream has come to a bad end")


def of_pieces(
    top_k: Callable[..., Any], numbers: np.ndarray, lengths: list[int], k: int, kind: str = "plain", error: bool = False
) -> dict[str, Any]:
    """What top_k says of a stream, how many bytes it held, and whether it has gone to the end."""
    stream = pieces(numbers, lengths, kind, error)
    top_k(pieces(np.zeros(sum(lengths[:2])), lengths[:2], kind), k)
    wrong, answer, peak = "", None, 0
    try:
        answer, peak = _peak(lambda: top_k(stream, k))
    except (LookupError, ValueError, TypeError) as raised:
        wrong = type(raised).__name__
    return {"answer": answer, "error": wrong, "peak": peak, "end": next(stream, None) is None}


def of_list(top_k: Callable[..., Any], stream: list[Any], k: Any) -> Any:
    """What top_k says of pieces in a list, and these afterwards."""
    answer = top_k(stream, k)
    again = top_k(iter(stream), k)
    return answer, again, stream
