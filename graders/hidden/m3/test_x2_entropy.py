import zlib

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.x2")

TABLE = {"huffman": 256, "range": 512}


def number(value, size):
    return np.frombuffer(int(value).to_bytes(size, "little"), "u1")


def sealed(*pieces):
    """A stream of these pieces, with its right check sum."""
    body = np.concatenate([np.asarray(piece, "u1") for piece in pieces])
    return np.concatenate([body, number(zlib.crc32(body.tobytes()), 4)])


def canonical(lengths):
    """By each value its code, as text."""
    codes, code, before = {}, 0, 0
    for length, value in sorted((length, value) for value, length in enumerate(lengths) if length):
        code, before = code << length - before, length
        codes[value] = format(code, f"0{length}b")
        code += 1
    return codes


def written(data, lengths, n=None, more=""):
    """The stream of these values in the canonical code of these lengths."""
    codes = canonical(lengths)
    bits = "".join(codes[value] for value in data) + more
    packed = np.packbits(np.array(list(bits.ljust(-(-len(bits) // 8) * 8, "0")), "u1")) if bits else np.zeros(0, "u1")
    return sealed(number(len(data) if n is None else n, 4), lengths, packed)


def table(**lengths):
    """256 lengths, those named v<value> and all others 0."""
    row = [0] * 256
    for name, length in lengths.items():
        row[int(name[1:])] = length
    return row


def there_and_back(student, data, name, what):
    stream, (after,) = student.encode.inout(data)
    check.equal(after, data, "data after encode")
    check.array(stream, "u1", None, f"the stream of {what}")
    check.that(stream.ndim == 1 and len(stream) >= 8 + TABLE[name], f"the stream of {what} is too short for its table")
    check.equal(stream, sealed(stream[:-4]), f"the stream of {what}, with its check sum")
    check.equal(int.from_bytes(stream[:4].tobytes(), "little"), len(data), f"n in the stream of {what}")
    row = stream[4 : 4 + TABLE[name]].astype(int)
    row = row if name == "huffman" else row[::2] + 256 * row[1::2]
    check.equal(row > 0, np.bincount(data, minlength=256) > 0, f"which values the table of {what} has")
    if name == "huffman" and len(data):
        codes = canonical(row.tolist())
        bits = sum(len(codes[value]) * count for value, count in enumerate(np.bincount(data).tolist()) if count)
        check.equal(len(stream), 264 + -(-bits // 8), f"the length of the stream of {what}")
        if len(data) < 3000:
            check.equal(stream, written(data.tolist(), row.tolist()), f"the stream of {what}")
        if len(codes) > 1:
            check.equal(sum(2.0 ** -len(code) for code in codes.values()), 1.0, "the sum of 2**-length")
    elif name == "range":
        check.equal(int(row.sum()), (1 << 14) * bool(len(data)), f"the sum of the table of {what}")
    answer, (after,) = student.decode.inout(stream)
    check.equal(answer, data, f"{what}, encoded and decoded,")
    check.equal(after, stream, "the stream after decode")
    return stream


@settings(max_examples=40)
@example(n=8, values=8, skew=0.0, seed=3)
@given(
    n=st.sampled_from([1, 2, 3, 7, 8, 9, 100, 2000]),
    values=st.sampled_from([1, 2, 3, 5, 60, 256]),
    skew=st.sampled_from([0.0, 0.3, 1.0, 3.0]),
    seed=st.integers(0, 1 << 32),
)
def any_bytes(student, name, n, values, skew, seed):
    rng = np.random.default_rng(seed)
    shares = np.exp(-skew * np.arange(values))
    data = rng.choice(rng.permutation(256)[:values], n, p=shares / shares.sum()).astype("u1")
    there_and_back(student, data, name, f"{n} bytes of {values} values")


def outcome(student, stream, what):
    """What decode makes of it, whatever lies beside it, and that it takes no more memory than it may."""
    one, other = (student.given.decode_between(student.decode, stream, beside) for beside in (0, 255))
    for found in (one, other):
        check.that(found["peak"] < 64 << 20, f"decode asked for {found['peak'] >> 20} MiB: {what}")
    same = type(one["answer"]) is type(other["answer"]) and np.array_equal(one["answer"], other["answer"])
    check.that(same, f"what decode makes of a stream depends on what lies beside it: {what}")
    if type(one["answer"]) is not str:
        check.array(one["answer"], "u1", None, f"the answer to a stream: {what}")
    return one["answer"]


def refused(student, stream, what):
    answer = outcome(student, stream, what)
    check.that(type(answer) is str, f"decode should raise ValueError: {what}", f"got {len(answer)} bytes")


@pytest.mark.points(1)
def test_hostile_streams(student, rng):
    """any bytes; streams that are cut, altered, or made by others"""
    name = student.value("CODER")
    check.that(name in TABLE, 'CODER should be "huffman" or "range"')
    any_bytes(student, name)
    there_and_back(student, np.zeros(0, "u1"), name, "no bytes")
    # Counts that make the longest codes: each is the sum of the two before.
    counts = [1, 1]
    while len(counts) < 26:
        counts.append(counts[-1] + counts[-2])
    deep = rng.permutation(np.repeat(np.arange(26) * 9, counts)).astype("u1")
    there_and_back(student, deep, name, f"{len(deep)} bytes whose counts grow like Fibonacci's")
    there_and_back(student, rng.integers(0, 256, 100_000).astype("u1"), name, "100,000 bytes as likely as each other")
    rare = np.zeros(300_000, "u1")
    rare[rng.permutation(300_000)[:200]] = rng.permutation(256)[:200]
    there_and_back(student, rare, name, "300,000 bytes, nearly all of them 0")
    data = student.given.source("words", 999, 5)
    for kind in ("every third", "backwards", "read-only"):
        stream, answer = student.given.through_views(student.encode, student.decode, data, kind)
        plain = {"every third": data[::3], "backwards": data[::-1]}.get(kind, data).copy()
        check.equal(stream, student.encode(plain), f"the stream of a view ({kind})")
        check.equal(answer, plain, f"a view ({kind}), encoded, and decoded from a view,")
    kept, also, first, still, second, again, last = student.given.twice(student.encode, student.decode, data)
    check.equal([first, still, second], [data, data, 255 - data], "two decodings, one after the other")
    check.equal(also, kept, "a stream, when others have been encoded")
    check.equal([again, last], [255 - data, data], "streams in an array that held another one")
    for odd in (data.astype("i1"), data.astype("u2"), data.astype("f8"), data[None], data.tolist(), data.tobytes(), None):
        for function in (student.encode, student.decode):
            with check.raises("ValueError"):
                function(odd)
    stream = student.encode(data)
    for odd in (stream.tolist(), stream.tobytes(), stream[None], stream.astype("u2"), stream.view("i1"), stream.astype("f4")):
        with check.raises("ValueError"):
            student.decode(odd)
    with check.raises("ValueError"):
        student.encode(np.zeros((1 << 24) + 1, "u1"))
    hostile(student, name, rng)
    if name == "huffman":
        tables_of_others(student, rng)


def hostile(student, name, rng):
    """Streams of the student's own encode, cut, longer, altered; also with the check sum made right again."""
    data = student.given.source("steps", 700, 8)
    stream = there_and_back(student, data, name, "700 bytes")
    body, begin = stream[:-4], 4 + TABLE[name]
    for cut in {0, 1, 3, 4, 7, 8, begin - 1, begin, begin + 3, begin + 4, len(stream) - 4, len(stream) - 1}:
        refused(student, stream[:cut], f"a stream cut to {cut} bytes")
    for cut in {0, 3, 4, begin - 1, begin, begin + 1, len(body) // 2, len(body) - 8, len(body) - 2, len(body) - 1}:
        refused(student, sealed(body[:cut]), f"a stream cut to {cut} bytes, and its right check sum")
    for more in (1, 2, 8, 5000):
        refused(student, np.append(stream, np.zeros(more, "u1")), f"a stream with {more} bytes more")
        refused(student, sealed(body, np.zeros(more)), f"a stream with {more} bytes more, and its right check sum")
        refused(student, sealed(body, np.full(more, 255)), f"a stream with {more} bytes more, and its right check sum")
    for at in rng.integers(0, len(stream), 20).tolist():
        altered = stream.copy()
        altered[at] ^= 1 << int(rng.integers(8))
        refused(student, altered, f"byte {at} of a stream was altered")
    for n in (0, (1 << 24) + 1, 1 << 31, (1 << 32) - 1, 5000, 1 << 24):
        other = sealed(number(n, 4), body[4:])
        refused(student, other, f"a stream of 700 bytes that says it has {n}")
    refused(student, sealed(np.zeros(4), np.zeros(TABLE[name]), [0]), "no bytes, and a code")
    refused(student, sealed(number(1, 4), np.zeros(TABLE[name])), "one byte, and no table")
    refused(student, sealed(number(1, 4), np.zeros(TABLE[name]), np.zeros(8)), "one byte, and no table")
    for at in rng.integers(0, len(body), 60).tolist():
        altered = body.copy()
        altered[at] = rng.integers(256)
        outcome(student, sealed(altered), f"byte {at} was altered, and the check sum made right")
    for _ in range(10):
        size = int(rng.integers(0, 40))
        outcome(student, sealed(number(rng.integers(1, 300), 4), body[4:begin], rng.integers(0, 256, size)), "random codes")
    if name == "range":
        for at in range(0, 512, 2):
            low = body[4 + at : 6 + at]
            if low.any():
                altered = body.copy()
                altered[4 + at : 6 + at] = number(int(low[0]) + 256 * int(low[1]) - 1, 2)
                refused(student, sealed(altered), "a table whose sum is not 2**14")
                altered[4 + at : 6 + at] = 255
                refused(student, sealed(altered), "a table whose sum is not 2**14")
                break


def tables_of_others(student, rng):
    """Canonical codes that somebody else has chosen, right ones and such as cannot be."""
    row = table(v9=1, v4=2, v200=3, v7=3)
    check.equal(student.decode(written([4, 9, 9, 7, 200, 4], row)), np.array([4, 9, 9, 7, 200, 4], "u1"), "another code")
    single = table(v65=1)
    check.equal(student.decode(written([65] * 11, single)), np.full(11, 65, "u1"), "a single value")
    check.equal(student.decode(written([], [0] * 256)), np.zeros(0, "u1"), "no bytes")
    for longest in (9, 13, 16, 17, 25, 32, 33, 40):
        values = rng.permutation(256)[: longest + 1].tolist()
        row = [0] * 256
        for length, value in enumerate(values, 1):
            row[value] = min(length, longest)
        data = [int(value) for value in rng.permutation(np.repeat(values, 3))]
        check.equal(student.decode(written(data, row)), np.array(data, "u1"), f"codes of 1 to {longest} bits")
        hole = list(row)
        hole[values[-1]] = 0
        refused(student, written([value for value in data if value != values[-1]], hole), f"a hole at {longest} bits")
        hole = list(row)
        hole[values[0]] = 0
        refused(student, written([value for value in data if value != values[0]], hole), "a hole of half of all codes")
        full = list(row)
        full[values[-1]] = max(longest - 1, 1)
        refused(student, sealed(number(24, 4), full, np.zeros(3)), f"a code too many, of up to {longest} bits")
        full = list(row)
        full[next(value for value in range(256) if not row[value])] = longest
        refused(student, sealed(number(24, 4), full, np.zeros(3)), f"one more code of {longest} bits")
    row = table(v9=1, v4=2, v200=3, v7=3)
    refused(student, written([9, 4], row, more="1"), "a last byte that is filled up with a one")
    refused(student, written([9, 4], row, more="00000001"), "a last byte that is filled up with a one")
    refused(student, written([7] * 8, row, n=9), "nine bytes, and codes for eight")
    refused(student, written([7] * 8, row, n=5), "five bytes, and codes for eight")
    refused(student, written([9] * 8, row, n=17), "more bytes than bits")
    refused(student, written([65] * 8, single, more="1"), "a bit that is no code of a single value")
    refused(student, sealed(number(3, 4), single, [0b01000000]), "a bit that is no code of a single value")
    refused(student, sealed(number((1 << 24) + 1, 4), single, np.zeros((1 << 21) + 1)), "2**24 + 1 times a single value")
    for bad in (table(v65=2), table(v0=255), table(v1=41), [1] * 256, [255] * 256, [7] * 256, [9] * 256, table(v3=1, v5=2)):
        for n in (1, 9, 36, 72, 1 << 20, 1 << 24):
            refused(student, sealed(number(n, 4), bad, np.zeros(9)), f"a table with {max(bad)} bits for {n} bytes")
    refused(student, sealed(number(3, 4), table(v1=1, v2=2, v3=41, v4=41), np.zeros(30)), "codes of 41 bits")
    most = [0] * 256
    for length in range(1, 42):
        most[length] = min(length, 41)
    most[0] = 41
    refused(student, sealed(number(3, 4), most, np.zeros(30)), "codes of up to 41 bits")
    found = student.given.decode_long(student.decode)
    check.that(found["right"], "what decode makes of 2**24 codes of 15 bits is wrong", f"got {found['shape']}")
    check.that(found["peak"] < 64 << 20, f"decode asked for {found['peak'] >> 20} MiB for a stream of 30 MiB")
    eight = sealed(number(256, 4), [8] * 256, np.arange(256))
    check.equal(student.decode(eight), np.arange(256).astype("u1"), "codes of 8 bits for all values")
