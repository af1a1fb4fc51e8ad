import numpy as np
import pytest

from graders.judge import check, gpu

pytestmark = pytest.mark.exercise("m1.e8")

TILE, BINS, THREADS = 4, 8, 32


def multiplied(student, kernel, a, b):
    """One launch, checked against numpy."""
    c = np.full((a.shape[0], b.shape[1]), 7, "f4")
    grid = -(-c.shape[1] // TILE), -(-c.shape[0] // TILE)
    found = gpu.launch(student, kernel, grid, (TILE, TILE), a, b, c)
    check.close(found.args[2], (a.astype("f8") @ b).astype("f4"), rtol=1e-5, atol=1e-5)
    return found


def counted(student, kernel, x, blocks, threads):
    """One launch, checked against numpy."""
    found = gpu.launch(student, kernel, blocks, threads, x, np.zeros(BINS, "i4"))
    check.equal(found.args[1], np.bincount(x, minlength=BINS).astype("i4"))
    return found


@pytest.mark.points(2)
def test_tiled(student, rng):
    """multiplying in tiles, also where they do not fit"""
    for m, k, n in ((4, 4, 4), (8, 12, 4), (5, 6, 7)):
        multiplied(student, "matmul_tiled", rng.random((m, k), "f4"), rng.random((k, n), "f4"))


@pytest.mark.points(1)
def test_padded(student, rng):
    """multiplying padded matrices, without an if"""
    gpu.branch_free(student, "matmul_padded")
    multiplied(student, "matmul_padded", rng.random((8, 4), "f4"), rng.random((4, 12), "f4"))


@pytest.mark.points(1)
def test_tiles_save_reads(student, rng):
    """tiles save reads: a third of the naive kernel's 8192"""
    found = multiplied(student, "matmul_tiled", rng.random((16, 16), "f4"), rng.random((16, 16), "f4"))
    gpu.accesses(student, found, "reads", of="a", at_most=1433)
    gpu.accesses(student, found, "reads", of="b", at_most=1433)


@pytest.mark.points(1)
def test_atomic(student, rng):
    """counting with atomic additions"""
    counted(student, "hist_atomic", rng.integers(0, BINS, 100, dtype="i4"), 2, 32)


@pytest.mark.points(1)
def test_shared(student, rng):
    """counting in shared memory"""
    found = counted(student, "hist_shared", rng.integers(0, BINS, 200, dtype="i4"), 3, 32)
    gpu.accesses(student, found, "atomics", of="h", at_most=3 * BINS)


@pytest.mark.points(1)
def test_local(student, rng):
    """counting in arrays of their own, of elements that lie side by side"""
    found = counted(student, "hist_local", rng.integers(0, BINS, 1024, dtype="i4"), 1, 32)
    gpu.accesses(student, found, "atomics", of="h", at_most=32 * BINS)
    gpu.accesses(student, found, "transactions", of="x", at_most=64)


@pytest.mark.points(1)
def test_gather(student, rng):
    """a block for each bin"""
    found = counted(student, "hist_gather", rng.integers(0, BINS, 100, dtype="i4"), BINS, 16)
    check.equal(found.count("atomics", "global") + found.count("atomics", "shared"), 0, "the number of atomic operations")


def matrices(rng):
    return rng.random((1024, 1024), "f4"), rng.random((1024, 1024), "f4")


@pytest.mark.gpu
@pytest.mark.perf(steps={1.2: 1}, clock="gpu")
def test_race(student, rng):
    """tiles against the naive kernel, 1024 x 1024"""
    student.race("matmul_tiled", lambda: matrices(rng), against="naively_multiplied", through="multiplied", rtol=1e-4)


@pytest.mark.gpu
@pytest.mark.perf(steps={0.05: 1}, clock="gpu")
def test_beside_torch(student, rng):
    """tiles beside torch, 1024 x 1024: a twentieth of its speed is a good beginning"""
    student.race("matmul_tiled", lambda: matrices(rng), against="multiplied_by_torch", through="multiplied", rtol=1e-4)


@pytest.mark.gpu
@pytest.mark.perf(steps={1: 1}, clock="gpu")
def test_counting_beside_torch(student, rng):
    """counting in registers beside torch, 16 million numbers"""
    student.race(
        "hist_local",
        lambda: (rng.integers(0, BINS, 1 << 24, dtype="i4"),),
        against="counted_by_torch",
        through="counted",
    )
