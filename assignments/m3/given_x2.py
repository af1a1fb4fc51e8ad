"""Given for m3.x2: what is to be encoded, the yardstick of the race, and what the tests drive your functions with."""

import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


def source(kind: str, n: int, seed: int) -> np.ndarray:
    """n bytes: "steps" are differences of a measured curve, "words" letters of a language, "pixels" a dark picture."""
    rng = np.random.default_rng(seed)
    if kind == "steps":
        steps = np.rint(rng.normal(0, 30, n)).astype(int)
        return np.where(steps < 0, -2 * steps - 1, 2 * steps).clip(0, 255).astype(np.uint8)
    if kind == "words":
        letters = rng.permutation(256)[:70]
        shares = 1 / np.arange(3, 73)
        return rng.choice(letters, n, p=shares / shares.sum()).astype(np.uint8)
    return np.minimum(rng.geometric(0.08, n) - 1, 255).astype(np.uint8)


BITS = 12
ESCAPE = 0b1111
"""After these four bits come the eight of the value. Of smaller values there are fewer ones, a zero, and the last five bits."""


@njit
def packed(data: np.ndarray) -> np.ndarray:
    """A stream for the yardstick, by a code that was chosen beforehand: value // 32 ones, a zero, and the last five bits."""
    stream = np.zeros(2 * len(data) + 16, np.uint8)
    at = 0
    for value in data:
        ones = value >> 5
        code, length = ((1 << ones) - 1 << 6 | value & 31, ones + 6) if ones < 4 else (ESCAPE << 8 | value, BITS)
        for bit in range(length - 1, -1, -1):
            stream[at >> 3] |= (code >> bit & 1) << (7 - (at & 7))
            at += 1
    return stream[: (at + 7) // 8 + 8]


def _table() -> np.ndarray:
    """For all that can be the next twelve bits: the value, and in the lowest eight bits the length of its code."""
    table = np.zeros(1 << BITS, np.uint16)
    for value in range(256):
        if value < 128:
            ones = value >> 5
            code, length = ((1 << ones) - 1) << 6 | value & 31, ones + 6
        else:
            code, length = ESCAPE << 8 | value, BITS
        table[code << BITS - length : code + 1 << BITS - length] = value << 8 | length
    return table


_TABLE = _table()


@njit
def _look_up(stream, table, data):
    window, have, at = np.uint64(0), 0, 0
    for i in range(len(data)):
        while have < BITS:
            window = window << np.uint64(8) | np.uint64(stream[at])
            at, have = at + 1, have + 8
        found = table[window >> np.uint64(have - BITS) & np.uint64((1 << BITS) - 1)]
        have -= found & 255
        data[i] = found >> 8


def table_driven(own: np.ndarray, stream: np.ndarray, n: int) -> np.ndarray:
    """The yardstick: n bytes of a stream that packed has made. It is never given any other."""
    data = np.empty(n, np.uint8)
    _look_up(stream, _TABLE, data)
    return data


def table_driven_twice(own: np.ndarray, stream: np.ndarray, n: int) -> np.ndarray:
    """The yardstick for a range coder, which has to divide for every byte: the same work, two times."""
    table_driven(own, stream, n)
    return table_driven(own, stream, n)


def decode_own(decode: Callable[..., Any], own: np.ndarray, stream: np.ndarray, n: int) -> Any:
    """What is timed: decode with the stream of your encode."""
    return decode(own)


# For the tests: what lies beside an array stays on this side of the wire.


def _traced(decode: Callable[..., Any], stream: np.ndarray) -> tuple[Any, int]:
    """(what decode makes of it, or "ValueError"; the most bytes that it had on the way)."""
    tracemalloc.start()
    try:
        answer = decode(stream)
    except ValueError:
        answer = "ValueError"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return answer, peak


def decode_between(decode: Callable[..., Any], stream: np.ndarray, beside: int) -> dict[str, Any]:
    """What decode makes of a stream that has other bytes before and behind it: the answer, or "ValueError", and the memory."""
    whole = np.full(len(stream) + 8192, beside, np.uint8)
    whole[4096 : 4096 + len(stream)] = stream
    answer, peak = _traced(decode, whole[4096 : 4096 + len(stream)])
    return {"answer": answer, "peak": peak}


def decode_long(decode: Callable[..., Any]) -> dict[str, Any]:
    """What decode makes of 2**24 codes of 15 bits, all of them ones: 30 MiB, with which nothing is wrong."""
    stream = np.full(264 + 15 * (1 << 21), 255, np.uint8)
    stream[:4] = np.frombuffer((1 << 24).to_bytes(4, "little"), np.uint8)
    stream[4:260] = np.minimum(np.arange(1, 257), 15) * (np.arange(256) < 16)
    stream[-4:] = np.frombuffer(zlib.crc32(stream[:-4].data).to_bytes(4, "little"), np.uint8)
    answer, peak = _traced(decode, stream)
    right = type(answer) is not str and len(answer) == 1 << 24 and bool((answer == 15).all())
    return {"right": right, "shape": str(getattr(answer, "shape", "")), "peak": peak}


def view_of(block: np.ndarray, kind: str) -> np.ndarray:
    """A view of a block: "every third", "backwards" or "read-only"."""
    if kind == "read-only":
        block = block.copy()
        block.flags.writeable = False
        return block
    return block[::3] if kind == "every third" else block[::-1]


def through_views(encode: Callable[..., Any], decode: Callable[..., Any], block: np.ndarray, kind: str) -> list[Any]:
    """The stream of a view, and what is decoded of a view that holds this stream."""
    stream = encode(view_of(block, kind))
    room = np.zeros(3 * len(stream) if kind == "every third" else len(stream), np.uint8)
    view_of(room, "backwards" if kind == "read-only" else kind)[...] = stream
    return [stream, decode(view_of(room[::-1] if kind == "read-only" else room, kind))]


def twice(encode: Callable[..., Any], decode: Callable[..., Any], data: np.ndarray) -> list[Any]:
    """Bytes, and others in the same array; all answers are looked at in the end, some when they have been written over."""
    stream = encode(data)
    kept = stream.copy()
    answer = decode(stream)
    first = answer.copy()
    data[:] = 255 - data
    others = [encode(data) for _ in range(3)]  # three, for those who have two or three arrays that take turns
    other = others[0]
    second, *_ = [decode(each) for each in others]
    found = [kept, stream.copy(), first, answer.copy(), second.copy()]
    stream[:] = other
    answer[...] = 7
    return [*found, decode(stream), decode(kept)]
