import numpy as np
import pytest

from graders.judge import check, gpu

pytestmark = pytest.mark.exercise("m1.e8")

TILE, BINS, THREADS = 4, 8, 32
KERNELS = ("hist_atomic", "hist_shared", "hist_local", "hist_gather")


@pytest.mark.points(1)
def test_any_shape_and_order(student, rng):
    """matrices of any shape, threads in any order"""
    for order, (m, k, n) in zip((1, "reverse", 2, 3), ((13, 21, 10), (1, 9, 5), (6, 1, 3), (1, 1, 1)), strict=True):
        a, b = rng.normal(size=(m, k)).astype("f4"), rng.normal(size=(k, n)).astype("f4")
        grid, c = (-(-n // TILE), -(-m // TILE)), np.full((m, n), 7, "f4")
        found = gpu.launch(student, "matmul_tiled", grid, (TILE, TILE), a, b, c, order=order)
        check.close(found.args[2], (a.astype("f8") @ b).astype("f4"), rtol=1e-4, atol=1e-5)
    a, one = rng.random((8, 8), "f4"), np.eye(8, dtype="f4")
    for kernel in ("matmul_tiled", "matmul_padded"):
        found = gpu.launch(student, kernel, (2, 2), (TILE, TILE), a, one, np.zeros((8, 8), "f4"), order=4)
        check.equal(found.args[2], a, f"{kernel} times the unit matrix")


@pytest.mark.points(1)
def test_any_data_and_order(student, rng):
    """counting: one hot bin, empty bins, no data, threads in any order, counts that are there already"""
    data = (
        np.full(150, 3, "i4"),
        rng.integers(2, 5, 101, dtype="i4"),
        np.zeros(0, "i4"),
        np.array([BINS - 1], "i4"),
    )
    for order, x, alone in zip(("reverse", 1, 2, "forward"), data, (8, 32, 1, 2), strict=True):
        for kernel in KERNELS:
            blocks, threads = (BINS, alone) if kernel == "hist_gather" else (2, 16 if len(x) > 1 else 3)
            before = rng.integers(0, 5, BINS, dtype="i4")
            found = gpu.launch(student, kernel, blocks, threads, x, before, order=order)
            check.equal(found.args[1], (before + np.bincount(x, minlength=BINS)).astype("i4"), kernel)
            check.equal(found.args[0], x, f"x after {kernel}")
    for kernel in KERNELS:
        counts_without_end(student, kernel)
    few = rng.integers(0, BINS, 40, dtype="i4")
    for kernel in KERNELS[:3]:
        found = gpu.launch(student, kernel, 2, 3, few, np.zeros(BINS, "i4"), order=5)
        check.equal(found.args[1], np.bincount(few, minlength=BINS).astype("i4"), f"{kernel} with 3 threads of a block")
        counts_as_it_should(kernel, found, len(few))


def counts_without_end(student, kernel):
    """One thread counts further than 8 bits do, from numbers that no float32 holds. For 16 bits the simulator is too slow."""
    x, before = np.full(260, 5, "i4"), np.full(BINS, (1 << 30) + 1, "i4")
    found = gpu.launch(student, kernel, BINS if kernel == "hist_gather" else 1, 1, x, before)
    check.equal(found.args[1], before + np.bincount(x, minlength=BINS).astype("i4"), f"{kernel} of 260 times the same")


def counts_as_it_should(kernel, found, size):
    """Each of the first three kernels counts where its name says."""
    shared = sum(found.count(what, "shared") for what in ("writes", "atomics"))
    if kernel == "hist_atomic":
        check.equal(found.count("atomics", "h"), size, f"atomic additions to h for {size} elements ({kernel})")
    if kernel == "hist_shared":
        check.that(shared > 0, f"{kernel} should count in shared memory, but never writes to any")
    else:
        check.equal(shared, 0, f"how often {kernel} writes to shared memory")


@pytest.mark.points(1)
def test_every_element_once_per_tile(student, rng):
    """a quarter of the naive reads, and warps that read side by side"""
    a, b = rng.random((16, 16), "f4"), rng.random((16, 16), "f4")
    for kernel in ("matmul_tiled", "matmul_padded"):
        found = gpu.launch(student, kernel, (4, 4), (TILE, TILE), a, b, np.zeros((16, 16), "f4"))
        gpu.accesses(student, found, "reads", of="a", at_most=1024, drawn=False)
        gpu.accesses(student, found, "reads", of="b", at_most=1024, drawn=False)
    x = rng.integers(0, BINS, 1024, dtype="i4")
    for kernel, blocks in (("hist_local", 2), ("hist_gather", BINS)):
        found = gpu.launch(student, kernel, blocks, 32, x, np.zeros(BINS, "i4"))
        gpu.accesses(student, found, "transactions", of="x", at_most=40 * (BINS if kernel == "hist_gather" else 1), drawn=False)
    adding = {
        thread for memory in found.report.launches[0].of("shared") for thread, _, kind, _ in memory.drawing if kind == "read"
    }
    check.that(len(adding) >= 16, f"hist_gather: {len(adding)} of 32 threads add; half of them should in the first round")


@pytest.mark.points(1)
def test_compiles_for_a_gpu(student):
    """every kernel compiles for a GPU, and none computes in float64"""
    gpu.typed(student, ("matmul_tiled", "matmul_padded"), "f4[,]", "f4[,]", "f4[,]")
    gpu.typed(student, KERNELS, "i4[]", "i4[]", counting=True)
