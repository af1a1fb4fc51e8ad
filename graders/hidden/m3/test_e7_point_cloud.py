import copy
import json
import zlib

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m3.e7")


def codes_of(points, cell_bits, q_bits):
    """The codes of the points, all at once."""
    bits = cell_bits + q_bits
    codes = np.zeros(len(points), "i8")
    if not len(points):
        return codes
    low, high = points.min(0).astype("f8"), points.max(0).astype("f8")
    width = np.where(high > low, high - low, 1.0)
    steps = np.minimum((points.astype("f8") - low) / width * 2.0**bits, 2.0**bits - 1).astype("i8")
    for bit in range(bits):
        for axis in range(3):
            codes |= (steps[:, axis] >> bit & 1) << (3 * bit + axis)
    return codes


def whole(answer, points, cell_bits, q_bits, what):
    """meta and cells say of this cloud what they should; returns the points in the order of their codes."""
    check.that(type(answer) is tuple and len(answer) == 2, f"{what}: encode should return (meta, cells)")
    meta, cells = answer
    check.kind(cells, dict, f"cells of {what}")
    codes = codes_of(points, cell_bits, q_bits)
    numbers, counts = np.unique(codes >> 3 * q_bits, return_counts=True)
    rows = {}
    for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
        content = cells.get(format(number, "x"))
        check.kind(content, bytes, f"cell {number:x} of {what}")
        rows[format(number, "x")] = [count, len(content), zlib.crc32(content)]
    check.equal(sorted(cells), sorted(rows), f"the names of the cells of {what}")
    low, high = (points.min(0), points.max(0)) if len(points) else (np.zeros(3), np.zeros(3))
    want = {"cell_bits": cell_bits, "q_bits": q_bits, "low": low.astype("f8").tolist(), "high": high.astype("f8").tolist()}
    check.equal(meta, {**want, "cells": rows}, f"meta of {what}")
    check.equal(json.loads(json.dumps(meta)), meta, f"meta of {what}, written and read by json,")
    return points[np.argsort(codes, kind="stable")]


def bound_of(meta):
    low, high = np.array(meta["low"]), np.array(meta["high"])
    bound = (high - low) / 2.0 ** (meta["cell_bits"] + meta["q_bits"] + 1)
    return bound + 2.0**-24 * np.maximum(abs(low), abs(high)) + 2.0**-150


def near(decoded, ordered, meta, what):
    check.array(decoded, "f4", ordered.shape, f"{what}, decoded,")
    off = abs(decoded.astype("f8") - ordered)
    far = ~(off <= bound_of(meta) * (1 + 1e-9))
    at = tuple(map(int, np.argwhere(far)[0])) if far.any() else (0, 0)
    check.that(not far.any(), f"{what}: a decoded point is too far from the original", f"at {at}, in the order of the codes")


def there_and_back(student, points, cell_bits, q_bits, level, what):
    answer, (after, *_) = student.encode.inout(points, cell_bits, q_bits, level)
    check.equal(after, points, "points after encode")
    ordered = whole(answer, points, cell_bits, q_bits, what)
    decoded, (meta, cells) = student.decode.inout(*answer)
    near(decoded, ordered, answer[0], what)
    check.equal((meta, cells), answer, "meta and cells after decode")
    bound = student.max_error_bound(answer[0])
    check.close(bound, bound_of(answer[0]), rtol=1e-12, what=f"max_error_bound of {what}")
    return answer


@settings(max_examples=40)
@example(n=30, cell_bits=5, q_bits=16, level=9, kind="far", seed=1)
@example(n=300, cell_bits=7, q_bits=14, level=0, kind="plain", seed=2)
@example(n=1, cell_bits=0, q_bits=1, level=6, kind="plain", seed=3)
@example(n=200, cell_bits=0, q_bits=16, level=1, kind="large", seed=4)
@example(n=50, cell_bits=2, q_bits=9, level=6, kind="small", seed=5)
@given(
    n=st.sampled_from([0, 1, 2, 3, 7, 40, 300]),
    cell_bits=st.integers(0, 7),
    q_bits=st.integers(1, 14),
    level=st.integers(0, 9),
    kind=st.sampled_from(["plain", "far", "line", "few", "large", "small", "corners"]),
    seed=st.integers(0, 1 << 32),
)
def any_cloud(student, n, cell_bits, q_bits, level, kind, seed):
    rng = np.random.default_rng(seed)
    points = rng.normal(0, 3, (n, 3))
    if kind == "far":
        points = 1e6 * (1 + 0.01 * rng.random((n, 3))) * (1, -1, 1)
    elif kind == "line":
        points = np.outer(rng.random(n), (1.0, 0, -2)) + np.array([0, 5, 0])
    elif kind == "few":
        points = rng.integers(-2, 3, (n, 3)) * 0.1
    elif kind == "large":
        points = rng.uniform(-3.4e38, 3.4e38, (n, 3))
    elif kind == "small":
        points = rng.integers(-50, 50, (n, 3)) * 1.5e-45
    elif kind == "corners":
        points = rng.integers(0, 2, (n, 3)) * 8.0 - 3
    what = f"{n} points ({kind}) with cell_bits={cell_bits}, q_bits={q_bits}, level={level}"
    there_and_back(student, points.astype("f4"), cell_bits, q_bits, level, what)


@pytest.mark.points(1)
def test_any_cloud(student, rng):
    """clouds of all kinds, all bits, all views; what is no cloud"""
    any_cloud(student)
    grid = np.stack(np.meshgrid(*[np.arange(0, 17.0)] * 3), -1).reshape(-1, 3).astype("f4")[rng.permutation(17**3)]
    meta, cells = student.encode(grid, 2, 2, 6)
    ordered = whole((meta, cells), grid, 2, 2, "a grid")
    check.equal(student.decode(meta, cells), np.minimum(ordered, 15) + np.float32(0.5), "a grid, decoded,")
    # 49 / 392 is an eighth, and 49 * (8 / 392), rounded twice, is less.
    for cell_bits, q_bits in ((3, 1), (2, 2), (4, 3)):
        points = (49 * np.stack(np.meshgrid(*[np.arange(9.0)] * 3), -1).reshape(-1, 3)).astype("f4")
        there_and_back(student, points, cell_bits, q_bits, 6, "a grid with steps of 49")
    zeros = np.array([[0.0, -0.0, 1], [-0.0, 0.0, 1]], "f4")
    check.equal(student.decode(*student.encode(zeros, 1, 1, 6)), np.array([[0, 0, 1], [0, 0, 1]], "f4"), "0.0 and -0.0")
    block = rng.normal(0, 1, (60, 4)).astype("f4")
    views = {"every other": block[::2, :3], "backwards": block[::-1, :3], "columns": block[:, 1:4], "turned": block.T[:, :3]}
    for kind, view in {**views, "read-only": block[:, :3]}.items():
        answer = student.given.encoded_view(student.encode, block, kind)
        plain = view.copy()
        near(student.decode(*answer), whole(answer, plain, 3, 7, f"a view ({kind})"), answer[0], f"a view ({kind})")
    points = rng.normal(0, 1, (90, 3)).astype("f4")
    first, also, second, again = student.given.encoded_twice(student.encode, student.decode, points)
    meta = student.encode(points, 2, 8, 6)[0]
    ordered = points[np.argsort(codes_of(points, 2, 8), kind="stable")]
    near(first, ordered, meta, "a cloud whose array is then used for another one")
    check.equal([also, again], [first, first], "its points, when others have been decoded and written over")
    check.equal(second, 2 * first, "a cloud twice as large, in the same array")
    fine = np.zeros((5, 3), "f4")
    bad = [fine.astype("f8"), fine.astype(">f4"), fine.astype("i4"), fine.astype("f2"), fine[0], fine[:, :2], fine[None]]
    bad += [np.zeros((5, 4), "f4"), np.zeros((0, 2), "f4"), np.zeros(0, "f4"), fine.tolist(), None]
    for value in (np.nan, np.inf, -np.inf):
        odd = fine.copy()
        odd[4, 2] = value
        bad.append(odd)
    for points in bad:
        with check.raises("ValueError"):
            student.encode(points, 1, 4, 6)
    for bits in (
        (-1, 4, 6),
        (3, -1, 6),
        (8, 4, 6),
        (1, 0, 6),
        (1, 17, 6),
        (6, 16, 6),
        (7, 15, 6),
        (1, 4, -1),
        (1, 4, 10),
        (1.0, 4, 6),
    ):
        for points in (fine, fine[:0]):
            with check.raises("ValueError"):
                student.encode(points, *bits)


def clouds(student):
    """(meta, cells) of a cloud with several cells, and the files in which it lies."""
    meta, cells = student.encode(student.given.cloud(400, 11), 2, 9, 6)
    whole((meta, cells), student.given.cloud(400, 11), 2, 9, "400 points")
    return meta, cells, {f"{name}.cell": content for name, content in cells.items()} | {"meta.json": meta_file(meta)}


def meta_file(meta):
    text = json.dumps(meta, sort_keys=True)
    return json.dumps({"meta": meta, "crc32": zlib.crc32(text.encode())}).encode()


def odd_metas(meta):
    """(what is odd, meta): all with numbers of cells that fit each other."""
    name = sorted(meta["cells"])[len(meta["cells"]) // 2]
    row = meta["cells"][name]
    others = {each: numbers for each, numbers in meta["cells"].items() if each != name}
    for key in meta:
        yield f"without {key}", {each: value for each, value in meta.items() if each != key}
    yield "with one more key", {**meta, "more": 1}
    for key, values in {
        "cell_bits": (-1, 8, 1.0, "2", None, 1),
        "q_bits": (0, 17, 9.0, [9], None, 1 << 70),
        "low": ([0.0] * 2, [0.0] * 4, None, [0.0, 0.0, np.nan], [-np.inf, 0.0, 0.0], [0, 0.0, 0.0], ["0", 0.0, 0.0], [1e9] * 3),
        "high": ([0.0] * 2, 5.0, {}, [0.0, np.inf, 9.0], [np.nan] * 3, [-1e9] * 3, [[9.0]] * 3),
        "cells": (None, [], [name], 3),
    }.items():
        for value in values:
            # Of one cell bit, there are 8 cells; the cloud has others.
            yield f"with {key} {value}", {**meta, key: value}
    yield "with 7 and 16 bits", {**meta, "cell_bits": 7, "q_bits": 15}
    for bad in (None, [], row[:2], [*row, 1], {}, tuple("abc"), [float(row[0]), *row[1:]], [row[0], str(row[1]), row[2]]):
        yield f"with {bad} for a cell", {**meta, "cells": {**others, name: bad}}
    for bad in (
        [0, *row[1:]],
        [-1, *row[1:]],
        [row[0], -1, row[2]],
        [*row[:2], -1],
        [*row[:2], 1 << 32],
        [*row[:2], row[2] + (1 << 32)],
    ):
        yield f"with {bad} for a cell", {**meta, "cells": {**others, name: bad}}


def odd_names(name):
    """What a cell may not be called."""
    names = ["../" + name, "/" + name, "OUTSIDE/" + name, "./" + name, name + "/", "../../outside/" + name, "..\\" + name]
    names += ["0" + name, "00", "", ".", "..", "40", "1000", "fffffffff", name + " ", " " + name, name + "\n", "+" + name]
    return [*names, "-1", "0x1", "1_0", "G", "A", "1A", "x", "\u0663", "b\0"]


@pytest.mark.points(1)
def test_odd_meta(student):
    """a meta that cannot be, names that are no cells, cells that do not fit"""
    meta, cells, files = clouds(student)
    name = max(cells, key=lambda each: len(cells[each]))
    for what, odd in odd_metas(meta):
        with check.raises("ValueError"):
            student.max_error_bound(odd)
        with check.raises("ValueError"):
            student.decode(odd, cells)
        found = student.given.loaded(student.load, files | {"meta.json": meta_file(odd)})
        check.equal(found["error"], "ValueError", f"what load makes of a meta {what}")
        found = student.given.saved(student.save, odd, cells)
        check.equal((found["error"], found["files"]), ("ValueError", None), f"error and files of save for a meta {what}")
    for odd in ({**meta, 3: 1}, {**meta, "cells": {**meta["cells"], 3: meta["cells"][name]}}, {**meta, None: None}):
        with check.raises("ValueError"):
            student.max_error_bound(odd)
        with check.raises("ValueError"):
            student.decode(odd, cells)
        found = student.given.saved(student.save, odd, cells)
        check.equal((found["error"], found["files"]), ("ValueError", None), "error and files of save for a key that is no text")
    for odd in ({}, [], "", (), None):
        with check.raises("ValueError"):
            student.decode(odd, {})
        found = student.given.saved(student.save, odd, {})
        check.equal((found["error"], found["files"]), ("ValueError", None), f"error and files of save for {odd!r}")
    small = {**meta, "cells": {"0": [1, 0, 0]}}
    check.close(student.max_error_bound(small), bound_of(small), rtol=1e-12, what="max_error_bound where a cell has no bytes")
    for bad in odd_names(name):
        odd = {**meta, "cells": {(bad if each == name else each): row for each, row in meta["cells"].items()}}
        moved = {(bad if each == name else each): content for each, content in cells.items()}
        with check.raises("ValueError"):
            student.decode(odd, moved)
        for before in (None, {"mine.txt": b"mine", "0.cell": b"before"}):
            found = student.given.saved(student.save, odd, moved, before)
            check.equal((found["error"], found["outside"]), ("ValueError", False), f"save of a cell named {bad!r}")
            check.equal(found["files"], before, f"the files after save has refused a cell named {bad!r}")
    other = sorted(cells)[0] if sorted(cells)[0] != name else sorted(cells)[1]
    free = next(each for each in (format(number, "x") for number in range(64)) if each not in cells)
    for what, odd in (
        ("one cell is missing", {each: content for each, content in cells.items() if each != name}),
        ("there is one cell more", cells | {free: cells[name]}),
        ("two cells are exchanged", cells | {name: cells[other], other: cells[name]}),
        ("a cell is cut", cells | {name: cells[name][:-1]}),
        ("a cell is empty", cells | {name: b""}),
        ("a cell is too long", cells | {name: cells[name] + b"\0"}),
        ("a cell is not bytes", cells | {name: cells[name].decode("latin-1")}),
        ("a cell is a list", cells | {name: list(cells[name])}),
        ("cells is a list", list(cells.items())),
    ):
        with check.raises("ValueError"):
            student.decode(meta, odd)
        found = student.given.saved(student.save, meta, odd) if type(odd) is dict else {"error": "ValueError", "files": None}
        check.equal((found["error"], found["files"]), ("ValueError", None), f"error and files of save where {what}")

    turned = {**meta, "cells": dict(reversed(meta["cells"].items()))}
    check.equal(student.decode(turned, cells), student.decode(meta, cells), "a cloud whose meta names the cells backwards")
    row = meta["cells"][name]
    for more in (b"\0", cells[name], bytes(100)):
        longer = cells[name] + more
        odd = {**meta, "cells": {**meta["cells"], name: [row[0], len(longer), zlib.crc32(longer)]}}
        with check.raises("ValueError"):
            student.decode(odd, cells | {name: longer})
    for bad in ([row[0], row[1] + 1, row[2]], [row[0], row[1] - 1, row[2]], [*row[:2], row[2] ^ 1], [*row[:2], 0]):
        odd = {**meta, "cells": {**meta["cells"], name: bad}}
        with check.raises("ValueError"):
            student.decode(odd, cells)
        found = student.given.saved(student.save, odd, cells)
        check.equal((found["error"], found["files"]), ("ValueError", None), f"error and files of save for {bad}, not {row}")
        found = student.given.loaded(student.load, files | {"meta.json": meta_file(odd)})
        check.equal(found["error"], "ValueError", f"what load makes of a cell of {row} that says {bad}")


BESIDE = ("meta.json.tmp", "meta.tmp", "tmp", ".meta.json.tmp", "meta.json~", "0.cell.tmp", "0.tmp", "meta.json.part", "0")
"""Files that somebody has in the same folder, and wants to keep."""


def flipped(content, at, bit):
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


@pytest.mark.points(1)
def test_folders_of_others(student, rng):
    """folders that were cut, altered or made by others"""
    meta, cells, files = clouds(student)
    name = max(cells, key=lambda each: len(cells[each]))
    for before in (
        None,
        {"mine.txt": b"mine", "0.cell": b"before", "meta.json": b"{}" * 5000, "9f.cell": b""},
        dict.fromkeys(BESIDE, b"mine"),
    ):
        for as_text in (False, True):
            found = student.given.saved(student.save, meta, cells, before, as_text=as_text)
            check.equal((found["answer"], found["error"], found["outside"]), (None, "", False), "answer and error of save")
            kept = {each: content for each, content in (before or {}).items() if each not in files}
            got = {each: content for each, content in found["files"].items() if each != "meta.json"}
            check.equal(
                got, kept | {each: files[each] for each in files if each != "meta.json"}, "the files of cells, and others"
            )
            check.equal((found["meta"], found["cells"]), (meta, cells), "meta and cells after save")
            found = student.given.loaded(student.load, found["files"], as_text=as_text)
            check.equal(found, {"answer": (meta, cells), "error": "", "changed": False}, "what load gives")
    student.close()
    found = student.given.loaded(student.load, files)
    near_enough = student.decode(*found["answer"]) if found["answer"] else None
    points = student.given.cloud(400, 11)
    near(near_enough, points[np.argsort(codes_of(points, 2, 9), kind="stable")], meta, "a cloud that another process saved")
    empty = student.encode(np.zeros((0, 3), "f4"), 3, 3, 6)
    found = student.given.loaded(student.load, student.given.saved(student.save, *empty)["files"])
    check.equal(found["answer"], empty, "a cloud without points, saved and loaded")
    # Another program may write JSON with other blanks and in another order.
    odd = json.dumps({"crc32": zlib.crc32(json.dumps(meta, sort_keys=True).encode()), "meta": meta}, indent=3, sort_keys=True)
    found = student.given.loaded(student.load, files | {"meta.json": odd.encode()})
    check.equal(found["answer"], (meta, cells), "what load gives of a meta.json that another program wrote")

    def refused(what, files, odd=None):
        found = student.given.loaded(student.load, files, odd)
        check.equal((found["error"], found["changed"]), ("ValueError", False), f"error and change of load: {what}")

    refused("no folder", None)
    refused("an empty folder", {})
    refused("no meta.json", {each: files[each] for each in files if each != "meta.json"})
    refused("a missing cell", {each: files[each] for each in files if each != f"{name}.cell"})
    text = files["meta.json"]
    for cut in (0, 1, len(text) // 2, len(text) - 1):
        refused(f"meta.json cut to {cut} bytes", files | {"meta.json": text[:cut]})
    for cut in (0, 1, len(cells[name]) // 2, len(cells[name]) - 1):
        refused(f"a cell cut to {cut} bytes", files | {f"{name}.cell": cells[name][:cut]})
    refused("a cell that is too long", files | {f"{name}.cell": cells[name] + b"x"})
    for content in (
        b"{}",
        b"[]",
        b"null",
        b"3",
        b'"meta"',
        b"\xff\xfe",
        b"{" * 9,
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"nan",
        text * 2,
    ):
        refused(f"meta.json {content[:9]!r}", files | {"meta.json": content})
    right = zlib.crc32(json.dumps(meta, sort_keys=True).encode())
    for what, content in (
        ("without its check sum", {"meta": meta}),
        ("without meta", {"crc32": right}),
        ("with a key too many", {"meta": meta, "crc32": right, "more": 0}),
        ("with a wrong check sum", {"meta": meta, "crc32": right ^ 1}),
        ("with a check sum that is text", {"meta": meta, "crc32": str(right)}),
        ("with no check sum", {"meta": meta, "crc32": None}),
        ("with other numbers", {"meta": {**meta, "low": [x - 0.5 for x in meta["low"]]}, "crc32": right}),
        ("in a list", [meta, right]),
    ):
        refused(f"meta.json {what}", files | {"meta.json": json.dumps(content).encode()})
    for at in rng.integers(0, len(text), 25).tolist():
        bad = flipped(text, at, int(rng.integers(7)))
        found = student.given.loaded(student.load, files | {"meta.json": bad})
        same = found["error"] == "ValueError" or found["answer"] == (meta, cells)
        check.that(same, "load gave something else than was saved, after a bit of meta.json was turned")
    for at in {0, 1, 2, len(cells[name]) - 1, *rng.integers(0, len(cells[name]), 12).tolist()}:
        refused(
            f"a bit of byte {at} of a cell was turned", files | {f"{name}.cell": flipped(cells[name], at, int(rng.integers(8)))}
        )
    for kind in ("folder", "link", "endless"):
        refused(f"a cell that is a {kind}", files, {f"{name}.cell": kind})
        refused(f"a meta.json that is a {kind}", files, {"meta.json": kind})
    for bad in odd_names(name):
        rows = {(bad if each == name else each): row for each, row in meta["cells"].items()}
        refused(f"a cell named {bad!r}", files | {"meta.json": meta_file({**meta, "cells": rows})})
    rows = {("../" + name if each == name else each): row for each, row in meta["cells"].items()}
    outside = files | {"meta.json": meta_file({**meta, "cells": rows})}
    refused("a cell that lies outside", outside, {f"{name}.cell": "outside"})


def with_cell(meta, cells, name, content, points=None):
    """The same with other bytes in a cell, and the right length and check sum for them."""
    row = [points or meta["cells"][name][0], len(content), zlib.crc32(content)]
    return {**meta, "cells": {**meta["cells"], name: row}}, {**cells, name: content}


@pytest.mark.points(1)
def test_hostile_cells(student, rng):
    """bytes with the right check sum that are no cell; memory"""
    meta, cells, _ = clouds(student)
    kept = copy.deepcopy((meta, cells))
    name = max(cells, key=lambda each: len(cells[each]))
    count = meta["cells"][name][0]
    bombs = [zlib.compress(bytes(1 << 28), 9), zlib.compress(bytes(1 << 27), 1)]
    for points in (10**12, 1 << 62, 1 << 80, 1 << 24):
        found = student.given.peak_of(student.decode, *with_cell(meta, cells, name, cells[name], points))
        check.equal(found["error"], "ValueError", f"a cell of {count} points that says it has {points}")
        check.that(found["peak"] < 64 << 20, f"decode asked for {found['peak'] >> 20} MiB for a cell of {count} points")
    for bomb in bombs:
        found = student.given.peak_of(student.decode, *with_cell(meta, cells, name, bomb))
        most = (64 << 20) + 100 * len(bomb)
        check.that(found["peak"] < most, f"decode asked for {found['peak'] >> 20} MiB, for {count} points that say so")
        check.equal(found["error"], "ValueError", f"what decode makes of a large cell with {count} points")
    for points in (count - 1, count + 1, 2 * count, 1):
        with check.raises("ValueError"):
            student.decode(*with_cell(meta, cells, name, cells[name], points))
    for content in (
        b"",
        b"\0",
        bytes(99),
        b"x",
        cells[name][:-1],
        cells[name][:9],
        zlib.compress(b""),
        zlib.compress(b"12345"),
    ):
        with check.raises("ValueError"):
            student.decode(*with_cell(meta, cells, name, content))
    for at in rng.integers(0, len(cells[name]), 40).tolist():
        content = flipped(cells[name], at, int(rng.integers(8)))
        found = student.given.peak_of(student.decode, *with_cell(meta, cells, name, content))
        check.that(found["peak"] < 64 << 20, "decode asked for a lot of memory when a bit of a cell was turned")
    check.equal(student.decode(*kept), student.decode(meta, cells), "the points, after all that was refused")
    points = student.given.cloud(200_000, int(rng.integers(1 << 30)))

    def verify(answer, before, after):
        whole(answer, points, 3, 10, "200,000 points")

    meters.memory(
        student, "encode", points, 3, 10, 6, verify=verify, warm_up=(points[:999], 3, 10, 6), at_most=12 * points.nbytes
    )
