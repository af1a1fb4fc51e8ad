"""m5.e7: memory ceilings: attention without its matrix of scores, and the largest of more numbers than there is room for.

numpy is all you need. numba, torch, mmap and ctypes are refused in this exercise: the tests look at how much memory you hold,
and could not see what these have. No function changes what it is given or keeps it, and every answer is new. Where two things
are wrong at once, either error will do.

Attention takes n queries of d numbers, the rows of Q, and m keys with a row of e numbers each, K and V. The score of a query
and a key is their scalar product, divided by the square root of d. Row i of the answer is the mean of all rows of V, each with
the weight exp(score of query i and this key), divided by the sum of these weights. Only differences between the scores of a
query matter: the largest one may be taken from all of them, and has to be where exp would be too large or all weights 0.
m, d and e are 1 or more, n may be 0. All scores are finite in float32, also before they are divided, and so is m times the
largest absolute value in V. Where scores are larger than 100 in the tests, they are exact. A number of the answer may be off
by a thousandth of itself and a ten-thousandth of the largest absolute value in V.
"""

from collections.abc import Iterable

import numpy as np
from given_e7 import TileMemory


def attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray, block: int) -> np.ndarray:
    """The answer, float32 of shape (n, e), with `block` keys at a time, and as many queries, if you like.

    Q (n, d), K (m, d) and V (m, e) are float32, may be read-only, and views with any strides. block is an int of 1 or more; it
    need not divide n or m, and may be larger than both. The answer is the same for every block, but for rounding.

    Another dtype, or something that is no numpy array, raises TypeError. Refused with a ValueError are: arrays that have not
    two dimensions, shapes that do not fit, m, d or e that are 0, a block below 1, and infinities or NaN in Q, K or V, whether
    they reach the answer or not. Finite numbers are never refused, and may be as large as 1e37.

    Memory: for n = m = 2048, d = e = 64 and block 128 at most 2 MiB, with the answer, which has 0.5 MiB, and without Q, K and
    V. (The matrix of scores has 16 MiB.) In general, for block 128 and d and e up to 64, at most the answer and 1 MiB, however
    large n and m are, and whatever the strides.

    The race has n = m = 1024, d = e = 64 and block 128; it is against given_e7.query_by_query.
    """
    raise NotImplementedError


def attention_by_tiles(memory: TileMemory) -> None:
    """The same, from a large memory through a small one: what counts is how many bytes move between the two.

    Q, K and V lie in the large memory; memory.n, memory.m, memory.d and memory.e are their sizes. There are two ways to it:
        memory.read(name, start, stop)   rows start to stop of "Q", "K" or "V", a new float32 array
        memory.write(start, rows)        these rows, float32 of shape (any, e), are the answer's from row start on
    Every byte that is read or written has moved. Every row of the answer is written once, in whatever order. The function
    returns None, and keeps nothing for later.

    The small memory holds memory.room bytes. All that you hold at a time has to fit into it: tiles, scores, sums, and what
    numpy makes on the way. tracemalloc looks at it, and allows room + 8,192 bytes: 8 KiB are for Python itself. An array that a
    variable still names while the next one is read counts, too. So does a buffer that nobody sees: to subtract a column from a
    matrix, also in place, numpy takes up to 8,192 numbers. room is from 16 KiB to 1 MiB, and d + e here from 2 to 128.

    Q and the answer move once. K and V may move as often as a good division needs: with
        rows = memory.room // (16 * (d + e) + 128)
    so many rows of Q and of the answer fit into the room, with all that belongs to them. K and V move ceil(n / rows) times at
    most, once if n is 0; moving less is welcome.
    """
    raise NotImplementedError


def top_k(stream: Iterable[np.ndarray], k: int) -> np.ndarray:
    """The k largest numbers of a stream, float64 of shape (k,), the largest first; equal ones as often as they come.

    The stream gives pieces, arrays of float64 with one dimension, one after the other; of any length, also 0. They may be
    read-only and have any strides. A piece is yours until you ask for the next one: then it may hold other numbers. So nothing
    may be kept of it but copies. You can go through the stream once, and you go to its end, whatever k is.

    If there are fewer than k numbers, the answer has all of them. 0.0 and -0.0 are equal, infinities are numbers. Refused are
    a NaN anywhere in the stream, a k below 0, and a piece that has not one dimension, with a ValueError; a piece of another
    dtype, or one that is no numpy array, with a TypeError. An error that the stream raises goes through.

    Memory, with the answer: four times the longest piece, 64 bytes for each of the k, and 16 KiB at most, however long the
    stream is.
    """
    raise NotImplementedError
