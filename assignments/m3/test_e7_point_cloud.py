import json
import zlib

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e7")


def steps_of(points, low, high, bits):
    """The three steps of every point, one bit more than the width at most."""
    width = np.where(high > low, high - low, 1.0)
    return np.minimum((points.astype("f8") - low) / width * 2.0**bits, 2.0**bits - 1).astype(int)


def code_of(steps, bits):
    """The code of three steps, bit by bit."""
    return sum((int(steps[axis]) >> bit & 1) << (3 * bit + axis) for bit in range(bits) for axis in range(3))


def fits(answer, points, cell_bits, q_bits, what):
    """meta and cells are as the docstring says; returns the points in the order of their codes."""
    check.that(type(answer) is tuple and len(answer) == 2, f"{what}: encode should return (meta, cells)")
    meta, cells = answer
    check.kind(cells, dict, f"cells of {what}")
    bits = cell_bits + q_bits
    low, high = (points.min(0), points.max(0)) if len(points) else (np.zeros(3), np.zeros(3))
    low, high = low.astype("f8"), high.astype("f8")
    codes = np.array([code_of(steps, bits) for steps in steps_of(points, low, high, bits)], "i8")
    numbers, counts = np.unique(codes >> 3 * q_bits, return_counts=True)
    names = [format(number, "x") for number in numbers.tolist()]
    check.equal(sorted(cells), sorted(names), f"the names of the cells of {what}")
    for name, content in cells.items():
        check.kind(content, bytes, f"cell {name} of {what}")
    rows = {
        name: [count, len(cells[name]), zlib.crc32(cells[name])] for name, count in zip(names, counts.tolist(), strict=True)
    }
    want = {"cell_bits": cell_bits, "q_bits": q_bits, "low": low.tolist(), "high": high.tolist(), "cells": rows}
    check.equal(meta, want, f"meta of {what}")
    return points[np.argsort(codes, kind="stable")]


def near(decoded, ordered, meta, what):
    """Every decoded point is as near to its original as meta allows."""
    check.array(decoded, "f4", ordered.shape, f"{what}, decoded,")
    if not len(ordered):
        return
    low, high = np.array(meta["low"]), np.array(meta["high"])
    bound = (high - low) / 2.0 ** (meta["cell_bits"] + meta["q_bits"] + 1)
    bound += 2.0**-24 * np.maximum(abs(low), abs(high)) + 2.0**-150
    off = abs(decoded.astype("f8") - ordered).max(0)
    worst = int(np.argmax(np.where(np.isfinite(off), off / bound, np.inf)))
    check.that(
        bool((off <= bound * (1 + 1e-9)).all()),
        f"{what}: decoded points are not near enough to the originals, in the order of their codes",
        f"on axis {worst} at most {bound[worst]:.6g} is allowed   got {off[worst]:.6g}",
    )


@pytest.mark.points(1)
def test_on_a_grid(student):
    """points on a grid: cells, names, middles of steps"""
    grid = np.array([(x, y, z) for x in (0, 1, 6, 8) for y in (0, 2) for z in (0, 7, 8)], "f4") * (1, 2, 1)
    points = grid.astype("f4")[::-1].copy()
    for cell_bits, q_bits in ((0, 3), (1, 2), (2, 1)):
        what = f"24 points with cell_bits={cell_bits}, q_bits={q_bits}"
        meta, cells = student.encode(points, cell_bits, q_bits, 6)
        ordered = fits((meta, cells), points, cell_bits, q_bits, what)
        width = np.array([1.0, 0.5, 1.0])
        steps = np.minimum(ordered // width, 7)
        check.equal(student.decode(meta, cells), ((steps + 0.5) * width).astype("f4"), f"{what}, decoded,")


@pytest.mark.points(1)
def test_there_and_back(student):
    """a cloud comes back, within the bound"""
    points = student.given.cloud(3000, 7)
    for cell_bits, q_bits in ((3, 10), (2, 5), (0, 12)):
        what = f"3,000 points with cell_bits={cell_bits}, q_bits={q_bits}"
        meta, cells = student.encode(points, cell_bits, q_bits, 6)
        ordered = fits((meta, cells), points, cell_bits, q_bits, what)
        near(student.decode(meta, cells), ordered, meta, what)
        check.equal(json.loads(json.dumps(meta)), meta, "meta, written and read by json,")
    meta, _ = student.encode(np.array([[-4, 0, 1], [4, 0, 2]], "f4"), 1, 2, 6)
    want = np.array([0.5, 0, 0.0625]) + 2.0**-24 * np.array([4, 0, 2]) + 2.0**-150
    check.close(student.max_error_bound(meta), want, rtol=1e-12, what="max_error_bound")


@pytest.mark.points(1)
def test_odd_clouds(student, rng):
    """flat, single, repeated, negative, and no points"""
    flat = rng.random((50, 3), dtype="f4")
    flat[:, 1] = -2.5
    repeated = np.repeat(rng.integers(-9, 9, (5, 3)).astype("f4"), 7, 0)
    for what, points in (
        ("a flat cloud", flat),
        ("one point", np.array([[1.1, -2.2, 3.3]], "f4")),
        ("points that repeat", repeated),
        ("one point, 40 times", np.full((40, 3), 0.1, "f4")),
        ("negative points", -1 - rng.random((50, 3), dtype="f4")),
        ("no points", np.zeros((0, 3), "f4")),
    ):
        answer = student.encode(points, 2, 6, 6)
        near(student.decode(*answer), fits(answer, points, 2, 6, what), answer[0], what)


def bits_per_point(cells, points):
    return 8 * sum(map(len, cells.values())) / len(points)


def small_enough(student, rng, most):
    points = student.given.cloud(200_000, int(rng.integers(1 << 30)))
    meta, cells = student.encode(points, 3, 10, 6)
    got = bits_per_point(cells, points)
    check.that(got <= most, f"200,000 points take {got:.1f} bits each; {most:g} are allowed")
    student.close()  # Who decodes is another process, and knows nothing but meta and cells.
    decoded = student.decode(meta, cells)
    check.array(decoded, "f4", points.shape, "200,000 points, decoded,")
    low, high = points.min(0).astype("f8"), points.max(0).astype("f8")
    # Sorted along each axis by itself, a point is no further from its original than it was.
    off = abs(np.sort(decoded.astype("f8"), 0) - np.sort(points, 0)).max(0)
    check.that(
        bool((off <= (high - low) / 2.0**14 + 2e-6).all()), "200,000 points: decoded points are too far from the originals"
    )


@pytest.mark.points(1)
def test_20_bits(student, rng):
    """200,000 points take 20 bits each, or less"""
    small_enough(student, rng, 20)


@pytest.mark.points(1)
def test_17_bits(student, rng):
    """200,000 points take 17.5 bits each, or less"""
    small_enough(student, rng, 17.5)


@pytest.mark.points(1)
def test_files(student):
    """what is saved is loaded"""
    points = student.given.cloud(500, 3)
    meta, cells = student.encode(points, 2, 8, 6)
    found = student.given.saved(student.save, meta, cells)
    check.equal((found["answer"], found["error"], found["outside"]), (None, "", False), "answer, error, and change outside")
    want = {f"{name}.cell": content for name, content in cells.items()}
    check.equal({name: each for name, each in found["files"].items() if name != "meta.json"}, want, "the files of the cells")
    check.that("meta.json" in found["files"], "there is no meta.json")
    content = json.loads(found["files"]["meta.json"])
    crc = zlib.crc32(json.dumps(meta, sort_keys=True).encode())
    check.equal(content, {"meta": meta, "crc32": crc}, "what stands in meta.json")
    found = student.given.loaded(student.load, found["files"])
    check.equal(found, {"answer": (meta, cells), "error": "", "changed": False}, "what load gives")


@pytest.mark.points(1)
def test_refused(student):
    """cut and altered files, and a path for a name"""
    points = student.given.cloud(300, 5)
    meta, cells = student.encode(points, 1, 8, 6)
    files = {f"{name}.cell": content for name, content in cells.items()} | {"meta.json": student.given.meta_file(meta)}
    name = max(cells, key=lambda name: len(cells[name]))
    for what, content in (("cut", cells[name][:-1]), ("altered", cells[name][:5] + b"\0\1" + cells[name][7:])):
        found = student.given.loaded(student.load, files | {f"{name}.cell": content})
        check.equal(found["error"], "ValueError", f"what load makes of a cell that was {what}")
        with check.raises("ValueError"):
            student.decode(meta, cells | {name: content})
    altered = dict(meta, cells={("../evil" if each == name else each): row for each, row in meta["cells"].items()})
    moved = {("../evil" if each == name else each): content for each, content in cells.items()}
    found = student.given.saved(student.save, altered, moved)
    check.equal(found["error"], "ValueError", "what save makes of a cell that is called ../evil")
    check.that(not found["outside"], "save wrote outside its folder")
    for points in (
        np.zeros((4, 2), "f4"),
        np.zeros((4, 3)),
        np.array([[0, np.nan, 1]], "f4"),
        np.array([[np.inf, 0, 1]], "f4"),
    ):
        with check.raises("ValueError"):
            student.encode(points, 1, 8, 6)


@pytest.mark.perf(steps={1.2: 4, 2.5: 9})
def test_race(student, rng):
    """20,000 points, in memory, against point by point"""

    def right(answer, points, cell_bits, q_bits, level):
        check.that(type(answer) is tuple and len(answer) == 2, "encode should return (meta, cells)")
        meta, cells = answer
        check.kind(meta, dict, "meta")
        check.kind(cells, dict, "cells")
        got = bits_per_point(cells, points)
        check.that(got <= 30, f"20,000 points take {got:.1f} bits each; with level 1, 30 are allowed")
        decoded = student.decode(meta, cells)
        check.array(decoded, "f4", points.shape, "the decoded points")
        off = abs(np.sort(decoded.astype("f8"), 0) - np.sort(points, 0)).max(0)
        width = np.ptp(points.astype("f8"), 0) / 2.0**13
        check.that(bool((off <= width / 2 + 2e-6).all()), "decoded points are too far from the originals")

    make = lambda: (student.given.cloud(20_000, int(rng.integers(1 << 30))), 3, 10, 1)  # noqa: E731
    student.race("encode", make, against="point_by_point", verify=right)
