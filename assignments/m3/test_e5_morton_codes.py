import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e5")

LAST = (1 << 21) - 1


def in_turn(*coordinates):
    """The code of one place, bit by bit, as Python's ints have them."""
    axes, width = len(coordinates), {2: 16, 3: 21}[len(coordinates)]
    return sum((int(c) >> i & 1) << (axes * i + axis) for axis, c in enumerate(coordinates) for i in range(width))


def codes_of(dtype, *columns):
    mask = 0xFFFF if len(columns) == 2 else LAST
    return np.array([in_turn(*(int(c) & mask for c in place)) for place in zip(*columns, strict=True)], dtype)


@pytest.mark.points(1)
def test_plane(student, rng):
    """places in a plane: 16 bits and 16 bits"""
    x, y = np.array([[1, 0], [0, 1], [2, 0], [3, 3], [255, 0], [256, 1], [65535, 65535], [65535, 0], [0, 65535]], "u2").T.copy()
    want = np.array([1, 2, 4, 15, 0x5555, 0x10002, 0xFFFFFFFF, 0x55555555, 0xAAAAAAAA], "u4")
    check.equal(student.encode2(x, y), want)
    x, y = rng.integers(0, 1 << 16, (2, 300)).astype("u2")
    check.equal(student.encode2(x, y), codes_of("u4", x, y), "the codes of 300 places")


@pytest.mark.points(1)
def test_space(student, rng):
    """places in space: 21 bits each"""
    x, y, z = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 0, 0], [3, 1, 5], [LAST] * 3, [1 << 20, 0, 0]], "u4").T.copy()
    want = np.array([1, 2, 4, 8, 0b100_001_111, (1 << 63) - 1, 1 << 60], "u8")
    check.equal(student.encode3(x, y, z), want)
    x, y, z = rng.integers(0, 1 << 21, (3, 300)).astype("u4")
    check.equal(student.encode3(x, y, z), codes_of("u8", x, y, z), "the codes of 300 places")
    x, y, z = rng.integers(0, 1 << 32, (3, 100)).astype("u4")
    check.equal(student.encode3(x, y, z), codes_of("u8", x, y, z), "the codes of 100 places with more than 21 bits")


@pytest.mark.points(1)
def test_back(student, rng):
    """from codes back to places"""
    codes = np.array([1, 2, 4, 8, 0b100_001_111, (1 << 63) - 1, 0], "u8")
    want = tuple(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 0, 0], [3, 1, 5], [LAST] * 3, [0] * 3], "u4").T.copy())
    check.equal(student.decode3(codes), want)
    places = tuple(rng.integers(0, 1 << 21, (3, 300)).astype("u4"))
    check.equal(student.decode3(codes_of("u8", *places)), places, "300 places")


def in_order(points, bits):
    """The order along the curve, point by point."""
    low, high = points.min(axis=0).astype("f8"), points.max(axis=0).astype("f8")
    side = float((high - low).max())
    codes = []
    for point in points.astype("f8"):
        cells = [
            min(int((p - least) / side * 2**bits), 2**bits - 1) if side else 0 for p, least in zip(point, low, strict=True)
        ]
        codes.append(in_turn(*cells))
    return np.array(sorted(range(len(points)), key=lambda number: codes[number]), "i8")


@pytest.mark.points(1)
def test_sort_points(student, rng):
    """points along the Z curve"""
    corners = np.array([[x, y, z] for x in (0, 4) for y in (0, 4) for z in (0, 4)], "f4")
    check.equal(student.sort_points(corners, 1), np.array([0, 4, 2, 6, 1, 5, 3, 7]), "the order of 8 corners")
    row = np.array([[3, 0, 0], [1, 0, 0], [2, 0, 0], [1, 0, 0], [0, 0, 0]], "f4")
    check.equal(student.sort_points(row, 2), np.array([4, 1, 3, 2, 0]), "the order of 5 points in a row")
    check.equal(student.sort_points(row, 1), np.array([1, 3, 4, 0, 2]), "the order of 5 points in two cells")
    for bits, stretch in ((10, (1, 1, 1)), (4, (1, 3, 9)), (21, (5, 1, 1))):
        points = (rng.normal(2, 1, (300, 3)) * stretch).astype("f4")
        check.equal(student.sort_points(points, bits), in_order(points, bits), f"the order of 300 points with {bits} bits")
    for bits in (0, 22):
        with check.raises("ValueError"):
            student.sort_points(row, bits)
    row[2, 1] = np.nan
    with check.raises("ValueError"):
        student.sort_points(row, 4)


@pytest.mark.perf(steps={3.7: 4})
def test_race(student, rng):
    """20,000 places in space, raced"""

    def make():
        return tuple(rng.integers(0, 1 << 21, (3, 20_000)).astype("u4"))

    student.race("encode3", make, against="bit_by_bit_in_three_turns", through="three_turns")
