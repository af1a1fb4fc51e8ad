import math

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e8")

MACHINE = {
    "levels": [(32_000, 100e9), (1_000_000, 60e9), (30_000_000, 25e9)],
    "peak": 100e9,
    "latency": 1e-9,
    "overhead": 2e-6,
}
TRIAD = {"flops": 2, "chain": 0, "arrays": [("r", 8, 8), ("r", 8, 8), ("w", 8, 8)]}
SCALE = {"flops": 1, "chain": 0, "arrays": [("rw", 8, 8)]}
COLUMN = {"flops": 1, "chain": 0, "arrays": [("r", 8, 8192)]}
POLYNOMIAL = {"flops": 64, "chain": 0, "arrays": [("r", 4, 4), ("w", 4, 4)]}
RUNNING = {"flops": 2, "chain": 2, "arrays": [("r", 8, 8), ("w", 8, 8)]}
NUMBERS = {"flops": 3, "chain": 0, "arrays": [("rw", 8, 0)]}


@pytest.mark.points(1)
def test_traffic(student):
    """bytes per element: read, written, both, strided"""
    for kernel, want in ((TRIAD, 32.0), (SCALE, 16.0), (COLUMN, 64.0), (POLYNOMIAL, 12.0), (NUMBERS, 0.0)):
        check.close(student.traffic(kernel), want, what=f"traffic of {kernel}")
    backwards = {"flops": 0, "chain": 0, "arrays": [("r", 4, -12), ("w", 16, -100), ("rw", 1, 63)]}
    check.close(student.traffic(backwards), 12.0 + 128 + 126, what=f"traffic of {backwards}")


@pytest.mark.points(1)
def test_intensity(student):
    """flops per byte, also without flops or bytes"""
    for kernel, want in ((TRIAD, 1 / 16), (SCALE, 1 / 16), (COLUMN, 1 / 64), (POLYNOMIAL, 16 / 3), (NUMBERS, math.inf)):
        check.close(student.intensity(kernel), want, what=f"intensity of {kernel}")
    check.close(student.intensity({**NUMBERS, "flops": 0}), 0.0, what="intensity of a kernel that does nothing")
    for wrong in (("x", 8, 8), ("r", 3, 8), ("r", 8, 4)):
        with check.raises("ValueError"):
            student.intensity({**TRIAD, "arrays": [wrong]})


@pytest.mark.points(1)
def test_predict(student):
    """seconds of kernels, small and large"""
    for kernel, n, want in (
        (TRIAD, 1_000_000, 32e6 / 25e9),
        (TRIAD, 1_000, 2e-6),
        (TRIAD, 40_000, 128e4 / 60e9),
        (TRIAD, 100_000_000, 32e8 / 25e9),
        (POLYNOMIAL, 1_000_000, 64e6 / 100e9),
        (RUNNING, 10_000, 2e-6 + 2e-5),
        (TRIAD, 0, 2e-6),
    ):
        check.close(student.predict(kernel, n, MACHINE), want, what=f"predict for {n:,} elements of {kernel}")


@pytest.mark.points(1)
def test_bound(student):
    """what holds a kernel back"""
    for kernel, n, want in (
        (TRIAD, 1_000_000, "memory"),
        (TRIAD, 1_000, "latency"),
        (POLYNOMIAL, 1_000_000, "compute"),
        (POLYNOMIAL, 1_000, "latency"),
        (RUNNING, 10_000, "latency"),
        (COLUMN, 1_000_000, "memory"),
    ):
        check.equal(student.bound(kernel, n, MACHINE), want, f"bound for {n:,} elements of {kernel}")


@pytest.mark.points(2)
def test_bandwidth(student):
    """bandwidth: cold, disturbed, with a coarse clock"""
    sizes = [500_000, 4_000_000, 200_000_000, 500_000]
    want = np.array([60e9, 25e9, 25e9, 60e9])
    for seed, tick, cold, busy in ((1, 1e-6, 1, 0), (2, 1e-6, 10, 0), (3, 1e-3, 1, 0), (4, 1e-3, 5, 5)):
        found = student.given.measured(student.measure_bandwidth, "move", sizes, MACHINE, seed, tick, cold, busy)
        check.equal(found["error"], "", "what measure_bandwidth raises")
        check.close(found["answer"], want, rtol=0.08, what="the bandwidths")
        check.that(found["seconds"] <= 40, f"four sizes may take 40 seconds, and took {found['seconds']:.1f}")


@pytest.mark.points(1)
def test_peak(student):
    """the peak: the best of several sizes"""
    for seed, tick, cold, busy in ((1, 1e-6, 1, 0), (2, 1e-3, 10, 5)):
        found = student.given.measured(student.measure_peak, "multiply", [100, 200, 500, 800], MACHINE, seed, tick, cold, busy)
        check.kind(found["answer"], float)
        check.close(found["answer"], 100e9 * 500 / 540, rtol=0.08, what="the peak")
