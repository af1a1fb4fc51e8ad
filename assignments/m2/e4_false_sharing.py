"""m2.e4: two workers that never touch the same number can still slow each other down.

A processor moves memory in lines, and a line that one core writes to has to be taken from the other core first.
given_e4 has LINE, the bytes of a line, and add_all, which does the adding. numpy and threads are all you need.
"""

import numpy as np


def line_of(array: np.ndarray, i: int) -> int:
    """The line in which element i of array begins: the element's address in bytes, divided by LINE, rounded down.

    array has one dimension and any dtype, and may be a view, such as a[::3] or a[::-1]. i is from 0 to len(array) - 1.
    """
    raise NotImplementedError


def make_counters(workers: int, dtype: str = "i8") -> tuple[np.ndarray, list[int]]:
    """(array, indices): zeros of that dtype, one right behind the other; worker w is going to count in array[indices[w]].

    Every call makes new ones: whoever got some earlier may still be counting. workers is at least 1 here and below.

    The line of every counter has to be its alone: no other counter lies on it, and all LINE bytes of it lie inside
    array, so that nothing else in memory is on it. This must hold wherever numpy happens to place the array, and for
    every dtype of 1, 2, 4 or 8 bytes.
    """
    raise NotImplementedError


def count_parallel(x: np.ndarray, workers: int) -> int:
    """The sum of x (uint8, any length, also 0), added up by that many threads at the same time. This is the one that races.

    Somebody wants to read along while it runs. So every worker adds its share of x to its own counter, on a line of its
    own, by given_e4.add_all, which writes after every element. Where there are 100 elements or more for each worker, all of
    them do so in threads of their own; with fewer, fewer threads will do. The answer is a Python int. Several threads may
    call this at the same time.
    """
    raise NotImplementedError
