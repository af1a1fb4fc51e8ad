"""Given for m1.x1: read_page for you, and what the tests watch your code with."""

import tempfile
import tracemalloc
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

_read: list[int] = []
_handed_out: list[weakref.ref] = []
_at_a_time: list[int] = []


def read_page(path: str, number: int, page: int) -> np.ndarray:
    """Page `number`, from 0 on, of a file of int64 with `page` of them on each; the last page may have fewer.

    Raises IndexError if there is no such page.
    """
    numbers = np.fromfile(path, np.int64, page, offset=8 * page * number) if number >= 0 else np.zeros(0)
    if not len(numbers):
        raise IndexError(f"the file has no page {number}")
    _handed_out[:] = [kept for kept in _handed_out if kept() is not None]
    _handed_out.append(weakref.ref(numbers))
    _at_a_time.append(len(_handed_out))
    _read.append(number)
    return numbers


# For the tests: what they ask about pages comes back as plain numbers.


def watch(make: Callable[..., Any], numbers: np.ndarray, page: int, capacity: int, wanted: list[Any]) -> list[dict[str, Any]]:
    """What is seen of make(path, n, page, capacity) for a file with these numbers, and again after each of the wishes.

    A wish is an index, or an array of indices to take. result is what came back, or "IndexError"; read are the numbers
    of the pages that were read since the wish before; kept is how many pages are still in memory, and most how many were
    at a time when one of these had just been read.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "numbers"
        numbers.tofile(path)
        _read.clear()
        _handed_out.clear()
        _at_a_time.clear()
        paged = make(str(path), len(numbers), page, capacity)
        seen = [_seen(paged, len(paged))]
        for wish in wanted:
            try:
                result = paged.take(wish) if isinstance(wish, np.ndarray) else paged[wish]
            except IndexError:
                result = "IndexError"
            seen.append(_seen(paged, result))
        return seen


def _seen(paged: Any, result: Any) -> dict[str, Any]:
    read, kept = list(_read), sum(page() is not None for page in _handed_out)
    most = max(_at_a_time, default=0)
    _read.clear()
    _at_a_time.clear()
    return {"result": result, "hits": paged.hits, "misses": paged.misses, "read": read, "kept": kept, "most": most}


def two_at_a_time(make: Callable[..., Any], numbers: np.ndarray, others: np.ndarray, page: int, indices: np.ndarray) -> dict:
    """What two arrays of two files answer in turn, element by element, and to take; indices afterwards.

    Somebody writes to the answer of take before the same is wanted once more.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("numbers", "others")]
        for path, content in zip(paths, (numbers, others), strict=True):
            content.tofile(path)
        arrays = [make(str(path), len(numbers), page, len(numbers)) for path in paths]
        one_by_one = [[array[int(i)] for array in arrays] for i in indices]
        arrays[0].take(indices)[...] = -1
        taken = [array.take(indices) for array in arrays]
        counts = [(array.hits, array.misses) for array in arrays]
        return {"one by one": one_by_one, "taken": taken, "counts": counts, "indices": indices}


def peak(make: Callable[..., Any], n: int, page: int, capacity: int, indices: np.ndarray) -> int:
    """The most bytes that Python and numpy held at a time for reading these indices, in halves, from a file of n zeros."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zeros"
        with path.open("wb") as file:
            file.truncate(8 * n)
        tracemalloc.start()
        try:
            paged = make(str(path), n, page, capacity)
            for half in (indices[: len(indices) // 2], indices[len(indices) // 2 :]):
                paged.take(half)
                for i in half[:100].tolist():
                    paged[i]
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
