"""Is it a PNG, and what is in it? Reads what `write_png` of an exercise writes: 8 bits, red, green and blue, not interlaced.

Where it is none, the sentence says which byte of the file breaks which rule. Of the specification (PNG, third edition, W3C):
signature 5.2, chunks 5.3, IHDR 11.2.1, filters 9.
"""

import struct
import zlib
from collections.abc import Iterator

import numpy as np

from graders.judge.failure import Mismatch

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FIELDS = {24: ("bit depth", 8), 25: ("colour type", 2), 26: ("compression", 0), 27: ("filter method", 0), 28: ("interlace", 0)}
"""The byte of the file at which a field of IHDR lies, and what has to be there."""
LARGEST = 1 << 26
"""Bytes that a picture may have; a stream can hold a thousand times as many as it says."""


def decode(data: bytes) -> np.ndarray:
    """The picture, uint8 of shape (height, width, 3). Raises Mismatch, with a byte and a rule, where there is none."""
    for at, wanted in enumerate(SIGNATURE):
        if at >= len(data):
            _broken(at, f"the file ends here, in its signature of {len(SIGNATURE)} bytes")
        if data[at] != wanted:
            _broken(at, f"the signature has a byte {wanted} here, the file {data[at]}")
    width = height = 0
    stream, stream_at, following, finished = b"", 0, 0, 0
    for at, kind, content in _chunks(data):
        if finished:
            _broken(finished, "IEND is the last chunk, but here begins another one")
        if at == len(SIGNATURE):
            width, height = _header(kind, content)
        elif kind == b"IHDR":
            _broken(at, "there is one IHDR only, and it is the first chunk")
        elif kind == b"IDAT":
            stream_at = stream_at or at + 8
            if following and at != following:
                _broken(at, "all IDAT lie one behind the other, but something is between this one and the last")
            stream, following = stream + content, at + 12 + len(content)
        elif kind == b"IEND":
            if content:
                _broken(at, f"the length of IEND is 0, here it is {len(content)}")
            finished = at + 12
        elif kind != b"PLTE" and chr(kind[0]).isupper():
            _broken(at + 4, f"no reader knows a chunk {kind.decode()}, and its capital letter says that none may skip it")
    if not finished:
        _broken(len(data), "the file ends here, without a chunk IEND")
    if not stream_at:
        _broken(finished - 12, "here is IEND, but there was no IDAT")
    return _unfiltered(_inflated(stream, stream_at, height, width), stream_at, height, width)


def _broken(at: int, rule: str) -> None:
    raise Mismatch(f"the file is no PNG: at byte {at}, {rule}")


def _chunks(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(where it begins, type, data) of every chunk."""
    at = len(SIGNATURE)
    while at < len(data):
        left = len(data) - at
        if left < 12:
            _broken(at, f"a chunk has 12 bytes or more, but only {left} are left")
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if length > left - 12:
            turned = struct.unpack("<I", data[at : at + 4])[0]
            lowest_first = "; is its lowest byte the first?" if turned <= left - 12 else ""
            _broken(at, f"the length of a chunk is {length}, but only {left - 12} bytes can be its data{lowest_first}")
        if not (kind.isalpha() and kind.isascii()):
            _broken(at + 4, f"a chunk's type is four letters, here it is {kind!r}")
        content = data[at + 8 : at + 8 + length]
        crc_at = at + 8 + length
        said, is_so = struct.unpack(">I", data[crc_at : crc_at + 4])[0], zlib.crc32(kind + content)
        if said != is_so:
            _broken(crc_at, f"the CRC of {kind.decode()} is {said:#010x}, {_why(said, is_so, kind, content)}")
        yield at, kind, content
        at = crc_at + 4


def _why(said: int, is_so: int, kind: bytes, content: bytes) -> str:
    """What a wrong CRC was computed of, if that can be told."""
    if said == zlib.crc32(content):
        return "that of its data alone: the type belongs to it"
    if said == zlib.crc32(struct.pack(">I", len(content)) + kind + content):
        return "that of length, type and data: the length does not belong to it"
    if said == int.from_bytes(is_so.to_bytes(4, "little"), "big"):
        return "the right one with its lowest byte first"
    return f"that of type and data {is_so:#010x}"


def _header(kind: bytes, content: bytes) -> tuple[int, int]:
    """(width, height)."""
    if kind != b"IHDR":
        _broken(12, f"the first chunk is IHDR, here it is {kind.decode()}")
    if len(content) != 13:
        _broken(8, f"the length of IHDR is 13, here it is {len(content)}")
    width, height = struct.unpack(">II", content[:8])
    for at, name, size in ((16, "width", width), (20, "height", height)):
        if not 1 <= size < 1 << 31:
            _broken(at, f"the {name} is from 1 to 2147483647, here it is {size}")
    for at, (name, wanted) in FIELDS.items():
        if content[at - 16] != wanted:
            _broken(at, f"the {name} is to be {wanted}, here it is {content[at - 16]}")
    return width, height


def _inflated(stream: bytes, at: int, height: int, width: int) -> bytes:
    """The rows, as long as they should be."""
    wanted, inflate = height * (1 + 3 * width), zlib.decompressobj()
    if wanted > LARGEST:
        _broken(16, f"width and height are {width} and {height}, more than anybody asked for")
    try:
        rows = inflate.decompress(stream, wanted + 1)
    except zlib.error:
        _broken(at, "the data of IDAT is no stream of zlib, or a damaged one")
    if len(rows) != wanted:
        many = f"more than {wanted}" if len(rows) > wanted else f"{len(rows)}"
        rule = f"{height} rows of 1 + 3 * {width} bytes are {wanted}"
        _broken(at, f"the data of IDAT inflates to {many} bytes, but {rule}: is there a filter byte before each row?")
    if not inflate.eof:
        _broken(at, "the stream of zlib in IDAT does not end")
    if inflate.unused_data:
        _broken(at, f"{len(inflate.unused_data)} bytes follow in IDAT after the end of the stream of zlib")
    return rows


def _unfiltered(rows: bytes, at: int, height: int, width: int) -> np.ndarray:
    """The picture: each row is what its filter byte says, with the pixel to the left and the row above."""
    table = np.frombuffer(rows, np.uint8).reshape(height, 1 + 3 * width)
    picture = np.zeros((height, width, 3), np.uint8)
    above = np.zeros((width, 3), np.uint8)
    for row, line in enumerate(table):
        if line[0] > 4:
            rule = (
                f"the filter byte of a row is 0 to 4, that of row {row} is {line[0]} (byte {row * (1 + 3 * width)} of the rows)"
            )
            _broken(at, f"in what IDAT inflates to, {rule}")
        above = picture[row] = _row(int(line[0]), line[1:].reshape(width, 3), above)
    return picture


def _row(kind: int, line: np.ndarray, above: np.ndarray) -> np.ndarray:
    """One row; uint8 wraps round, as the filters want it."""
    if kind == 0:
        return line
    if kind == 1:
        return np.add.accumulate(line, axis=0, dtype=np.uint8)
    if kind == 2:
        return np.asarray(line + above, np.uint8)
    row, left, corner = np.zeros_like(line), [0, 0, 0], [0, 0, 0]
    for column, (differences, up) in enumerate(zip(line.tolist(), above.tolist(), strict=True)):
        guess = [(a + b) // 2 if kind == 3 else _paeth(a, b, c) for a, b, c in zip(left, up, corner, strict=True)]
        left, corner = [(x + y) % 256 for x, y in zip(differences, guess, strict=True)], up
        row[column] = left
    return row


def _paeth(left: int, above: int, corner: int) -> int:
    """Whichever of the three is nearest to left + above - corner; of equally near ones, the first."""
    return min((left, above, corner), key=lambda each: abs(left + above - corner - each))
