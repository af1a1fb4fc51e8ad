import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e8")

GOOD = {"flops": 1, "chain": 1, "arrays": [("r", 8, 8), ("w", 8, 8)]}
MACHINE = {"levels": [(1000, 2.0**33), (2000, 2.0**32)], "peak": 2.0**31, "latency": 2.0**-30, "overhead": 0}


def reach(step):
    return min(abs(step), 64)


def times(kernel, n, machine):
    """Memory, compute, latency."""
    held, moved = 0, 0
    for access, _, step in kernel["arrays"]:
        held += n * reach(step)
        moved += n * reach(step) * (1 + ("w" in access))
    fitting = [bandwidth for size, bandwidth in machine["levels"] if size >= held] or [machine["levels"][-1][1]]
    waits = machine["overhead"] + n * kernel["chain"] * machine["latency"]
    return moved / fitting[0], n * kernel["flops"] / machine["peak"], waits


@st.composite
def arrays(draw):
    item = draw(st.sampled_from([1, 2, 4, 8, 16]))
    step = draw(st.sampled_from([0, item, -item, 3 * item, -5 * item, 63, 64, 65, -64, 4096, 1 << 40]))
    return draw(st.sampled_from(["r", "w", "rw"])), item, step if step == 0 or abs(step) >= item else item


@st.composite
def kernels(draw):
    amount = st.sampled_from([0, 0, 1, 2, 0.25, 7.5, 100])
    return {"flops": draw(amount), "chain": draw(amount), "arrays": draw(st.lists(arrays(), max_size=5))}


@st.composite
def machines(draw):
    sizes = sorted(draw(st.sets(st.sampled_from([1, 1000, 1024, 32_000, 64_000, 1 << 30]), min_size=1, max_size=4)))
    speeds = st.sampled_from([1e9, 3e9, 64e9, 5])
    small = st.sampled_from([0, 1e-9, 3e-9, 1e-6])
    return {
        "levels": [(size, draw(speeds)) for size in sizes],
        "peak": draw(speeds),
        "latency": draw(small),
        "overhead": draw(small),
    }


@pytest.mark.points(1)
def test_any_kernel(student):
    """any kernel on any machine; equal times; what is refused"""
    any_kernel(student)
    # Equal times, exactly: 8 + 16 bytes, 6 flops and 3 steps that wait take as long as each other.
    for flops, chain, want in ((6, 3, "memory"), (6, 4, "latency"), (8, 4, "compute"), (7, 3, "compute"), (0, 0, "memory")):
        kernel = {**GOOD, "flops": flops, "chain": chain}
        check.equal(student.bound(kernel, 10, MACHINE), want, f"bound for 10 elements of {kernel} on {MACHINE}")
    check.equal(student.bound(GOOD, 0, MACHINE), "memory", "bound without elements and overhead")
    check.equal(student.bound({"flops": 0, "chain": 0, "arrays": []}, 7, MACHINE), "memory", "bound of nothing")
    for key in ("flops", "chain"):
        for bad in (-1, -0.5, math.inf, math.nan, -math.inf):
            refused(student, {**GOOD, key: bad})
    for bad in (("x", 8, 8), ("wr", 8, 8), ("", 8, 8), ("R", 8, 8), ("r", 3, 8), ("r", 0, 8), ("r", 32, 32), ("r", -8, 8)):
        refused(student, {**GOOD, "arrays": [("r", 8, 8), bad]})
    for bad in (("r", 8, 4), ("r", 8, -7), ("w", 16, 8), ("r", 2, 1), ("r", 8, 8.0), ("r", 8, 8.5)):
        refused(student, {**GOOD, "arrays": [bad, ("r", 8, 8)]})
    nothing = {"flops": 0, "chain": 0, "arrays": []}
    # Nothing to compute, to wait for or to move is no reason to look away.
    for bad in (("x", 8, 0), ("r", 3, 0), ("r", 8, 4), ("w", 8, 8.5)):
        refused(student, {**nothing, "arrays": [bad]})
    for key in ("flops", "chain"):
        for bad in (-1, math.inf, math.nan):
            refused(student, {**nothing, key: bad})
            refused(student, {**GOOD, "flops": 0, "chain": 0, key: bad})
    for n in (-1, -(10**15)):
        for function in (student.predict, student.bound):
            for kernel in (GOOD, nothing):
                with check.raises("ValueError"):
                    function(kernel, n, MACHINE)
    for name in ("predict", "bound"):
        check.that(not student.given.changed(student.function(name), GOOD, 3, MACHINE), f"{name} changes what it is given")


def refused(student, kernel):
    for function in (student.traffic, student.intensity):
        with check.raises("ValueError"):
            function(kernel)
    for function in (student.predict, student.bound):
        for n in (0, 5):
            with check.raises("ValueError"):
                function(kernel, n, MACHINE)


@settings(max_examples=60)
@example(kernel=GOOD, n=62, machine=MACHINE)
@example(kernel=GOOD, n=63, machine=MACHINE)
@example(kernel=GOOD, n=1000, machine=MACHINE)
@example(kernel={"flops": 0, "chain": 0, "arrays": [("rw", 8, 8)]}, n=125, machine=MACHINE)
@example(kernel={"flops": 3, "chain": 0, "arrays": [("rw", 8, 8), ("w", 4, 4)]}, n=83, machine=MACHINE)
@given(kernel=kernels(), n=st.sampled_from([0, 1, 2, 16, 125, 1000, 10**6, 10**15]), machine=machines())
def any_kernel(student, kernel, n, machine):
    moved = float(sum(reach(step) * (1 + ("w" in access)) for access, _, step in kernel["arrays"]))
    got = student.traffic(kernel)
    check.kind(got, float, f"traffic of {kernel}")
    check.close(got, moved, what=f"traffic of {kernel}")
    want = 0.0 if not kernel["flops"] else kernel["flops"] / moved if moved else math.inf
    got = student.intensity(kernel)
    check.kind(got, float, f"intensity of {kernel}")
    check.close(got, want, what=f"intensity of {kernel}")
    three = times(kernel, n, machine)
    got = student.predict(kernel, n, machine)
    check.kind(got, float, f"predict for {n} elements")
    check.close(got, float(max(three)), what=f"predict for {n} elements of {kernel} on {machine}")
    got = student.bound(kernel, n, machine)
    near = [name for name, each in zip(("memory", "compute", "latency"), three, strict=True) if each >= max(three) * (1 - 1e-9)]
    check.that(got in near, f"bound for {n} elements of {kernel} on {machine} is wrong", f"expected {near[0]}   got {got}")


@pytest.mark.points(1)
def test_any_machine(student, rng):
    """machines of all kinds, measured; sizes that are none"""
    for seed, tick in enumerate((1e-9, 1e-4, 1e-3, 1e-3, 1e-3)):
        machine = {"levels": [(40_000, rng.uniform(3e9, 5e9)), (10_000_000, rng.uniform(1e9, 2e9)), (10**9, 9e8)], "peak": 8e10}
        sizes = [18_000_000, 30_000, 30_000, 9_000_000, 200_000]
        want = np.array([9e8, *(machine["levels"][level][1] for level in (0, 0, 1, 1))])
        cold, busy = (1, 10, 10, 3, 10)[seed], (0, 3, 5, 5, 5)[seed]
        found = student.given.measured(student.measure_bandwidth, "move", sizes, machine, seed + 50, tick, cold, busy)
        check.equal(found["error"], "", "what measure_bandwidth raises")
        check.close(found["answer"], want, rtol=0.08, what="the bandwidths")
        check.that(found["seconds"] <= 50, f"five sizes may take 50 seconds, and took {found['seconds']:.1f}")
        check.that(found["same"], "measure_bandwidth changes its sizes")
        sides = [[60], [50, 250, 400], [400, 250, 50], [640, 120, 350, 800], [50, 400, 250]][seed]
        best = max(n for n in sides if n <= 600)  # larger ones reach 0.8 of what they should
        found = student.given.measured(student.measure_peak, "multiply", sides, machine, seed, tick, cold, busy)
        check.kind(found["answer"], float, "the peak")
        check.close(found["answer"], 8e10 * best / (best + 40), rtol=0.08, what=f"the peak of {sides}")
        most = 10 * len(sides)
        check.that(found["seconds"] <= most, f"{sides} may take {most} s, and took {found['seconds']:.1f}")
    for bad in ([0], [30_000, -5], [30_000, 2.0], [True], [30_000, None], [30_000, "1"]):
        for measure, which in ((student.measure_bandwidth, "move"), (student.measure_peak, "multiply")):
            found = student.given.measured(measure, which, bad, machine, 1, 1e-6, 1, 0)
            check.equal(found["error"], "ValueError", f"what is raised for sizes {bad}")
            check.that(not found["calls"], f"{which} is called, though {bad} are no sizes")
    slow, fast = ({**MACHINE, "levels": [(10**9, speed)], "peak": 8 * speed} for speed in (1e9, 3e9))
    got = student.given.one_after_the_other(student.measure_bandwidth, "move", [50_000, 100_000], slow, fast)
    check.close(got, [np.full(2, 1e9), np.full(2, 3e9)], rtol=0.08, what="the bandwidths of a machine that got faster")
    got = student.given.one_after_the_other(student.measure_peak, "multiply", [160], slow, fast)
    check.close(got, [6.4e9, 19.2e9], rtol=0.08, what="the peaks of a machine that got faster")
    found = student.given.measured(student.measure_bandwidth, "move", [], machine, 1, 1e-6, 1, 0)
    check.equal(found["answer"], np.zeros(0), "the bandwidths of no sizes")
    found = student.given.measured(student.measure_peak, "multiply", [], machine, 1, 1e-6, 1, 0)
    check.equal(found["error"], "ValueError", "what is raised for the peak of no sizes")


@pytest.mark.points(1)
def test_from_end_to_end(student):
    """measured, predicted, compared; and on this machine"""
    machine = {"levels": [(60_000, 4e9), (8_000_000, 2e9), (10**9, 1e9)], "peak": 9e9, "latency": 4e-9, "overhead": 1e-6}
    sizes = [60_000, 1_000_000, 8_000_000, 18_000_000]
    bandwidths = student.given.measured(student.measure_bandwidth, "move", sizes, machine, 9, 1e-3, 10, 4)["answer"]
    peak = student.given.measured(student.measure_peak, "multiply", [64, 256, 400], machine, 9, 1e-3, 10, 4)["answer"]
    check.array(bandwidths, "f8", (4,), "the bandwidths")
    mine = {**machine, "levels": list(zip(sizes, bandwidths.tolist(), strict=True)), "peak": peak}
    for flops, chain, steps in ((0, 0, (8, 8)), (1, 0, (4, 8192)), (80, 0, (8,)), (2, 3, (8, 8)), (1, 0, (-16, 0, 2))):
        kernel = {"flops": flops, "chain": chain, "arrays": [("rw" if step == 8 else "w", 2, step) for step in steps]}
        for n in (10, 3_000, 100_000, 3_000_000):
            want = max(times(kernel, n, machine))
            got = student.predict(kernel, n, mine)
            check.that(want / 1.25 <= got <= want * 1.25, f"{n} elements of {kernel} take {want:.3g} s, predicted {got:.3g} s")
    bandwidths, peak = student.given.here(student.measure_bandwidth, student.measure_peak, [3_000_000], [128])
    check.array(bandwidths, "f8", (1,), "the bandwidth of this machine")
    check.that(bool(np.isfinite(bandwidths[0]) and bandwidths[0] > 0), "this machine has a bandwidth", f"got {bandwidths[0]}")
    check.kind(peak, float, "the peak of this machine")
    check.that(math.isfinite(peak) and peak > 0, "this machine has a peak", f"got {peak}")
