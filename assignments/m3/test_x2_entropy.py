import zlib

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.x2")

TABLE = {"huffman": 256, "range": 512}
MOST = {"huffman": 1.06, "range": 1.02}


def coder(student):
    name = student.value("CODER")
    check.that(name in TABLE, 'CODER should be "huffman" or "range"', f"got {name!r}")
    return name


def table_of(stream, data, name):
    """The stream is made of the pieces that it should be made of; returns the table."""
    check.array(stream, "u1", None, "the stream")
    check.that(stream.ndim == 1 and len(stream) >= 8 + TABLE[name], "the stream is too short for its table")
    check.equal(int.from_bytes(stream[:4].tobytes(), "little"), len(data), "n in the stream")
    crc = zlib.crc32(stream[:-4].tobytes())
    check.equal(int.from_bytes(stream[-4:].tobytes(), "little"), crc, "the check sum in the stream")
    table = stream[4 : 4 + TABLE[name]]
    table = table.astype(int) if name == "huffman" else table[::2] + 256 * table[1::2].astype(int)
    occurs = np.bincount(data, minlength=256) > 0
    check.equal(table > 0, occurs, "which values have a number in the table that is not 0")
    return table


def read_slowly(stream, n):
    """n bytes of a canonical code, bit by bit."""
    lengths = stream[4:260].tolist()
    codes, code, before = {}, 0, 0
    for length, value in sorted((length, value) for value, length in enumerate(lengths) if length):
        code, before = code << length - before, length
        codes[length, code] = value
        code += 1
    data, code, length = [], 0, 0
    for bit in np.unpackbits(stream[260:-4]).tolist():
        code, length = code << 1 | bit, length + 1
        if (length, code) in codes and len(data) < n:
            data.append(codes[length, code])
            code, length = 0, 0
    return np.array(data, "u1"), length < 8 and code == 0


@pytest.mark.points(1)
def test_there_and_back(student, rng):
    """bytes of all kinds come back; what stands in a stream"""
    name = coder(student)
    for what, data in (
        ("no bytes", np.zeros(0, "u1")),
        ("one byte", np.array([200], "u1")),
        ("one value, 30 times", np.full(30, 7, "u1")),
        ("two values", np.array([0, 255, 0, 0, 0, 255, 0, 0, 0], "u1")),
        ("every value once", rng.permutation(256).astype("u1")),
        ("three values", rng.choice(np.array([3, 9, 100], "u1"), 1000, p=[0.7, 0.2, 0.1])),
        ("letters", student.given.source("words", 3000, 1)),
    ):
        stream = student.encode(data)
        table_of(stream, data, name)
        if name == "huffman":
            slowly, ends = read_slowly(stream, len(data))
            check.equal(slowly, data, f"what the codes of {what} say")
            check.that(ends, f"{what}: only zeros should be behind the last code, less than eight")
        check.equal(student.decode(stream), data, f"{what}, encoded and decoded,")
    stream = student.encode(student.given.source("words", 3000, 1))
    for odd in (stream[:-1], np.append(stream, np.uint8(0)), stream.astype("i8"), stream[:0]):
        with check.raises("ValueError"):
            student.decode(odd)


@pytest.mark.points(1)
def test_size(student, rng):
    """nearly as small as the entropy bound"""
    name = coder(student)
    for kind in ("steps", "words", "pixels"):
        data = student.given.source(kind, 200_000, int(rng.integers(1 << 30)))
        stream = student.encode(data)
        table_of(stream, data, name)
        p = np.bincount(data) / len(data)
        bound = -(p[p > 0] * np.log2(p[p > 0])).sum() * len(data) / 8
        ratio = len(stream) / bound
        check.that(ratio <= MOST[name], f"{kind}: the stream is {ratio:.3f} times the entropy bound; {MOST[name]} is allowed")
        student.close()  # Who decodes is another process, and knows nothing but the stream.
        check.equal(student.decode(stream), data, f"200,000 bytes ({kind}), encoded and decoded,")


@pytest.mark.perf(steps={0.1: 1, 0.45: 2})
def test_race(student, rng):
    """decoding 300,000 bytes, against a table"""
    originals = {}

    def make():
        data = student.given.source("steps", 300_000, int(rng.integers(1 << 30)))
        own, stream = student.encode(data), student.given.packed(data)
        check.array(own, "u1", None, "the stream")
        originals[own.tobytes()] = data
        return own, stream, len(data)

    def right(answer, own, stream, n):
        data = originals[own.tobytes()]
        check.equal(answer, data, "300,000 decoded bytes")
        p = np.bincount(data) / n
        check.that(len(own) <= 1.06 * -(p[p > 0] * np.log2(p[p > 0])).sum() * n / 8, "the stream is too long for its entropy")

    against = "table_driven" if coder(student) == "huffman" else "table_driven_twice"
    student.race("decode", make, against=against, through="decode_own", verify=right)
