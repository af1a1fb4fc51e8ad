from bisect import bisect_left

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m3.e4")


def random_bits(rng, n):
    return rng.integers(0, 1 << 32, n, dtype="u4")


@pytest.mark.points(1)
def test_starts(student, rng):
    """starts: how many have a smaller digit"""
    x = np.array([0x12, 0x32, 0x10, 0xFF, 0x112], "u4")
    check.equal(student.starts(x, 4, 2), np.array([0, 0, 3, 3], "i8"))
    for shift, bits in ((0, 8), (24, 8), (3, 5), (30, 11), (16, 16)):
        x = random_bits(rng, 300)
        digits = sorted((int(number) >> shift) % (1 << bits) for number in x)
        want = np.array([bisect_left(digits, d) for d in range(1 << bits)], "i8")
        check.equal(student.starts(x, shift, bits), want, f"starts of 300 numbers, shift = {shift}, bits = {bits}")
    for wrong in ((-1, 8), (32, 8), (0, 0), (0, 17)):
        with check.raises("ValueError"):
            student.starts(x, *wrong)


@pytest.mark.points(2)
def test_radix_sort(student, rng):
    """radix_sort: all bits, and some of them"""
    check.equal(student.radix_sort(np.array([513, 256, 1], "u4"), 8), np.array([256, 513, 1], "u4"))
    for n in (0, 1, 2, 257, 3000):
        x = random_bits(rng, n)
        check.equal(student.radix_sort(x), np.array(sorted(x.tolist()), "u4"), f"{n} numbers, sorted")
        for bits in (32, 16, 11, 1):
            want = np.array(sorted(x.tolist(), key=lambda number, bits=bits: number % (1 << bits)), "u4")
            check.equal(student.radix_sort(x, bits), want, f"{n} numbers, sorted by {bits} bits")
    with check.raises("ValueError"):
        student.radix_sort(x, 33)
    with check.raises("TypeError"):
        student.radix_sort(x.astype("i8"))


@pytest.mark.points(1)
def test_radix_argsort(student, rng):
    """radix_argsort: where each came from"""
    check.equal(student.radix_argsort(np.array([7, 1 << 31, 7, 3], "u4")), np.array([3, 0, 2, 1], "i4"))
    for n, largest in ((0, 1), (1, 1), (257, 1 << 32), (2000, 1 << 32), (2000, 5), (300, 1)):
        keys = rng.integers(0, largest, n, dtype="u4")
        want = np.array(sorted(range(n), key=keys.tolist().__getitem__), "i4")
        check.equal(student.radix_argsort(keys), want, f"the order of {n} keys below {largest}")


@pytest.mark.points(1)
def test_floats_as_keys(student, rng):
    """float_to_key and back: the order of floats"""
    x = np.array([-np.inf, -1e38, -1, -1e-45, -0.0, 0.0, 1e-45, 1, 1.5, 1e38, np.inf], "f4")
    keys = student.float_to_key(x)
    check.array(keys, "u4", x.shape)
    check.equal(keys[3:7], np.arange(2**31 - 2, 2**31 + 2, dtype="u4"), "the keys of -1e-45, -0.0, 0.0, 1e-45")
    check.that(bool((keys[1:] > keys[:-1]).all()), "the keys are not in the order of the numbers")
    back = student.key_to_float(keys)
    check.equal(back, x, "the numbers, there and back,")
    check.equal(np.signbit(back), np.signbit(x), "the signs, there and back,")
    x = (rng.normal(0, 1, 500) * 10.0 ** rng.integers(-40, 38, 500)).astype("f4")
    up, keys = student.float_to_key(np.nextafter(x, np.float32(np.inf))), student.float_to_key(x)
    check.array(up, "u4", x.shape)
    check.equal(up - keys, np.ones(500, "u4"), "the distance to the key of the next float32")


@pytest.mark.perf(steps={2.3: 2, 5.7: 4})
def test_race_of_sorting(student, rng):
    """10,000 numbers by 24 bits, again and again"""

    def make():
        return random_bits(rng, int(rng.integers(9_500, 10_500))), 24

    student.race("radix_sort", make, against="sort_again_bit_by_bit", through="sort_again")


@pytest.mark.perf(steps={2.3: 3})
def test_race_of_orders(student, rng):
    """the order of 10,000 keys, again and again"""

    def make():
        return (random_bits(rng, int(rng.integers(9_500, 10_500))),)

    student.race("radix_argsort", make, against="order_again_bit_by_bit", through="order_again")
