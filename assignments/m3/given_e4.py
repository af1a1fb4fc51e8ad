"""Given for m3.e4: sorting by one bit after the other, and what races. Yours to read and to call, not to change."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


@njit
def sort_bit_by_bit(x, bits):
    """What radix_sort does, with two kinds of numbers in each pass: those with a 0 come first, those with a 1 after them.

    Every pass keeps the order among those that are alike. So after the pass over bit 5, numbers with the same bit 5 are still
    in the order of bits 0 to 4, and all together in the order of bits 0 to 5.
    """
    source, target = x.copy(), np.empty_like(x)
    for bit in range(bits):
        next_place = np.zeros(2, np.int64)
        for number in source:
            next_place[1] += 1 - np.int64((number >> np.uint32(bit)) & np.uint32(1))
        for number in source:
            kind = (number >> np.uint32(bit)) & np.uint32(1)
            target[next_place[kind]] = number
            next_place[kind] += 1
        source, target = target, source
    return source


@njit
def argsort_bit_by_bit(keys):
    """What radix_argsort does: with every key goes the place that it came from."""
    source, target = keys.copy(), np.empty_like(keys)
    order, new_order = np.arange(len(keys)).astype(np.int32), np.empty(len(keys), np.int32)
    for bit in range(32):
        next_place = np.zeros(2, np.int64)
        for number in source:
            next_place[1] += 1 - np.int64((number >> np.uint32(bit)) & np.uint32(1))
        for i in range(len(source)):
            kind = (source[i] >> np.uint32(bit)) & np.uint32(1)
            place = next_place[kind]
            target[place], new_order[place] = source[i], order[i]
            next_place[kind] = place + 1
        source, target = target, source
        order, new_order = new_order, order
    return order


_ODD = np.uint32(2654435769)
"""Multiplying by an odd number brings all 2**32 numbers into disorder, and no two of them to the same place."""


def sort_again(sort: Callable[..., Any], x: np.ndarray, bits: int) -> Any:
    """What races: 20 times, what was sorted is brought into disorder, and sorted again."""
    for _ in range(20):
        x = sort(x * _ODD, bits)
    return x


def sort_again_bit_by_bit(x: np.ndarray, bits: int) -> Any:
    """The yardstick: the same with sort_bit_by_bit."""
    return sort_again(sort_bit_by_bit, x, bits)


def order_again(argsort: Callable[..., Any], keys: np.ndarray) -> Any:
    """What races: the order of the keys, and 20 times that of others that depend on the order before."""
    order = argsort(keys)
    for _ in range(20):
        keys = (keys * _ODD) ^ order.view(np.uint32)
        order = argsort(keys)
    return order


def order_again_bit_by_bit(keys: np.ndarray) -> Any:
    """The yardstick: the same with argsort_bit_by_bit."""
    return order_again(argsort_bit_by_bit, keys)


# For the tests: what arrays look like in memory is decided on this side of the wire.


def of_view(function: Callable[..., Any], step: int, writable: bool, x: np.ndarray, *others: Any) -> tuple[Any, bool]:
    """(function of every step-th element of a larger array; whether all of it is as it was afterwards)."""
    larger = np.full(len(x) * abs(step), 7, x.dtype)
    view = larger[::step]
    view[:] = x
    larger.flags.writeable = view.flags.writeable = writable
    before = larger.tobytes()
    answer = function(view, *others)
    return answer.copy() if isinstance(answer, np.ndarray) else answer, before == larger.tobytes()


def kept(function: Callable[..., Any], x: np.ndarray, other: np.ndarray, *others: Any) -> tuple[Any, bool]:
    """(what function(x) returned, as it is after function(other) and after x was overwritten; whether it may be written to)."""
    x = x.copy()
    answer = function(x, *others)
    for _ in range(3):  # answers may take turns in a few buffers
        function(other, *others)
    x[...] = 0
    return answer, bool(answer.flags.writeable)


def overwritten(function: Callable[..., Any], x: np.ndarray, other: np.ndarray, *others: Any) -> list[Any]:
    """The answers for one array that holds the numbers of x, and then those of other, which is as long."""
    array = x.copy()
    first = function(array, *others)
    array[...] = other
    return [first, function(array, *others)]
