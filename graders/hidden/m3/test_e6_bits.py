import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e6")

STEPS = st.sampled_from([1, 1, 2, -1, -3])
TINY, LARGEST = np.finfo("f4").tiny, np.finfo("f4").max


def bits_of(words):
    return sum(word.bit_count() for word in words.tolist())


def packed(colours):
    red, green, blue = colours.T.astype("u2")
    return (red // 8 * 2048 + green // 4 * 32 + blue // 8).astype("u2")


def unpacked(words):
    red, green, blue = words // 2048, words // 32 % 64, words % 32
    return np.stack([red * 8 + red // 4, green * 4 + green // 16, blue * 8 + blue // 4], axis=1).astype("u1")


def guess(x):
    return (np.uint32(0x5F3759DF) - (x.view("u4") >> np.uint32(1))).view("f4")


def words_of(rng, n):
    return rng.integers(0, 1 << 64, n, dtype="u8", endpoint=False) >> rng.integers(0, 64, n, dtype="u8")


def colours_of(rng, n):
    return rng.integers(0, 256, (n, 3), dtype="u1")


FUNCTIONS = {
    "popcount": (words_of, bits_of),
    "pack_rgb565": (colours_of, packed),
    "unpack_rgb565": (lambda rng, n: rng.integers(0, 1 << 16, n, dtype="u2"), unpacked),
    "fast_rsqrt": (lambda rng, n: (10 ** rng.uniform(-37, 38, n)).astype("f4"), guess),
}


def more(name):
    return (0,) if name == "fast_rsqrt" else ()


@pytest.mark.points(1)
def test_any_numbers(student, rng):
    """all kinds of words, colours and numbers, and what is none"""
    any_array(student)
    for name, (make, right) in FUNCTIONS.items():
        call = student.function(name)
        array = make(rng, 70_001)
        check.equal(call(array, *more(name)), right(array), f"{name} of 70,001")
        array = make(rng, 21)
        first, second = student.given.answered_twice(call, array.copy(), *more(name))
        check.equal(first, right(array), f"the first answer of {name}, looked at after the second,")
        check.equal(second, right(array[::-1].copy()), f"the answer of {name} for an array that changed in place")
        for other in ("u1", "u2", "u4", "u8", "i8", "i2", "f4", "f8", "b1"):
            for part in (array, array[:0]):
                if other != array.dtype.str[1:]:
                    with check.raises("TypeError"):
                        call(np.zeros(part.shape, other), *more(name))
        shapes = (
            ((21, 1), (1, 21), (7, 3), (0, 3), (3, 0))
            if array.ndim == 1
            else ((63,), (1, 21, 3), (7, 9), (3, 21), (0,), (0, 4))
        )
        for shape in shapes:
            with check.raises("ValueError"):
                call(array.reshape(shape) if 0 not in shape else np.zeros(shape, array.dtype), *more(name))
        with check.raises("TypeError"):
            call(array.tolist(), *more(name))
    check.equal(student.popcount(np.full(1 << 16, (1 << 64) - 1, "u8")), 1 << 22, "the number of ones in 65,536 full words")
    check.equal(student.popcount(np.uint64(1) << np.arange(64, dtype="u8")), 64, "the number of ones in single bits")
    every = np.arange(1 << 16, dtype="u2")
    check.equal(student.unpack_rgb565(every), unpacked(every), "all colours of two bytes, unpacked")
    check.equal(student.pack_rgb565(unpacked(every)), every, "all colours of two bytes, unpacked and packed")
    roots(student, rng)
    any_int(student)
    for name in ("is_pow2", "next_pow2", "lowest_set"):
        for wrong in (8.0, 3.5, "8", 0.5, 0.0, -1.0, None):
            with check.raises("TypeError"):
                student.function(name)(wrong)
    for name in ("next_pow2", "lowest_set"):
        for wrong in (0, -1, -8, -(1 << 70)):
            with check.raises("ValueError"):
                student.function(name)(wrong)


@settings(max_examples=40)
@example(name="popcount", n=0, step=1, seed=0)
@example(name="pack_rgb565", n=0, step=1, seed=0)
@example(name="unpack_rgb565", n=0, step=1, seed=0)
@example(name="fast_rsqrt", n=0, step=1, seed=0)
@example(name="popcount", n=9, step=2, seed=0)
@example(name="pack_rgb565", n=9, step=-1, seed=0)
@example(name="unpack_rgb565", n=9, step=2, seed=0)
@example(name="fast_rsqrt", n=9, step=-1, seed=0)
@given(name=st.sampled_from(list(FUNCTIONS)), n=st.integers(0, 40), step=STEPS, seed=st.integers(0, 99))
def any_array(student, name, n, step, seed):
    make, right = FUNCTIONS[name]
    array = make(np.random.default_rng(seed), n)
    got, unchanged = student.given.on_views(student.function(name), step, array, *more(name))
    check.equal(got, right(array), f"{name} of {n} (the array is a view a[::{step}])")
    check.that(unchanged, f"what {name} was given is not as it was any more (the array is a view a[::{step}])")


@settings(max_examples=60)
@example(exponent=0, plus=0)
@example(exponent=53, plus=1)
@example(exponent=63, plus=-1)
@example(exponent=64, plus=1)
@example(exponent=1000, plus=1)
@given(exponent=st.integers(0, 200), plus=st.integers(-2, 2) | st.integers(-(1 << 80), 1 << 80))
def any_int(student, exponent, plus):
    n = (1 << exponent) + plus
    check.equal(student.is_pow2(n), n > 0 and bin(n).count("1") == 1, f"is_pow2({n})")
    if n < 1:
        return
    power = 1
    while power < n:
        power *= 2
    check.equal(student.next_pow2(n), power, f"next_pow2({n})")
    check.equal(student.lowest_set(n), len(bin(n)) - len(bin(n).rstrip("0")), f"lowest_set({n})")


def roots(student, rng):
    borders = np.array([TINY, np.nextafter(TINY, np.float32(1)), LARGEST, 1, 2, 3, 4], "f4")
    x = np.concatenate([borders, np.exp2(rng.uniform(-126, 128, 3000)).clip(TINY, LARGEST).astype("f4")])
    exact = 1 / np.sqrt(x.astype("f8"))
    check.equal(student.fast_rsqrt(x, 0), guess(x), "fast_rsqrt without a step")
    for steps, error in ((1, 0.004), (2, 1.2e-5), (3, 2e-6), (7, 2e-6)):
        what = f"fast_rsqrt with steps = {steps}"
        got = student.fast_rsqrt(x, steps)
        check.close(got, exact.astype("f4"), rtol=error, what=what)
    for bad in (0.0, -0.0, -1.0, -1e-45, 1e-45, np.nextafter(TINY, np.float32(0)), np.inf, -np.inf, np.nan):
        for steps in (0, 1):
            for place in (0, 4, 8):
                holed = x[:9].copy()
                holed[place] = bad
                with check.raises("ValueError"):
                    student.fast_rsqrt(holed, steps)
    for part in (x[:9], x[:0]):
        with check.raises("ValueError"):
            student.fast_rsqrt(part, -1)


def voxels(rng, shape, count):
    return np.stack([rng.integers(0, size, count) for size in shape], axis=1)


def grid_of(shape, points):
    grid = np.zeros(shape, bool)
    grid[tuple(points.T)] = True
    return grid


@pytest.mark.points(1)
def test_any_voxels(student, rng):
    """sets in grids of all shapes, and what is none"""
    for shape in ((0, 0, 0), (3, 0, 2), (1, 1, 1), (1, 1, 64), (1, 65, 1), (63, 1, 1), (4, 4, 4), (3, 7, 11), (30, 40, 50)):
        any_sets(student, rng, shape)
    one, other = student.VoxelSet((3, 4, 5)), student.VoxelSet((5, 4, 3))
    alike = student.VoxelSet((60, 1, 1))
    points = np.array([[0, 0, 0], [2, 3, 4], [1, 1, 1]])
    one.add(points)
    for wrong in (other, alike):
        for name in ("intersect_count", "union"):
            with check.raises("ValueError"):
                one.method(name)(wrong)
    for wrong in (np.zeros((3, 4, 5), bool), None, [1, 2]):
        for name in ("intersect_count", "union"):
            with check.raises("TypeError"):
                one.method(name)(wrong)
    far = 1 << 62
    for outside in (
        (-1, 0, 0),
        (0, -1, 0),
        (0, 0, -1),
        (3, 0, 0),
        (0, 4, 0),
        (0, 0, 5),
        (0, 0, far),
        (far, far, far),
        (-far, 4, 0),
    ):
        bad = np.array([[1, 2, 3], outside, [1, 2, 2]])
        with check.raises("IndexError"):
            one.add(bad)
        check.equal(one.contains(bad), np.array([False] * 3), f"contains, after add was refused for {outside}")
    check.equal(one.volume(), 3, "the volume, after add was refused some times")
    for name in ("add", "contains"):
        for wrong in ("i4", "u8", "f8", "b1"):
            for part in (points, points[:0]):
                with check.raises("TypeError"):
                    one.method(name)(part.astype(wrong))
        with check.raises("TypeError"):
            one.method(name)(points.tolist())
        for shape in ((9,), (1, 3, 3), (0,), (0, 2), (3, 0)):
            with check.raises("ValueError"):
                one.method(name)(points.reshape(shape) if 0 not in shape else np.zeros(shape, "i8"))
    for wrong in ((-1, 2, 2), (2, -1, 2), (2, 2, -1), (-1, -1, 2), (0, -3, 1)):
        with check.raises("ValueError"):
            student.VoxelSet(wrong)
    neighbours(student)


def any_sets(student, rng, shape):
    """Two sets, what can be made of them, and whether they stay apart from it and from each other."""
    where, size = f"in a grid of {shape}", int(np.prod(shape))
    count = min(2 * size, 500)
    points = [voxels(rng, shape, count) if size else np.zeros((0, 3), "i8") for _ in range(2)]
    grids = [grid_of(shape, each) for each in points]
    one, other, empty = (student.VoxelSet(shape) for _ in range(3))
    for each, its in zip((one, other), points, strict=True):
        _, unchanged = student.given.on_views(each.add, int(rng.choice([1, 2, -1])), its)
        check.that(unchanged, "add has changed the points")
    union, rest, everything = one.union(other), other.complement(), empty.complement()
    check.equal(union.value("shape"), shape, "the shape of a union")
    check.equal(rest.value("shape"), shape, "the shape of a complement")
    seen = [one, other, union, rest, everything, rest.complement()]
    full = [*grids, grids[0] | grids[1], ~grids[1], np.ones(shape, bool), grids[1]]
    names = ["a set", "another set", "a union", "a complement", "the complement of nothing", "the complement of a complement"]
    for set_, grid, name in zip(seen, full, names, strict=True):
        check.equal(set_.to_bool(), grid, f"{name} {where}")
        check.equal(set_.volume(), int(grid.sum()), f"the volume of {name} {where}")
        check.equal(set_.intersect_count(one), int((grid & grids[0]).sum()), f"{name} and a set, {where}")
        check.equal(one.intersect_count(set_), int((grid & grids[0]).sum()), f"a set and {name}, {where}")
        check.equal(set_.intersect_count(set_), int(grid.sum()), f"{name} and itself, {where}")
    asked = rng.integers(-2, np.array(shape) + 2, (60, 3))
    inside = ((asked >= 0) & (asked < shape)).all(axis=1)
    want = np.zeros(60, bool)
    want[inside] = grids[0][tuple(asked[inside].T)]
    got, unchanged = student.given.on_views(one.contains, -1, asked)
    check.equal(got, want, f"contains {where}")
    check.that(unchanged, "contains has changed the points")
    if not size:
        return
    # What is added to one later is in no other.
    last = np.array([[each - 1 for each in shape]])
    target = empty.union(empty)
    target.add(last)
    check.equal([empty.volume(), target.volume()], [0, 1], f"the volumes of an empty set and of a copy with one voxel, {where}")
    one.add(last)
    check.equal(one.volume(), int((grids[0] | grid_of(shape, last)).sum()), f"the volume, after a voxel was added, {where}")
    check.equal(union.to_bool(), full[2], f"a union, after something was added to one of its two sets, {where}")
    again = target.intersect_count(one)
    check.equal(again, 1, f"intersect_count, after something was added, {where}")
    set_a, set_b = student.VoxelSet((3, 3, 3)), student.VoxelSet((3, 3, 3))
    set_a.add(np.array([[0, 1, 2], [2, 2, 2]]))
    for place, want in ((None, 0), ((0, 1, 2), 1), ((1, 1, 1), 1), ((2, 2, 2), 2)):
        if place:
            set_b.add(np.array([place]))
        got = set_a.intersect_count(set_b), set_b.intersect_count(set_a)
        check.equal(got, (want, want), f"what two sets have in common, after {place} was added to the second,")
    check.equal([other.to_bool(), rest.to_bool()], [full[1], full[3]], f"a set and its complement, after that, {where}")


def neighbours(student):
    """Many in one word, in one call and in several; the same ones again."""
    shape, one = (4, 4, 64), student.VoxelSet((4, 4, 64))
    row = np.array([[1, 2, z] for z in range(64)] * 3)
    one.add(row)
    check.equal(one.volume(), 64, "the volume of a row of 64 that was added thrice at once")
    one.add(row[10:30])
    check.equal(one.to_bool(), grid_of(shape, row), "the row, after some of it was added again")
    first, second = student.given.answered_twice(one.contains, np.array([[1, 2, 3], [1, 1, 3], [0, 0, 0]]))
    check.equal([first, second], [np.array([True, False, False]), np.array([False, False, True])], "two answers of contains")
    check.equal(
        student.given.written_to(one.to_bool), [64, 64, 64], "the volume, when somebody has written to to_bool's answer"
    )
