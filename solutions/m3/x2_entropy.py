"""m3.x2: canonical Huffman. The table of a stream is checked as a whole, so that a walk through its codes cannot leave it."""

import heapq
import zlib

import numpy as np
from numba import njit

CODER = "huffman"
_MOST = 1 << 24
_LONGEST = 40
_BITS = 12
"""Codes of up to so many bits are looked up at once; there are 4,096 entries, which stay in the nearest cache."""


def _lengths(counts: np.ndarray) -> np.ndarray:
    """How long the code of each value is: join the two rarest groups until one is left; each join adds a bit to their codes."""
    groups = [(int(counts[value]), int(value), [int(value)]) for value in np.flatnonzero(counts)]
    lengths = np.zeros(256, np.uint8)
    if len(groups) == 1:
        lengths[groups[0][1]] = 1
    heapq.heapify(groups)
    while len(groups) > 1:
        one, other = heapq.heappop(groups), heapq.heappop(groups)
        both = one[2] + other[2]
        lengths[both] += 1
        heapq.heappush(groups, (one[0] + other[0], one[1], both))
    return lengths


def _canonical(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(values in the order of their codes, the code of each of them)."""
    values = np.lexsort((np.arange(256), lengths))
    values = values[lengths[values] > 0]
    codes = np.zeros(len(values), np.uint64)
    code, before = 0, 0
    for place, value in enumerate(values.tolist()):
        code <<= int(lengths[value]) - before
        codes[place], before = code, int(lengths[value])
        code += 1
    return values, codes


@njit
def _write(data, codes, lengths, stream):
    """The codes of all bytes, one after the other, from the highest bit on."""
    window, have, at = np.uint64(0), 0, 0
    for value in data:
        have += lengths[value]
        window = window << np.uint64(lengths[value]) | codes[value]
        while have >= 8:
            have -= 8
            stream[at] = window >> np.uint64(have) & np.uint64(255)
            at += 1
    if have:
        stream[at] = window << np.uint64(8 - have) & np.uint64(255)


def _is_bytes(array: object) -> bool:
    return type(array) is np.ndarray and array.dtype == np.uint8 and array.ndim == 1


def encode(data: np.ndarray) -> np.ndarray:
    """n, the lengths, the codes, and the check sum."""
    if not _is_bytes(data) or len(data) > _MOST:
        raise ValueError("data should be uint8 with one axis, and not longer than 2**24")
    counts = np.bincount(data, minlength=256)
    lengths = _lengths(counts)
    values, ordered = _canonical(lengths)
    codes = np.zeros(256, np.uint64)
    codes[values] = ordered
    size = (int((counts * lengths).sum()) + 7) // 8
    stream = np.zeros(264 + size, np.uint8)
    stream[:4] = np.frombuffer(len(data).to_bytes(4, "little"), np.uint8)
    stream[4:260] = lengths
    _write(np.ascontiguousarray(data), codes, lengths.astype(np.int64), stream[260 : 260 + size])
    stream[-4:] = _sum_of(stream[:-4])
    return stream


def _sum_of(stream: np.ndarray) -> np.ndarray:
    return np.frombuffer(zlib.crc32(stream.data).to_bytes(4, "little"), np.uint8)


@njit
def _ends(codes, at, window, borrowed, left):
    """Whether all codes have been fetched, and the bits that are left are less than a byte, and zeros."""
    return at == len(codes) and left < 8 and window >> np.uint64(borrowed) & np.uint64((1 << left) - 1) == 0


@njit
def _read(codes, table, first, start, values, data):
    """Whether there are exactly as many codes as data has room for, and then only zeros, less than a byte of them.

    first[l] is the first code of l bits, start[l] its place in values, start[l + 1] - start[l] how many have l bits.
    """
    window, have, at, borrowed = np.uint64(0), 0, 0, 0
    for i in range(len(data)):
        if have < 41:
            while have < 57:
                # Behind the end come zeros, which are counted: no code may need one.
                if at < len(codes):
                    window = window << np.uint64(8) | np.uint64(codes[at])
                    at += 1
                else:
                    window = window << np.uint64(8)
                    borrowed += 8
                have += 8
        entry = table[window >> np.uint64(have - 12) & np.uint64(4095)]
        length = entry & 255
        if length == 0:
            length = 13
            code = np.int64(window >> np.uint64(have - 13) & np.uint64(8191))
            while length <= 40 and code - first[length] >= start[length + 1] - start[length]:
                length += 1
                code = np.int64(window >> np.uint64(have - length) & np.uint64((1 << length) - 1))
            if length > 40:
                return False
            data[i] = values[start[length] + code - first[length]]
        else:
            data[i] = entry >> 8
        have -= length
        if have < borrowed:
            return False
    return _ends(codes, at, window, borrowed, have - borrowed)


def _check_table(n: int, lengths: np.ndarray) -> None:
    if n > _MOST or lengths.max() > _LONGEST:
        raise ValueError("too many bytes, or a code too long")
    used = lengths[lengths > 0].tolist()
    if (n == 0) != (not used):
        raise ValueError("a table without values, or values without a table")
    if used and used != [1] and sum(1 << _LONGEST - length for length in used) != 1 << _LONGEST:
        raise ValueError("a table with a hole, or with too many codes")


def decode(stream: np.ndarray) -> np.ndarray:
    """The bytes: nothing is decoded before all that stands in front of the codes is known to be right."""
    if not _is_bytes(stream) or len(stream) < 264:
        raise ValueError("a stream should be uint8 with one axis, and 264 or longer")
    stream = np.ascontiguousarray(stream)
    if (stream[-4:] != _sum_of(stream[:-4])).any():
        raise ValueError("the check sum is wrong")
    n = int.from_bytes(stream[:4].tobytes(), "little")
    lengths, codes = stream[4:260], stream[260:-4]
    _check_table(n, lengths)
    if n > 8 * len(codes):
        raise ValueError("every code takes a bit")
    data = np.empty(n, np.uint8)
    if not _read(codes, *_tables(lengths), data):
        raise ValueError("the codes do not end where the stream does")
    return data


def _tables(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What each group of 12 bits begins with (value << 8 | length), and where the longer codes begin."""
    values, codes = _canonical(lengths)
    counts = np.bincount(lengths[values], minlength=_LONGEST + 2)
    start = np.concatenate([[0], np.cumsum(counts)])
    first = np.zeros(_LONGEST + 2, np.int64)
    table = np.zeros(1 << _BITS, np.int64)
    for length in range(1, _LONGEST + 1):
        first[length] = (first[length - 1] + counts[length - 1]) * 2
    for value, code in zip(values.tolist(), codes.tolist(), strict=True):
        room = _BITS - int(lengths[value])
        if room >= 0:
            table[code << room : (code + 1) << room] = value << 8 | int(lengths[value])
    return table, first, start, values.astype(np.uint8)
