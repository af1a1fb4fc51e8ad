"""m3.e7: a cloud of points as sorted codes, their differences, byte planes and zlib, and back without trusting anybody."""

import json
import math
import zlib
from pathlib import Path
from typing import Any

import numpy as np

_SPREAD = [
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
]
"""By how much the upper half of each group moves up, and which bits are then left: from 21 bits in a row to every third one."""


def _spread(steps: np.ndarray) -> np.ndarray:
    """Two free bits above each of the lowest 21 bits."""
    for shift, mask in _SPREAD:
        steps = (steps | steps << np.uint64(shift)) & np.uint64(mask)
    return steps


def _gather(codes: np.ndarray) -> np.ndarray:
    """Every third bit of the codes, in a row."""
    steps = codes & np.uint64(_SPREAD[-1][1])
    masks = [0x1FFFFF, *(mask for _, mask in _SPREAD)]
    for (shift, _), mask in zip(reversed(_SPREAD), reversed(masks[:-1]), strict=True):
        steps = (steps | steps >> np.uint64(shift)) & np.uint64(mask)
    return steps


def _check_bits(cell_bits: Any, q_bits: Any) -> None:
    if type(cell_bits) is not int or type(q_bits) is not int:
        raise ValueError("the numbers of bits should be ints")
    if not (0 <= cell_bits <= 7 and 1 <= q_bits <= 16 and cell_bits + q_bits <= 21):
        raise ValueError("cell_bits should be 0 to 7, q_bits 1 to 16, and both together 21 or less")


def encode(points: np.ndarray, cell_bits: int, q_bits: int, level: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(meta, cells): sort the codes, keep only the differences, and lay their bytes out so that equal ones are neighbours."""
    if type(points) is not np.ndarray or points.dtype != np.float32 or points.ndim != 2 or points.shape[1] != 3:
        raise ValueError("points should be an array of float32 of shape (n, 3)")
    _check_bits(cell_bits, q_bits)
    if type(level) is not int or not 0 <= level <= 9:
        raise ValueError("level should be 0 to 9")
    if not np.isfinite(points).all():
        raise ValueError("all coordinates should be finite")
    zero = np.zeros(3)
    low, high = (points.min(0).astype(float), points.max(0).astype(float)) if len(points) else (zero, zero)
    meta = {"cell_bits": cell_bits, "q_bits": q_bits, "low": low.tolist(), "high": high.tolist()}
    codes = np.sort(_codes(points, low, high, cell_bits + q_bits))
    table, cells = {}, {}
    numbers = codes >> np.uint64(3 * q_bits)
    starts = np.flatnonzero(np.diff(numbers, prepend=np.uint64(1 << 63)))
    # The first code of a cell is kept as it is, without the number of the cell; of all others the difference from the last.
    deltas = np.diff(codes, prepend=np.uint64(0))
    deltas[starts] = codes[starts] & np.uint64((1 << 3 * q_bits) - 1)
    rows = deltas.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : _planes(q_bits)]
    borders = [*starts.tolist(), len(codes)]
    for number, start, end in zip(numbers[starts].tolist(), borders[:-1], borders[1:], strict=True):
        content = zlib.compress(rows[start:end].T.tobytes(), level)
        cells[format(number, "x")] = content
        table[format(number, "x")] = [end - start, len(content), zlib.crc32(content)]
    return {**meta, "cells": table}, cells


def _planes(q_bits: int) -> int:
    """How many bytes hold the place in a cell."""
    return (3 * q_bits + 7) // 8


def _codes(points: np.ndarray, low: np.ndarray, high: np.ndarray, bits: int) -> np.ndarray:
    codes = np.zeros(len(points), np.uint64)
    for axis in range(3):
        if high[axis] > low[axis]:
            steps = (points[:, axis].astype(float) - low[axis]) / (high[axis] - low[axis]) * 2.0**bits
            codes |= _spread(np.minimum(steps, 2.0**bits - 1).astype(np.uint64)) << np.uint64(axis)
    return codes


def decode(meta: dict[str, Any], cells: dict[str, bytes]) -> np.ndarray:
    """The points in the order of their codes."""
    _check_cloud(meta, cells)
    cell_bits, q_bits = meta["cell_bits"], meta["q_bits"]
    codes = [np.zeros(0, np.uint64)]
    for name in sorted(cells, key=lambda name: int(name, 16)):
        codes.append(_unpacked(cells[name], meta["cells"][name][0], q_bits) | np.uint64(int(name, 16) << 3 * q_bits))
    all_codes = np.concatenate(codes)
    points = np.empty((len(all_codes), 3), np.float32)
    for axis, (low, high) in enumerate(zip(meta["low"], meta["high"], strict=True)):
        steps = _gather(all_codes >> np.uint64(axis))
        points[:, axis] = low + (steps.astype(float) + 0.5) * ((high - low) / 2.0 ** (cell_bits + q_bits))
    return points


def _unpacked(content: bytes, count: int, q_bits: int) -> np.ndarray:
    """The codes in a cell of so many points; no more is unpacked than they need."""
    planes = _planes(q_bits)
    if count * planes > 1100 * len(content):
        raise ValueError("nothing that zlib packs becomes so small")
    unpacker = zlib.decompressobj()
    try:
        raw = unpacker.decompress(content, count * planes + 1)
    except zlib.error as error:
        raise ValueError(f"a cell cannot be unpacked: {error}") from None
    if len(raw) != count * planes or not unpacker.eof or unpacker.unused_data:
        raise ValueError("a cell has not as many points as it says")
    rows = np.zeros((count, 8), np.uint8)
    rows[:, :planes] = np.frombuffer(raw, np.uint8).reshape(planes, count).T
    codes = np.cumsum(rows.view("<u8")[:, 0], dtype=np.uint64)
    if codes.max() >> np.uint64(3 * q_bits) or (codes[1:] < codes[:-1]).any():
        raise ValueError("a code lies outside its cell")
    return codes


def _check_meta(meta: Any) -> None:
    if type(meta) is not dict or set(meta) != {"cell_bits", "q_bits", "low", "high", "cells"}:
        raise ValueError("meta should be a dict with five keys")
    _check_bits(meta["cell_bits"], meta["q_bits"])
    for key in ("low", "high"):
        numbers = meta[key]
        if type(numbers) is not list or len(numbers) != 3 or not all(type(x) is float and math.isfinite(x) for x in numbers):
            raise ValueError(f"{key} should be a list of three finite floats")
    if any(low > high for low, high in zip(meta["low"], meta["high"], strict=True)):
        raise ValueError("low should not be above high")
    if type(meta["cells"]) is not dict:
        raise ValueError("the cells of meta should be a dict")
    for name, numbers in meta["cells"].items():
        _check_name(name, meta["cell_bits"])
        if type(numbers) is not list or len(numbers) != 3 or not all(type(number) is int for number in numbers):
            raise ValueError("of each cell there should be a list of three ints")
        if numbers[0] < 1 or numbers[1] < 0 or not 0 <= numbers[2] < 1 << 32:
            raise ValueError("a cell has a number that cannot be")


def _check_name(name: Any, cell_bits: int) -> None:
    """Only what encode itself would write is a name: so no path can be one."""
    if type(name) is not str or not 1 <= len(name) <= 6 or not set(name) <= set("0123456789abcdef"):
        raise ValueError("a cell has a name that is not a number")
    if format(int(name, 16), "x") != name or int(name, 16) >> 3 * cell_bits:
        raise ValueError("there is no cell of this name")


def _check_cloud(meta: Any, cells: Any) -> None:
    _check_meta(meta)
    if type(cells) is not dict or cells.keys() != meta["cells"].keys():
        raise ValueError("cells and meta should have the same names")
    for name, content in cells.items():
        if type(content) is not bytes or [len(content), zlib.crc32(content)] != meta["cells"][name][1:]:
            raise ValueError(f"the bytes of cell {name} are not those that meta speaks of")


def max_error_bound(meta: dict[str, Any]) -> np.ndarray:
    """Half a step, and the rounding of the answer."""
    _check_meta(meta)
    low, high = np.array(meta["low"]), np.array(meta["high"])
    width = (high - low) / 2.0 ** (meta["cell_bits"] + meta["q_bits"])
    return width / 2 + 2.0**-24 * np.maximum(abs(low), abs(high)) + 2.0**-150


def save(meta: dict[str, Any], cells: dict[str, bytes], folder: str | Path) -> None:
    """One file for each cell, and meta.json, once all names are known to be harmless."""
    _check_cloud(meta, cells)
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    for name, content in cells.items():
        (folder / f"{name}.cell").write_bytes(content)
    (folder / "meta.json").write_text(json.dumps({"meta": meta, "crc32": _crc(meta)}), encoding="utf-8")


def _crc(meta: Any) -> int:
    return zlib.crc32(json.dumps(meta, sort_keys=True).encode())


def load(folder: str | Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """(meta, cells): nothing is believed before it is checked, names first of all."""
    folder = Path(folder)
    try:
        whole = json.loads(_read(folder / "meta.json"))
    except RecursionError:
        raise ValueError("meta.json is nested too deep") from None
    if type(whole) is not dict or set(whole) != {"meta", "crc32"}:
        raise ValueError("meta.json should have two keys")
    meta = whole["meta"]
    _check_meta(meta)
    if type(whole["crc32"]) is not int or whole["crc32"] != _crc(meta):
        raise ValueError("meta.json has been altered")
    cells = {name: _read(folder / f"{name}.cell", numbers[1]) for name, numbers in meta["cells"].items()}
    _check_cloud(meta, cells)
    return meta, cells


def _read(path: Path, size: int | None = None) -> bytes:
    """The bytes of a regular file, which has this size."""
    if not path.is_file() or path.is_symlink():
        raise ValueError(f"there is no file {path.name}")
    if size is not None and path.stat().st_size != size:
        raise ValueError(f"{path.name} has been cut, or is too long")
    return path.read_bytes()
