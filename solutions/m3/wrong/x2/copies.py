"""caught by m3.x2.hidden: copies the stream for the check sum, and the codes once more."""

import numba

CODER = "huffman"


MOST = 40


def _need(right, message):
    if not right:
        raise ValueError(message)


def _lengths(counts):
    """Huffman's method: how many bits each value gets."""
    heap = [(count, value, [value]) for value, count in enumerate(counts) if count]
    heapq.heapify(heap)
    lengths = [0] * 256
    if len(heap) == 1:
        lengths[heap[0][1]] = 1
    while len(heap) > 1:
        one, two = heapq.heappop(heap), heapq.heappop(heap)
        for value in one[2] + two[2]:
            lengths[value] += 1
        heapq.heappush(heap, (one[0] + two[0], one[1], one[2] + two[2]))
    return lengths


def _canonical(lengths):
    """(length, value, code) in the order of the codes."""
    code, before, found = -1, 0, []
    for length, value in sorted((length, value) for value, length in enumerate(lengths) if length):
        code = code + 1 << length - before
        before = length
        found.append((length, value, code))
    return found


@numba.njit
def _write(data, codes, lengths, out):
    buffer, filled, at = 0, 0, 0
    for value in data:
        buffer = buffer << lengths[value] | codes[value]
        filled += lengths[value]
        while filled >= 8:
            filled -= 8
            out[at] = buffer >> filled & 255
            at += 1
        buffer &= (1 << filled) - 1
    if filled:
        out[at] = buffer << 8 - filled & 255


def encode(data: np.ndarray) -> np.ndarray:
    _need(isinstance(data, np.ndarray) and data.dtype == np.uint8 and data.ndim == 1, "uint8 with one axis is needed")
    _need(len(data) <= 1 << 24, "too many bytes")
    counts = np.bincount(data, minlength=256).tolist()
    lengths = _lengths(counts)
    codes = np.zeros(256, np.int64)
    for _, value, code in _canonical(lengths):
        codes[value] = code
    bits = sum(count * length for count, length in zip(counts, lengths, strict=True))
    body = np.zeros((bits + 7) // 8, np.uint8)
    _write(data, codes, np.array(lengths), body)
    start = len(data).to_bytes(4, "little") + bytes(lengths)
    crc = zlib.crc32(body, zlib.crc32(start)).to_bytes(4, "little")
    return np.concatenate([np.frombuffer(start, np.uint8), body, np.frombuffer(crc, np.uint8)])


@numba.njit
def _read(body, limits, bases, values, table, most, data):
    """0 if all is well. Codes stand at the upper end of 40 bits."""
    buffer, filled, at, end = 0, 0, 0, len(body)
    for i in range(len(data)):
        while filled <= 48 and at < end:
            buffer = buffer << 8 | np.int64(body[at])
            filled += 8
            at += 1
        window = buffer >> filled - 40 if filled >= 40 else buffer << 40 - filled
        entry = table[window >> 28]
        length = entry >> 8
        if length:
            data[i] = entry & 255
        else:
            length = 1
            while length <= most and window >= limits[length]:
                length += 1
            if length > most:
                return 1
            data[i] = values[bases[length] + (window >> 40 - length)]
        if length > filled:
            return 2
        filled -= length
        buffer &= (1 << filled) - 1
    if at < end or filled >= 8:
        return 3
    return 4 if buffer else 0


def _crc(stream):
    crc = 0
    for first in range(0, len(stream), 1 << 16):
        crc = zlib.crc32(np.ascontiguousarray(stream[first : first + (1 << 16)]), crc)
    return crc


def decode(stream: np.ndarray) -> np.ndarray:
    right = isinstance(stream, np.ndarray) and stream.dtype == np.uint8 and stream.ndim == 1
    _need(right, "uint8 with one axis is needed")
    _need(len(stream) >= 264, "the stream is cut")
    stream = np.array(stream)
    _need(_crc(stream[:-4]) == int.from_bytes(stream[-4:].tobytes(), "little"), "wrong check sum")
    n = int.from_bytes(stream[:4].tobytes(), "little")
    lengths = stream[4:260].tolist()
    body = stream[260:-4]
    _need(n <= 1 << 24, "n is too large")
    if n == 0:
        _need(not any(lengths) and not len(body), "no bytes, but codes")
        return np.zeros(0, np.uint8)
    _need(max(lengths) <= MOST, "a code is too long")
    used = [length for length in lengths if length]
    kraft = sum(1 << MOST - length for length in used)
    _need(kraft == 1 << MOST or used == [1], "a table with a hole or with too many codes")
    _need((n + 7) // 8 <= len(body) <= 5 * n, "another number of bytes is needed")
    found = _canonical(lengths)
    limits, bases, table = np.zeros(MOST + 1, np.int64), np.zeros(MOST + 1, np.int64), np.zeros(4096, np.int64)
    for place, (length, value, code) in enumerate(found):
        bases[length] = place - code
        limits[length] = code + 1 << MOST - length
        if length <= 12:
            table[code << 12 - length : code + 1 << 12 - length] = length << 8 | value
    np.maximum.accumulate(limits, out=limits)
    data = np.empty(n, np.uint8)
    values = np.array([value for _, value, _ in found], np.uint8)
    padded = np.concatenate([body, np.zeros(8, np.uint8)])
    wrong = _read(padded[:-8], limits, bases, values, table, max(used), data)
    _need(not wrong, ("", "bits that are no code", "codes are cut", "bytes behind the codes", "no zeros at the end")[wrong])
    return data
