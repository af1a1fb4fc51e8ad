"""Reading PNGs of students: every filter, and for a broken one the byte and the rule."""

import struct
import zlib

import numpy as np
import pytest

from graders.judge import png
from graders.judge.failure import Mismatch

PICTURE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3) * 13


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(**other: int) -> bytes:
    fields = {"width": 3, "height": 2, "depth": 8, "colour": 2, "compression": 0, "filters": 0, "interlace": 0} | other
    return chunk(b"IHDR", struct.pack(">IIBBBBB", *fields.values()))


ROWS = b"".join(b"\0" + row.tobytes() for row in PICTURE)
DATA, END = chunk(b"IDAT", zlib.compress(ROWS)), chunk(b"IEND", b"")
WHOLE = png.SIGNATURE + header() + DATA + END


def of(rows: bytes) -> bytes:
    return png.SIGNATURE + header() + chunk(b"IDAT", zlib.compress(rows)) + END


def with_byte(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + bytes([value]) + data[at + 1 :]


def test_what_is_in_it() -> None:
    half = len(zlib.compress(ROWS)) // 2
    parts = [chunk(b"IDAT", zlib.compress(ROWS)[:half]), chunk(b"IDAT", zlib.compress(ROWS)[half:])]
    text = chunk(b"tEXt", b"Author\0somebody")
    for data in (WHOLE, png.SIGNATURE + header() + text + b"".join(parts) + text + END):
        assert np.array_equal(png.decode(data), PICTURE)


@pytest.mark.parametrize("kind", range(5))
def test_every_filter(kind: int) -> None:
    """Filtered here the way the specification says it, byte by byte."""
    picture = np.random.default_rng(kind).integers(0, 256, (4, 5, 3)).astype(int)
    rows = b""
    for y, row in enumerate(picture):
        line = []
        for x, pixel in enumerate(row):
            for c, value in enumerate(pixel):
                a = int(row[x - 1][c]) if x else 0
                b = int(picture[y - 1][x][c]) if y else 0
                corner = int(picture[y - 1][x - 1][c]) if x and y else 0
                p = a + b - corner
                away = abs(p - a), abs(p - b), abs(p - corner)
                paeth = a if away[0] <= away[1] and away[0] <= away[2] else b if away[1] <= away[2] else corner
                line.append((int(value) - (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
        rows += bytes([kind, *line])
    data = png.SIGNATURE + header(width=5, height=4) + chunk(b"IDAT", zlib.compress(rows)) + END
    assert np.array_equal(png.decode(data), picture.astype(np.uint8))


BROKEN = {
    "empty": (b"", "at byte 0, the file ends here, in its signature"),
    "signature": (with_byte(WHOLE, 4, 10), "at byte 4, the signature has a byte 13 here, the file 10"),
    "no chunks": (png.SIGNATURE, "at byte 8, the file ends here, without a chunk IEND"),
    "half a chunk": (WHOLE[:-3], "a chunk has 12 bytes or more, but only 9 are left"),
    "length": (with_byte(WHOLE, 8, 1), "at byte 8, the length of a chunk is 16777229"),
    "lowest first": (png.SIGNATURE + struct.pack("<I", 13) + header()[4:] + DATA + END, "is its lowest byte the first?"),
    "type": (with_byte(WHOLE, 13, 0), "at byte 12, a chunk's type is four letters"),
    "crc": (with_byte(WHOLE, 30, WHOLE[30] ^ 1), "at byte 29, the CRC of IHDR is"),
    "crc of data": (png.SIGNATURE + header()[:-4] + struct.pack(">I", zlib.crc32(header()[8:-4])), "of its data alone"),
    "crc of all": (png.SIGNATURE + header()[:-4] + struct.pack(">I", zlib.crc32(header()[:-4])), "the length does not belong"),
    "crc turned": (png.SIGNATURE + header()[:-4] + header()[:-5:-1], "the right one with its lowest byte first"),
    "first": (png.SIGNATURE + DATA + header() + END, "at byte 12, the first chunk is IHDR, here it is IDAT"),
    "short": (png.SIGNATURE + chunk(b"IHDR", bytes(12)), "at byte 8, the length of IHDR is 13, here it is 12"),
    "width": (png.SIGNATURE + header(width=0) + DATA + END, "at byte 16, the width is from 1"),
    "height": (png.SIGNATURE + header(height=0) + DATA + END, "at byte 20, the height is from 1"),
    "depth": (png.SIGNATURE + header(depth=16) + DATA + END, "at byte 24, the bit depth is to be 8, here it is 16"),
    "colour": (png.SIGNATURE + header(colour=6) + DATA + END, "at byte 25, the colour type is to be 2, here it is 6"),
    "interlace": (png.SIGNATURE + header(interlace=1) + DATA + END, "at byte 28, the interlace is to be 0"),
    "too large": (png.SIGNATURE + header(width=1 << 20, height=1 << 20) + DATA + END, "more than anybody asked for"),
    "twice": (png.SIGNATURE + header() + header() + DATA + END, "at byte 33, there is one IHDR only"),
    "apart": (png.SIGNATURE + header() + DATA + chunk(b"tEXt", b"") + DATA + END, "all IDAT lie one behind the other"),
    "unknown": (png.SIGNATURE + header() + chunk(b"ABCD", b"") + DATA + END, "at byte 37, no reader knows a chunk ABCD"),
    "no data": (png.SIGNATURE + header() + END, "at byte 33, here is IEND, but there was no IDAT"),
    "no zlib": (
        png.SIGNATURE + header() + chunk(b"IDAT", b"rubbish") + END,
        "at byte 41, the data of IDAT is no stream of zlib",
    ),
    "cut": (
        png.SIGNATURE + header() + chunk(b"IDAT", zlib.compress(ROWS)[:-1]) + END,
        "the stream of zlib in IDAT does not end",
    ),
    "more": (png.SIGNATURE + header() + chunk(b"IDAT", zlib.compress(ROWS) + b"x") + END, "1 bytes follow in IDAT"),
    "no filters": (of(PICTURE.tobytes()), "inflates to 18 bytes, but 2 rows of 1 + 3 * 3 bytes are 20: is there a filter byte"),
    "too long": (of(ROWS + b"x"), "inflates to more than 20 bytes"),
    "filter": (of(with_byte(ROWS, 10, 7)), "that of row 1 is 7 (byte 10 of the rows)"),
    "end with data": (png.SIGNATURE + header() + DATA + chunk(b"IEND", b"x"), "the length of IEND is 0, here it is 1"),
    "after the end": (WHOLE + END, "IEND is the last chunk"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_which_byte_breaks_which_rule(name: str) -> None:
    data, sentence = BROKEN[name]
    with pytest.raises(Mismatch) as broken:
        png.decode(data)
    assert sentence in broken.value.sentence
    assert broken.value.sentence.startswith("the file is no PNG: at byte ")
