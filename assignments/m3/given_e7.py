"""Given for m3.e7: the clouds, the yardstick of the race, and what the tests drive your functions with."""

import json
import tempfile
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


def cloud(n: int, seed: int) -> np.ndarray:
    """n points, float32 of shape (n, 3): fifty heaps of different sizes, as a scanner sees them, in a room of 20 x 20 x 5."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform((0, 0, 0), (20, 20, 5), (50, 3))
    widths = rng.uniform(0.04, 0.2, (50, 1))
    which = rng.integers(0, 50, n)
    points = middles[which] + widths[which] * rng.normal(0, 1, (n, 3))
    return np.clip(points, (0, 0, 0), (20, 20, 5)).astype(np.float32)


def point_by_point(points: np.ndarray, cell_bits: int, q_bits: int, level: int) -> dict[str, bytes]:
    """The yardstick: point after point into the dict of its cell, three numbers of 16 bits each, then zlib."""
    low, high = points.min(0).tolist(), points.max(0).tolist()
    last = (1 << (cell_bits + q_bits)) - 1
    cells: dict[int, bytearray] = {}
    for point in points.tolist():
        number, inside = 0, b""
        for x, least, most in zip(point, low, high, strict=True):
            step = min(int((x - least) / ((most - least) or 1.0) * (last + 1)), last)
            number = number << cell_bits | step >> q_bits
            inside += (step & (1 << q_bits) - 1).to_bytes(2, "little")
        cells.setdefault(number, bytearray()).extend(inside)
    return {format(number, "x"): zlib.compress(content, level) for number, content in cells.items()}


# For the tests: files stay on this side of the wire, what is in them comes back.


def _tree(root: Path) -> dict[str, bytes]:
    """All that lies below root: the content of files, by their paths."""
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else b"" for path in sorted(root.rglob("*"))}


def saved(
    save: Callable[..., Any], meta: Any, cells: Any, before: dict[str, bytes] | None = None, *, as_text: bool = False
) -> dict[str, Any]:
    """What save does with a folder that holds `before`, or is not there: answer, error, its files, and what changed outside.

    OUTSIDE in a cell's name stands for a path of a folder that is there.
    """
    with tempfile.TemporaryDirectory() as root:
        folder, outside = Path(root, "clouds", "mine"), Path(root, "outside")
        for each in (folder.parent, outside):
            each.mkdir()
        if before is not None:
            _write(folder, before)
        meta, cells = _replaced(meta, str(outside)), _replaced(cells, str(outside))
        was = {path: content for path, content in _tree(Path(root)).items() if not path.startswith("clouds/mine")}
        answer, error = None, ""
        try:
            answer = save(meta, cells, str(folder) if as_text else folder)
        except ValueError:
            error = "ValueError"
        now = _tree(Path(root))
        beyond = {path: content for path, content in now.items() if not path.startswith("clouds/mine")}
        files = _tree(folder) if folder.exists() else None
        return {"answer": answer, "error": error, "files": files, "outside": beyond != was, "meta": meta, "cells": cells}


def _replaced(value: Any, outside: str) -> Any:
    """The same with OUTSIDE in its keys replaced."""
    if isinstance(value, dict):
        return {str(key).replace("OUTSIDE", outside): _replaced(each, outside) for key, each in value.items()}
    return value


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def loaded(
    load: Callable[..., Any], files: dict[str, bytes] | None, odd: dict[str, str] | None = None, *, as_text: bool = False
) -> dict[str, Any]:
    """What load makes of a folder with these files: answer, error, and whether something changed.

    odd says what else is there: by its name "folder", "link" (to a file outside, with the right content), "endless" (a link to
    a device that can be read for ever), or "outside": the file is not in the folder, but one above it. No files at all: no
    folder.
    """
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "mine")
        if files is not None:
            _write(folder, {name: content for name, content in files.items() if name not in (odd or {})})
        for name, kind in (odd or {}).items():
            if kind == "folder":
                (folder / name).mkdir()
            elif kind == "endless":
                (folder / name).symlink_to("/dev/zero")
            else:
                (Path(root) / name).write_bytes((files or {})[name])
                if kind == "link":
                    (folder / name).symlink_to(Path(root) / name)
        was = sorted(str(path) for path in Path(root).rglob("*"))
        answer, error = None, ""
        try:
            answer = load(str(folder) if as_text else folder)
        except ValueError:
            error = "ValueError"
        return {"answer": answer, "error": error, "changed": sorted(str(path) for path in Path(root).rglob("*")) != was}


def meta_file(meta: Any) -> bytes:
    """What stands in meta.json for this meta, with its right check sum."""
    text = json.dumps(meta, sort_keys=True)
    return json.dumps({"meta": meta, "crc32": zlib.crc32(text.encode())}).encode()


def peak_of(decode: Callable[..., Any], meta: Any, cells: Any) -> dict[str, Any]:
    """Whether decode refuses, and how many bytes it asked for at the worst moment."""
    error = ""
    tracemalloc.start()
    try:
        decode(meta, cells)
    except ValueError:
        error = "ValueError"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"error": error, "peak": peak}


def encoded_twice(encode: Callable[..., Any], decode: Callable[..., Any], points: np.ndarray) -> list[Any]:
    """Clouds that come in one array, one after the other; all answers are looked at in the end."""
    first = encode(points, 2, 8, 6)
    seen = decode(*first)
    then = seen.copy()
    points *= 2
    second = encode(points, 2, 8, 6)
    again, *_ = [decode(*second) for _ in range(3)]  # three, for those who have two or three arrays that take turns
    again[...] = -1
    return [then, seen, decode(*second), decode(*first)]


def encoded_view(encode: Callable[..., Any], block: np.ndarray, kind: str) -> Any:
    """What encode makes of a view of a block: "every other", "backwards", "columns" of a wider one, "turned" or "read-only"."""
    views = {"every other": block[::2, :3], "backwards": block[::-1, :3], "columns": block[:, 1:4], "turned": block.T[:, :3]}
    if kind == "read-only":
        block = block[:, :3].copy()
        block.flags.writeable = False
        return encode(block, 3, 7, 6)
    return encode(views[kind], 3, 7, 6)
