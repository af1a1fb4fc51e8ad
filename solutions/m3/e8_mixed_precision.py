"""m3.e8: mixed precision, and the energy of a walk through memory."""

from collections import Counter, OrderedDict
from collections.abc import Iterable

import numpy as np

_DROPPED = {"f32": 0, "tf32": 13, "bf16": 16, "f16": 0}
"""How many of the 23 bits of the fraction have no place any more."""
_PICO = 1e-12


def _take(array: np.ndarray, dtype: type, dimensions: int) -> None:
    if array.dtype != dtype:
        raise TypeError(f"an array of {np.dtype(dtype)} is asked for, not of {array.dtype}")
    if array.ndim != dimensions:
        raise ValueError(f"an array of {dimensions} dimensions is asked for, not of {array.ndim}")


def round_to(x: np.ndarray, kind: str) -> np.ndarray:
    """The nearest numbers of that kind, by adding to the bits what carries into the last one that stays."""
    _take(x, np.float32, max(x.ndim, 1))
    if kind not in _DROPPED:
        raise ValueError(f"there is no kind {kind!r}")
    if kind == "f16":
        with np.errstate(over="ignore", under="ignore"):
            return np.array(x.astype(np.float16), np.float32, order="C")
    bits, dropped = np.array(x, np.float32, order="C").view(np.uint32), _DROPPED[kind]
    if dropped:
        # Half of the last bit, less one unless that bit is 1: exactly half goes up only if the last bit is 1.
        bits += (bits >> dropped & 1) + np.uint32((1 << (dropped - 1)) - 1)
        bits &= np.uint32(0xFFFFFFFF << dropped & 0xFFFFFFFF)
    rounded = bits.view(np.float32)
    rounded[np.isnan(x)] = np.nan
    return rounded


def mma(A: np.ndarray, B: np.ndarray, tile: int, in_type: str, acc_type: str) -> np.ndarray:
    """A @ B, piece by piece, with narrow inputs and a narrow accumulator."""
    _take(A, np.float32, 2)
    _take(B, np.float32, 2)
    if A.shape[1] != B.shape[0]:
        raise ValueError(f"{A.shape} and {B.shape} do not fit together")
    if tile < 1:
        raise ValueError("a piece has one product or more")
    left, right = round_to(A, in_type).astype(np.float64), round_to(B, in_type).astype(np.float64)
    accumulator = round_to(np.zeros((len(A), B.shape[1]), np.float32), acc_type)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(B), tile):
            piece = left[:, start : start + tile] @ right[start : start + tile]
            accumulator = round_to((accumulator + piece).astype(np.float32), acc_type)
    return accumulator


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127, and one scale for each column."""
    _take(W, np.float32, 2)
    if not np.isfinite(W).all():
        raise ValueError("infinities and NaN have no whole number")
    scale = np.abs(W).max(axis=0, initial=0) / np.float32(127)
    return np.ascontiguousarray(np.rint(W / np.where(scale, scale, 1)).astype(np.int8)), scale


def int8_matmul(x: np.ndarray, q: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """A product of whole numbers, exact in float64 as it would be in int32, and faster in numpy; then both scales."""
    _take(q, np.int8, 2)
    _take(scale, np.float32, 1)
    _take(x, np.float32, 2)
    if x.shape[1] != q.shape[0] or q.shape[1:] != scale.shape:
        raise ValueError(f"{x.shape}, {q.shape} and {scale.shape} do not fit together")
    rows, row_scale = quantise_int8(x.T)
    sums = rows.T.astype(np.float64) @ q.astype(np.float64)
    return (sums * row_scale[:, None].astype(np.float64) * scale).astype(np.float32)


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    """Picojoules of all operations together, in joules."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("nothing happens less than 0 times")
    return _PICO * sum((count * table[operation] for operation, count in counts.items()), 0.0)


def _walk(places: Iterable[int], line: int, lines: int) -> Counter[str]:
    """What reading these places in this order takes. The cache is in the order of last use."""
    cache: OrderedDict[int, None] = OrderedDict()
    counts = Counter({"f32 add": 0, "cache read": 0, "dram read": 0})
    for place in places:
        counts["f32 add"] += 1
        counts["cache read"] += 1
        number = place // line
        if number in cache:
            cache.move_to_end(number)
            continue
        counts["dram read"] += line
        cache[number] = None
        if len(cache) > lines:
            cache.popitem(last=False)
    return counts


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    """The joules of both walks, element by element."""
    if min(rows, columns, line, lines) < 1:
        raise ValueError("sizes are 1 or more")
    by_rows = _walk(range(rows * columns), line, lines)
    by_columns = _walk((row * columns + column for column in range(columns) for row in range(rows)), line, lines)
    return energy(by_rows, table), energy(by_columns, table)
