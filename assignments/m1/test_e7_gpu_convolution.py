import numpy as np
import pytest

from graders.judge import check, gpu

pytestmark = pytest.mark.exercise("m1.e7")

BLOCK = 64


def filtered(x, k):
    """By numpy, in double precision."""
    padded = np.pad(x.astype("f8"), len(k) // 2)
    return np.correlate(padded, k.astype("f8"), "valid").astype("f4")


@pytest.mark.points(1)
def test_adding(student, rng):
    """adding: blocks, threads, and whatever is left over"""
    for n, block in ((1, 32), (64, 32), (65, 32), (256, 64), (100, 100)):
        check.equal(student.launch_shape(n, block), (-(-n // block), block))
    for n, blocks in ((64, 2), (50, 2), (33, 3)):
        a, b, out = rng.random(n, "f4"), rng.random(n, "f4"), np.zeros(n, "f4")
        check.equal(gpu.launch(student, "add", blocks, 32, a, b, out).args[2], a + b)
    for n, blocks in ((64, 1), (50, 1), (7, 2)):
        a, b, out = rng.random(n, "f4"), rng.random(n, "f4"), np.zeros(n, "f4")
        check.equal(gpu.launch(student, "add_grid_stride", blocks, 16, a, b, out).args[2], a + b)


@pytest.mark.points(1)
def test_padded(student, rng):
    """the filter on padded data, without an if"""
    gpu.branch_free(student, "conv_padded")
    for n, taps in ((64, 3), (96, 9)):
        x, k, out = rng.random(n, "f4"), rng.random(taps, "f4"), np.zeros(n, "f4")
        found = gpu.launch(student, "conv_padded", n // 32, 32, np.pad(x, taps // 2), k, out)
        check.close(found.args[2], filtered(x, k), rtol=1e-5)


@pytest.mark.points(1)
def test_shared(student, rng):
    """the filter by way of shared memory"""
    for n, taps in ((64, 3), (100, 17)):
        x, k, out = rng.random(n, "f4"), rng.random(taps, "f4"), np.zeros(n, "f4")
        found = gpu.launch(student, "conv_shared", -(-n // BLOCK), BLOCK, x, k, out)
        check.close(found.args[2], filtered(x, k), rtol=1e-5)


@pytest.mark.points(1)
def test_shared_reads_little(student, rng):
    """shared memory saves reads: 600 of x at most, where the naive kernel needs 2284"""
    x, k, out = rng.random(256, "f4"), rng.random(9, "f4"), np.zeros(256, "f4")
    found = gpu.launch(student, "conv_shared", 4, BLOCK, x, k, out)
    check.close(found.args[2], filtered(x, k), rtol=1e-5)
    gpu.accesses(student, found, "reads", of="x", at_most=600)


@pytest.mark.points(1)
def test_smooth(student, rng):
    """smoothing again and again, without going back and forth"""
    x, k = rng.random(100, "f4"), np.array([0.25, 0.5, 0.25], "f4")
    for times in (0, 1, 3):
        found = gpu.run(student, "smooth", x, k, times)
        want = x
        for _ in range(times):
            want = filtered(want, k)
        check.close(found.value, want, rtol=1e-5)
        check.that(found.report.uploads <= 2, f"smooth uploads {found.report.uploads} arrays; x and k would be enough")
        check.that(found.report.downloads <= 1, f"smooth downloads {found.report.downloads} arrays; the answer would be enough")


def signal(rng):
    return rng.random(1 << 24, "f4"), rng.random(17, "f4")


@pytest.mark.gpu
@pytest.mark.perf(steps={1.2: 1}, clock="gpu")
def test_race(student, rng):
    """shared memory against the naive kernel, 16 million elements"""
    student.race("conv_shared", lambda: signal(rng), against="naively_convolved", through="convolved", rtol=1e-4)


@pytest.mark.gpu
@pytest.mark.perf(steps={0.5: 1}, clock="gpu")
def test_beside_torch(student, rng):
    """shared memory beside torch, 16 million elements"""
    student.race("conv_shared", lambda: signal(rng), against="convolved_by_torch", through="convolved", rtol=1e-4)
