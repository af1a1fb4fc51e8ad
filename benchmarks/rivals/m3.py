"""m3 beside numpy, torch, the standard library, and what else is installed.

m3.e7 is not here: libraries for point clouds have formats and errors of their own, and guide/m3/figures/compress.py compares
what zlib and lzma make of the same points.
"""

import zlib

import numpy as np
import torch

from rivals import Case, agrees, row

# m3.e1


@row("m3.e1", "add_saturating, {1,000,000} of int64", "No library here saturates; numpy needs five calls and as many arrays.")
def add_saturating(solution, given, rng, size):
    ends = np.iinfo("i8")
    a, b = rng.integers(ends.min, ends.max, (2, size(1_000_000)), "i8", endpoint=True)
    return Case(lambda: solution.add_saturating(a, b), {"numpy": lambda: given.in_whole_arrays(a, b)}, moved=3 * a.nbytes)


# m3.e2


@row("m3.e2", "variance_one_pass, {1,000,000} numbers")
def variance_one_pass(solution, given, rng, size):
    x = rng.normal(1e6, 1, size(1_000_000))
    others = {"np.var": lambda: float(np.var(x)), "torch.var": lambda: float(torch.from_numpy(x).var(correction=0))}
    return Case(lambda: solution.variance_one_pass(x), others, rtol=1e-6, moved=x.nbytes)


# m3.e3


@row(
    "m3.e3",
    "kahan_lanes, {65,536} numbers",
    "np.sum adds in pairs without a correction: a fourth of the operations, and an error that grows with log n.",
)
def kahan_lanes(solution, given, rng, size):
    x = rng.random(size(65_536), dtype="f4")
    others = {
        "np.sum": lambda: float(np.sum(x)),
        "np.sum in float64": lambda: float(np.sum(x, dtype="f8")),
        "torch.sum": lambda: float(torch.from_numpy(x).sum()),
    }
    return Case(lambda: solution.kahan_lanes(x), others, rtol=1e-6, moved=x.nbytes)


@row(
    "m3.e3",
    "to_bf16, {200,000} numbers",
    "torch rounds and narrows in one go, numpy makes a new array for every step; it is not raced.",
)
def to_bf16(solution, given, rng, size):
    x = rng.normal(0, 1, size(200_000)).astype("f4")
    return Case(lambda: solution.to_bf16(x), {"torch.bfloat16": lambda: torch.from_numpy(x).bfloat16().float().numpy()})


# m3.e4


@row(
    "m3.e4",
    "radix_sort, {200,000} numbers",
    "np.sort compares, sixteen numbers at a time where the processor has vectors so wide; guide/m3/s4 measures it.",
)
def radix_sort(solution, given, rng, size):
    x = rng.integers(0, 1 << 32, size(200_000), dtype="u4")
    others = {"np.sort": lambda: np.sort(x), "np.sort, stable": lambda: np.sort(x, kind="stable")}
    return Case(lambda: solution.radix_sort(x), others)


@row("m3.e4", "radix_argsort, {200,000} keys")
def radix_argsort(solution, given, rng, size):
    keys = rng.integers(0, 1 << 32, size(200_000), dtype="u4")
    others = {
        "np.argsort, stable": lambda: np.argsort(keys, kind="stable").astype("i4"),
        "torch.sort, stable": lambda: torch.sort(torch.from_numpy(keys.astype("i8")), stable=True)[1].int().numpy(),
    }
    return Case(lambda: solution.radix_argsort(keys), others)


@agrees("m3.e4", "floats sorted by their keys")
def float_keys(solution, given, rng, size):
    x = rng.normal(0, 1, size(1000)).astype("f4")
    return Case(lambda: solution.key_to_float(solution.radix_sort(solution.float_to_key(x))), {"np.sort": lambda: np.sort(x)})


# m3.e5


@row(
    "m3.e5", "encode3, {200,000} places", "No library here interleaves bits: beside the solution stand the same masks in numpy."
)
def encode3(solution, given, rng, size):
    places = rng.integers(0, 1 << 21, (3, size(200_000))).astype("u4")

    def by_masks():
        codes = np.zeros(places.shape[1], "u8")
        for axis, bits in enumerate(places.astype("u8")):
            for shift, keep in zip((32, 16, 8, 4, 2), MASKS, strict=True):
                bits = (bits | bits << np.uint64(shift)) & np.uint64(keep)
            codes |= bits << np.uint64(axis)
        return codes

    return Case(lambda: solution.encode3(*places), {"numpy": by_masks}, moved=20 * places.shape[1])


MASKS = (0x001F00000000FFFF, 0x001F0000FF0000FF, 0x100F00F00F00F00F, 0x10C30C30C30C30C3, 0x1249249249249249)


# m3.e6


@row("m3.e6", "popcount, {1,000,000} words")
def popcount(solution, given, rng, size):
    words = rng.integers(0, 1 << 64, size(1_000_000), dtype="u8", endpoint=False)
    return Case(lambda: solution.popcount(words), {"numpy": lambda: int(np.bitwise_count(words).sum())}, moved=words.nbytes)


@row("m3.e6", "intersect_count, two sets of 256 x 256 x {256} voxels")
def intersect_count(solution, given, rng, size):
    shape = 256, 256, size(256)
    points = [np.stack([rng.integers(0, side, 300_000) for side in shape], axis=1) for _ in range(2)]
    sets, grids = [solution.VoxelSet(shape) for _ in points], [np.zeros(shape, bool) for _ in points]
    for each, grid, its in zip(sets, grids, points, strict=True):
        each.add(its)
        grid[tuple(its.T)] = True
    packed = [np.packbits(grid.reshape(-1)).view("u8") for grid in grids]
    others = {
        "numpy, packed": lambda: int(np.bitwise_count(packed[0] & packed[1]).sum()),
        "numpy, bool": lambda: int(np.count_nonzero(grids[0] & grids[1])),
    }
    return Case(lambda: sets[0].intersect_count(sets[1]), others, moved=2 * packed[0].nbytes)


@row(
    "m3.e6",
    "fast_rsqrt, one step, {1,000,000} numbers",
    "numpy makes a pass over memory for every operation, and the trick has nine of them; the division and the root are two.",
)
def fast_rsqrt(solution, given, rng, size):
    x = rng.uniform(0.01, 100, size(1_000_000)).astype("f4")
    return Case(lambda: solution.fast_rsqrt(x, 1), {"1 / np.sqrt": lambda: 1 / np.sqrt(x)}, rtol=0.002)


# m3.e8


@agrees("m3.e8", "round_to, bf16, {200,000} numbers")
def round_to(solution, given, rng, size):
    x = rng.normal(0, 1, size(200_000)).astype("f4")
    others = {"torch.bfloat16": lambda: torch.from_numpy(x).bfloat16().float().numpy()}
    return Case(lambda: solution.round_to(x, "bf16"), others)


@row(
    "m3.e8",
    "int8_matmul, 64 rows of {1,024} by 256",
    "torch._int_mm adds up four products of int8 in one instruction; the solution has them in float64, which is exact, too.",
)
def int8_matmul(solution, given, rng, size):
    x, W = rng.normal(0, 1, (64, size(1024))).astype("f4"), rng.normal(0, 1, (size(1024), 256)).astype("f4")
    q, scale = solution.quantise_int8(W)

    def by_torch():
        scales = np.abs(x).max(axis=1, keepdims=True) / np.float32(127)
        sums = torch._int_mm(torch.from_numpy(np.rint(x / scales).astype("i1")), torch.from_numpy(q)).numpy()
        return (sums * scales.astype("f8") * scale).astype("f4")

    return Case(lambda: solution.int8_matmul(x, q, scale), {"torch._int_mm": by_torch}, rtol=1e-6)


# m3.x1


@row(
    "m3.x1",
    "matvec, {4,096} rows of 4,096",
    "BLAS reads the same weights in float32, six times as many bytes, and uses all that memory has; nobody here has four bits.",
)
def matvec(solution, given, rng, size):
    packed, scales = solution.pack(rng.normal(0, 1, (size(4096), 4096)).astype("f4"))
    W, x = solution.unpack(packed, scales), rng.normal(0, 1, 4096).astype("f4")
    others = {
        "numpy, in float32": lambda: W @ x,
        "torch, in float32": lambda: torch.mv(torch.from_numpy(W), torch.from_numpy(x)),
    }
    return Case(lambda: solution.matvec(packed, scales, x), others, rtol=1e-4, moved=packed.nbytes + scales.nbytes)


# m3.x2


@row("m3.x2", "decode, {300,000} bytes", "zlib unpacks a stream without references with a loop in C that looks ahead further.")
def decode(solution, given, rng, size):
    data = given.source("steps", size(300_000), 1)
    stream = solution.encode(data)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
    packed = packer.compress(data.tobytes()) + packer.flush()
    others = {"zlib, Huffman only": lambda: np.frombuffer(zlib.decompress(packed, -15), np.uint8)}
    return Case(lambda: solution.decode(stream), others)
