"""A cloud of points, step by step smaller: how many bits a point each step leaves, and how long packing and unpacking take."""

import lzma
import zlib

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, factor, interleaved, main

POINTS = 200_000  # how many points, three float32 each
CELLS = 3  # bits for the cells on an axis: 2**3 of them
BITS = 10  # bits for the place in a cell, on an axis
HEAPS = 50  # how many heaps the points lie in
ROUNDS = 3  # how often each is packed and unpacked, in turn
ROOM = (20.0, 20.0, 5.0)  # metres


def scan():
    """Heaps of points on the surfaces of a room, as a scanner sees them."""
    rng = np.random.default_rng(1)
    heap = rng.integers(0, HEAPS, POINTS)
    middle, size = rng.uniform(0, ROOM, (HEAPS, 3)), rng.uniform(0.04, 0.2, (HEAPS, 1))
    points = middle[heap] + size[heap] * rng.standard_normal((POINTS, 3))
    return np.minimum(np.maximum(points, 0), ROOM).astype("f4")


def whole_numbers(points, bits):
    """On each axis, which of 2**bits steps a point is in."""
    least, most = points.min(axis=0).astype("f8"), points.max(axis=0).astype("f8")
    return np.minimum(2.0**bits * (points - least) / (most - least), 2.0**bits - 1).astype("u4")


@njit
def in_turns(steps, bits):
    """The bits of three numbers by turns, in one: neighbours in space mostly become neighbours in number."""
    codes = np.zeros(len(steps), np.int64)
    for i in range(len(steps)):
        for bit in range(bits):
            for axis in range(3):
                codes[i] |= np.int64(steps[i, axis] >> bit & 1) << (3 * bit + axis)
    return codes


def by_cell(codes, values, bits):
    """The pieces of `values` that belong to each cell; `codes` are sorted."""
    return np.split(values, np.unique(codes >> 3 * bits, return_index=True)[1][1:])


def planes(numbers):
    """All first bytes, then all second bytes, and so on."""
    width = numbers.dtype.itemsize
    return b"".join(numbers.reshape(-1).view("u1")[byte::width].tobytes() for byte in range(width))


def deflate(strategy=zlib.Z_DEFAULT_STRATEGY):
    """zlib, or a part of it."""

    def pack(content):
        packer = zlib.compressobj(6, zlib.DEFLATED, 15, 9, strategy)
        return packer.compress(content) + packer.flush()

    return pack


def steps_of(points):
    """(what is written, piece by piece; how it is packed; how unpacked), by name."""
    steps = whole_numbers(points, CELLS + BITS)
    codes = np.sort(in_turns(steps, CELLS + BITS))
    width = "u4" if 3 * BITS <= 32 else "u8"
    inside = by_cell(codes, (codes & (1 << 3 * BITS) - 1).astype(width), BITS)
    changes = [np.concatenate([cell[:1], np.diff(cell)]) for cell in inside]
    in_planes = [planes(cell) for cell in changes]
    as_bytes = [np.ascontiguousarray(cell).tobytes() for cell in inside]
    narrow = steps.astype("u2") if CELLS + BITS <= 16 else steps
    return {
        "float32": ([points.tobytes()], deflate(), zlib.decompress),
        "float32 in byte planes": ([planes(points)], deflate(), zlib.decompress),
        "whole numbers": ([narrow.tobytes()], deflate(), zlib.decompress),
        "codes in order": (as_bytes, deflate(), zlib.decompress),
        "differences": ([cell.tobytes() for cell in changes], deflate(), zlib.decompress),
        "differences in byte planes": (in_planes, deflate(), zlib.decompress),
        "… Huffman only": (in_planes, deflate(zlib.Z_HUFFMAN_ONLY), zlib.decompress),
        "… runs and Huffman": (in_planes, deflate(zlib.Z_RLE), zlib.decompress),
        "… lzma": (in_planes, lzma.compress, lzma.decompress),
    }


def size(pieces):
    return 8 * sum(map(len, pieces)) / POINTS


def finer_and_finer(points):
    """(worst error in millimetres, bits a point) for 6 to 16 bits on an axis, of the longest side."""
    curve = []
    for bits in range(6, 17):
        codes = np.sort(in_turns(whole_numbers(points, bits), bits))
        width = "u4" if 3 * (bits - CELLS) <= 32 else "u8"
        cells = by_cell(codes, codes & (1 << 3 * (bits - CELLS)) - 1, bits - CELLS)
        changes = [np.concatenate([cell[:1], np.diff(cell)]).astype(width) for cell in cells]
        error = 1000 * float(np.ptp(points, axis=0).max()) / 2.0 ** (bits + 1)
        curve.append((error, size([deflate()(planes(cell)) for cell in changes])))
    return curve


def measure():
    points = scan()
    ways = steps_of(points)
    packed = {name: [pack(piece) for piece in pieces] for name, (pieces, pack, _) in ways.items()}
    for name, (pieces, _, unpack) in ways.items():
        assert [unpack(piece) for piece in packed[name]] == pieces
    bits = {name: size(pieces) for name, pieces in packed.items()}
    packing = interleaved({name: lambda way=way: [way[1](piece) for piece in way[0]] for name, way in ways.items()}, ROUNDS)
    unpacking = interleaved(
        {name: lambda name=name, way=way: [way[2](piece) for piece in packed[name]] for name, way in ways.items()}, ROUNDS
    )
    curve = finer_and_finer(points)
    best = "differences in byte planes"
    coarse, fine = curve[2], curve[-1]
    slower = unpacking.ratio("… lzma", best)
    return ExperimentResult(
        f"{POINTS:,} points in {len(packed[best])} cells, {CELLS + BITS} bits on an axis, by zlib or a part of it",
        ["what is packed", "bits a point", "packing ms", "unpacking ms"],
        [
            ["nothing", "96.0", "", ""],
            *(
                [name, f"{bits[name]:.1f}", f"{1e3 * packing.seconds(name):.1f}", f"{1e3 * unpacking.seconds(name):.1f}"]
                for name in ways
            ),
            *([f"error of {error:.3g} mm", f"{each:.1f}", "", ""] for error, each in curve),
        ],
        f"Of 96 bits a point, zlib leaves {bits['float32']:.1f} as float32, {bits['float32 in byte planes']:.1f} in byte "
        f"planes, {bits['whole numbers']:.1f} as whole numbers of {CELLS + BITS} bits, {bits['codes in order']:.1f} as codes "
        f"in order, {bits['differences']:.1f} as differences and {bits[best]:.1f} as differences in byte planes. Huffman alone "
        f"leaves {bits['… Huffman only']:.1f}, runs and Huffman {bits['… runs and Huffman']:.1f}, lzma {bits['… lzma']:.1f}, "
        f"which takes {factor(slower)} as long to unpack as zlib, {duration(unpacking.seconds('… lzma'))}. An error of "
        f"{coarse[0]:.3g} mm costs {coarse[1]:.1f} bits, one of {fine[0]:.2g} mm {fine[1]:.1f}.",
        [
            Bars(Axis("bits a point"), {"nothing": {"": 96.0}, **{name: {"": each} for name, each in bits.items()}}),
            Lines(Axis("worst error in mm", log=True), Axis("bits a point"), {"differences in byte planes": curve}),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"POINTS": 5_000, "ROUNDS": 1})
