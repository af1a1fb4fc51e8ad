import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e6")


@pytest.mark.points(1)
def test_numbers(student, rng):
    """counted bits, powers of two, roots from bits"""
    check.equal(student.popcount(np.array([0, 1, 3, 1 << 63, (1 << 64) - 1], "u8")), 68, "the number of ones")
    words = rng.integers(0, 1 << 64, 500, dtype="u8", endpoint=False)
    check.equal(student.popcount(words), sum(word.bit_count() for word in words.tolist()), "the number of ones in 500 words")
    for n, power, lowest in ((1, 1, 0), (2, 2, 1), (3, 4, 0), (8, 8, 3), (12, 16, 2), (1025, 2048, 0), (1 << 70, 1 << 70, 70)):
        check.equal(student.is_pow2(n), n == power, f"is_pow2({n})")
        check.equal(student.next_pow2(n), power, f"next_pow2({n})")
        check.equal(student.lowest_set(n), lowest, f"lowest_set({n})")
    check.equal([student.is_pow2(n) for n in (0, -1, -8)], [False] * 3, "is_pow2 of 0, -1 and -8")
    for name in ("next_pow2", "lowest_set"):
        with check.raises("ValueError"):
            student.function(name)(0)
    x = np.concatenate([np.array([1, 4, 0.25, 2e-38, 3e38]), 10 ** rng.uniform(-37, 38, 300)]).astype("f4")
    guess = np.array([0x5F3759DF - (bits >> 1) for bits in x.view("u4").tolist()], "u4").view("f4")
    check.equal(student.fast_rsqrt(x, 0), guess, "fast_rsqrt without a step")
    for steps, error in ((1, 0.004), (2, 1.2e-5)):
        want = (1 / np.sqrt(x.astype("f8"))).astype("f4")
        check.close(student.fast_rsqrt(x, steps), want, rtol=error, what=f"fast_rsqrt with steps = {steps}")
    with check.raises("ValueError"):
        student.fast_rsqrt(np.array([1, 0, 4], "f4"), 1)


@pytest.mark.points(1)
def test_colours(student):
    """colours in two bytes"""
    colours = np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [7, 3, 7], [8, 4, 8]], "u1")
    packed = np.array([0, 0xFFFF, 0xF800, 0x07E0, 0x001F, 0, 0x0821], "u2")
    check.equal(student.pack_rgb565(colours), packed)
    back = np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [0, 0, 0], [8, 4, 8]], "u1")
    check.equal(student.unpack_rgb565(packed), back)
    grey = np.repeat(np.arange(256, dtype="u1"), 3).reshape(-1, 3)
    packed = np.array([(r >> 3) << 11 | (g >> 2) << 5 | b >> 3 for r, g, b in grey.tolist()], "u2")
    check.equal(student.pack_rgb565(grey), packed, "256 greys")


def voxels(rng, shape, count):
    return np.stack([rng.integers(0, size, count) for size in shape], axis=1)


def grid_of(shape, points):
    grid = np.zeros(shape, bool)
    grid[tuple(points.T)] = True
    return grid


@pytest.mark.points(1)
def test_voxels(student, rng):
    """sets of voxels, against arrays of bool"""
    for shape, count in (((2, 3, 4), 7), ((5, 7, 9), 200), ((16, 8, 4), 300)):
        where = f"in a grid of {shape}"
        points = voxels(rng, shape, count), voxels(rng, shape, count)
        first, second = (grid_of(shape, each) for each in points)
        one, other = student.VoxelSet(shape), student.VoxelSet(shape)
        check.equal(one.value("shape"), shape, "the shape")
        check.equal(one.volume(), 0, f"the volume of an empty set {where}")
        one.add(points[0])
        other.add(points[1][: count // 2])
        other.add(points[1][count // 3 :])
        check.equal(one.to_bool(), first, f"the voxels {where}")
        check.equal(one.volume(), int(first.sum()), f"the volume {where}")
        check.equal(other.volume(), int(second.sum()), f"the volume {where}")
        check.equal(one.contains(points[1]), first[tuple(points[1].T)], f"contains {where}")
        check.equal(one.intersect_count(other), int((first & second).sum()), f"intersect_count {where}")
        check.equal(one.union(other).to_bool(), first | second, f"the union {where}")
        check.equal(one.complement().volume(), int((~first).sum()), f"the volume of the complement {where}")
        check.equal(one.to_bool(), first, f"the voxels after all that, {where}")
        for outside in ((-1, 0, 0), (0, 0, shape[2])):
            check.equal(one.contains(np.array([outside, (0, 0, 0)])), np.array([False, first[0, 0, 0]]), f"contains {outside}")
            with check.raises("IndexError"):
                one.add(np.array([outside]))


@pytest.mark.points(1)
def test_memory(student, rng):
    """one bit for each voxel, also while it works"""
    shape = (200, 200, 150)
    points = voxels(rng, shape, 20_000) // 2
    found = student.given.bytes_of_sets(student.VoxelSet, shape, points)
    eighth = 200 * 200 * 150 // 8
    kept = max(found["three"] // 3, found["union"], found["rest"])
    check.that(kept <= eighth + 4096, f"a set of {shape} keeps {kept:,} bytes: that is more than n / 8 and 4 KiB")
    needed = max(found["count"], found["unite"], found["complement"])
    check.that(needed <= 4 * eighth, f"intersect_count, union or complement need {needed:,} bytes: that is more than n / 2")
    first, second, third = (grid_of(shape, points + number) for number in range(3))
    check.equal(found["common"], int((first & second).sum()), "intersect_count")
    check.equal(found["volume"], int((first | second).sum() + (~third).sum()), "the volumes of a union and a complement")


@pytest.mark.perf(steps={2.5: 1, 6: 4})
def test_race(student, rng):
    """what sets of 256 x 256 x 256 have in common"""
    student.race(
        "VoxelSet", lambda: (int(rng.integers(4)), int(rng.integers(300_000))), against="with_bytes", through="in_common"
    )
