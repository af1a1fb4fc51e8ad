"""m3.x2: bytes in as few bits as their counts allow, and back, fast, and without trusting anybody.

Of n bytes in which each value v comes count[v] times, a coder that knows nothing but these counts needs at least
    n * H / 8 bytes,   H = the sum of -p[v] * log2(p[v]),   p[v] = count[v] / n
This is the entropy bound. Two coders come near it: canonical Huffman, which gives every value a code of whole bits, and range
coding, which does not round to bits. Take the one you like, and say in CODER which one it is: "huffman" or "range".

A stream is an array of uint8 of shape (m,), these pieces one after the other:
    4 bytes     n, from 0 to 2**24
    the table   "huffman": 256 bytes, the length of the code of each value in bits, 0 for a value that does not occur
                "range": 512 bytes, a number of 16 bits for each value, 0 for one that does not occur; their sum is 2**14
    the codes   as many bytes as it takes
    4 bytes     zlib.crc32 of everything before
All numbers of several bytes begin with the lowest byte (little-endian). Where n is 0, the table is all zeros and there are no
codes.

"huffman" is the canonical code: values in ascending order of the lengths of their codes, equally long ones in ascending order
of the values; the first code is all zeros, and each one after it is the code before, plus one, with as many zeros behind it as
it is longer. With a single value, its code is one 0. The codes of the n bytes follow each other, the first bit in the highest
bit of a byte, and zeros fill up the last byte. No code has more than 40 bits: Huffman's method gives none that long for 2**24
bytes, but whoever writes a stream may.

How "range" writes its codes is up to you, as long as decode can tell where they end.

numpy, numba and zlib.crc32 are all you need; what unpacks in zlib is forbidden. Arrays of uint8 that go
in may be views with any strides, and read-only; they stay as they are. Those that come out are new.
"""

import numpy as np

CODER = "huffman"


def encode(data: np.ndarray) -> np.ndarray:
    """The stream of these bytes, uint8 of shape (m,). data is uint8 of shape (n,), also where n is 0.

    200,000 bytes of given_x2.source, which are decoded by another process, take at most 1.06 times the entropy bound with
    "huffman", 1.02 times with "range", everything counted, whatever the kind.

    Raises ValueError for anything but a numpy array of uint8 with one axis, and for more than 2**24 bytes.
    """
    raise NotImplementedError


def decode(stream: np.ndarray) -> np.ndarray:
    """The bytes of this stream, uint8 of shape (n,). This is what races.

    Any stream may come, from any program that keeps to the above ("range": from your own encode), and from those who do not.
    decode raises ValueError
      - for anything but a numpy array of uint8 with one axis;
      - for a stream that was cut, that goes on behind its end, or that has a wrong check sum;
      - and, also where somebody has made the check sum right: for n above 2**24; for codes that need fewer or more bytes than
        there are; with "huffman" for a code of more than 40 bits, for a table with a hole, where some bits are no code (the sum
        of 2**-length is below 1; a single value with one bit is none), for one with too many codes (the sum is above 1), for
        bits that are no code, for a last byte that is not filled up with zeros; with "range" for another sum than 2**14; for
        a table that is not all zeros where n is 0, or is where it is not.
    Whether all values in the table do occur is not asked. Whatever comes, decode ends within five seconds, takes no more than
    64 MiB beside a stream of up to 32 MiB (if that is contiguous), and reads nothing beside the stream: its answer does not
    depend on what lies there.

    It races with 300,000 bytes of given_x2.source("steps", …) against given_x2.table_driven, a compiled decoder that looks each
    code up in a table, for a code that was chosen beforehand. Each decodes its own stream. With "range" the yardstick does it
    two times, given_x2.table_driven_twice, for a range coder divides for every byte.
    """
    raise NotImplementedError
