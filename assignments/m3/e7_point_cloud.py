"""m3.e7: compress a cloud of points to a sixth, with an error that you can state, and read it back from anybody.

numpy, numba, zlib and json are all you need, and whatever else Python brings along. given_e7 has the yardstick and the clouds
of the tests. No function changes what it is given or keeps it, and every answer is new. What is refused is refused with a
ValueError, whatever is the matter with it.

Places become whole numbers. low and high are the least and the largest coordinate of the cloud on each axis. On an axis,
b = cell_bits + q_bits bits say where a point is: its step is the integer part of
    (x - low) / (high - low) * 2**b
in float64; a point at high has the last step, 2**b - 1, and where high equals low, every step is 0. The three steps become one
number, the code, by taking turns: bit i of the step in x is bit 3 i of the code, that in y is bit 3 i + 1, in z bit 3 i + 2
(Morton order, as in m3.e5). The highest 3 cell_bits bits of the code are the number of the cell in which the point lies, the
other 3 q_bits bits say where in the cell. The name of a cell is its number in hexadecimal as format(number, "x") writes it.
What is stored of a cell, and how, is up to you: a bytes object, which has to be small.

cell_bits is an int from 0 to 7, q_bits one from 1 to 16, and both together are 21 or less. A compressed cloud is (meta, cells):
    cells   a dict: the bytes of every cell with a point in it, by the name of the cell
    meta    a dict with five keys:
            "cell_bits", "q_bits"   as above
            "low", "high"           lists of three floats; for a cloud without points, all are 0.0
            "cells"                 a dict with the same names as cells: by each a list of three ints, which are the number of
                                    points, the number of bytes, and the zlib.crc32 of these bytes
json writes meta and reads it again as it was.

decode, load, save and max_error_bound take what others have made, and refuse a meta that is not as above: another type or
length (an int is no float), a key too many or too few, bits outside their range, a low or high that is not finite, a low above
its high, a name that is no cell's (with a leading zero, a capital letter, a path in it), a cell with less than one point, a
negative number of bytes, a check sum that is not from 0 to 2**32 - 1. decode and save refuse cells, too, that do not fit meta:
other names, another number of bytes, another check sum, something that is not bytes.
"""

from pathlib import Path
from typing import Any

import numpy as np


def encode(points: np.ndarray, cell_bits: int, q_bits: int, level: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(meta, cells) of a cloud. This is what races, without any file.

    points is float32 of shape (n, 3), n 0 or more; it may be read-only, and a view with any strides. Points may repeat, and
    -0.0 is 0.0. level, from 0 to 9, is how hard zlib should try, if you use it.

    Refused are: anything but a numpy array of float32 (in the byte order of the machine) with that shape, an infinite
    coordinate or one that is not a number, bits that are no ints or out of their range, and a level that is not from 0 to 9.

    given_e7.cloud(200_000, seed) with cell_bits 3, q_bits 10 and level 6 has to come down from 96 bits a point to 20, and for
    another point of yours to 17.5; what counts are the bytes in cells. It may take 12 times as much memory as points, beside
    them. The race has 20,000 points of such a cloud, the same bits, and level 1, with which 30 bits a point are allowed; it is
    against given_e7.point_by_point. What was encoded is decoded by another process.
    """
    raise NotImplementedError


def decode(meta: dict[str, Any], cells: dict[str, bytes]) -> np.ndarray:
    """The points, float32 of shape (n, 3), in ascending order of their codes.

    All points are there, also those that repeat. Each coordinate is the middle of its step, low + (step + 0.5) * width, where
    width is (high - low) / 2**b; it is computed in float64 and rounded to float32 in the end. So where high equals low, it is
    exactly that.

    Refused are: what is said above, and bytes that are not those of as many points, or have others behind them, even if their
    check sum is right. The order of the dicts, of meta's and of cells, says nothing. Whoever made them: decode raises
    ValueError or answers, and needs no more memory than 64 MiB and a hundred times the bytes and points that really are
    there, neither for a small cell that says it has 10**12 points nor for one that unpacks to far more than its points need.
    """
    raise NotImplementedError


def max_error_bound(meta: dict[str, Any]) -> np.ndarray:
    """How far a decoded coordinate may be from the original at most, for each of the three axes: float64 of shape (3,).

    It is half the width of a step, and what rounding to float32 adds: width / 2 + 2**-24 * max(|low|, |high|) + 2**-150.
    """
    raise NotImplementedError


def save(meta: dict[str, Any], cells: dict[str, bytes], folder: str | Path) -> None:
    """Write the cloud to a folder, which is made if it is not there (its parent is): one file for each cell, and meta.json.

    The file of a cell is its name with .cell behind it and holds the bytes. meta.json is JSON, an object with two keys: "meta",
    and "crc32", which is zlib.crc32(json.dumps(meta, sort_keys=True).encode()). Files of these names are written over, all
    others stay. What is refused is refused before anything is written or made, inside the folder or outside.
    """
    raise NotImplementedError


def load(folder: str | Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(meta, cells) as they were saved, perhaps by another program and years ago. Nothing is written.

    Files that meta.json does not name do not matter. The folder may be from anybody: load gives exactly what was saved, or
    refuses. Refused are: a folder that is not there, or without meta.json; a meta.json that is not JSON, however deep it is
    nested, that has other keys or another check sum, or whose meta is not as above; a cell's file that is missing, cut, too
    long or altered; and a file of these that is not a regular file, but a folder, a link or a device. Nothing outside the
    folder is read.
    """
    raise NotImplementedError
