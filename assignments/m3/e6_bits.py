"""m3.e6: bits. Sixty-four answers of yes or no in one number, colours in two bytes, and a root out of the bits of a float.

For every function here: numpy and numba's njit are all you need. Arrays may be views, such as a[::2] or a[::-1], and may be
read-only; they stay as they are. Every answer is new, and no later call changes it. Empty inputs have empty answers, or 0 where
the answer is a number. Where a dtype is named, an array of any other dtype, or what is no numpy array, raises TypeError; one of
the wrong shape raises ValueError, also where it is empty; where two things are wrong at once, either error will do. Bit 0 is
the one that is worth 1.
"""

import numpy as np


def popcount(words: np.ndarray) -> int:
    """How many bits are 1 in all words together, as a Python int. words is uint64 of shape (n,), and all 64 bits count."""
    raise NotImplementedError


def is_pow2(n: int) -> bool:
    """Whether n is 1, 2, 4, 8, … : a power of two. 0 and negative numbers are none.

    Here and in the next two functions n is a Python int of any size, also beyond 64 bits, and answers are exact; what is
    no int, also 8.0, raises TypeError.
    """
    raise NotImplementedError


def next_pow2(n: int) -> int:
    """The smallest power of two that is not below n: 5 has 8, 8 has 8, 1 has 1. Below 1: ValueError."""
    raise NotImplementedError


def lowest_set(n: int) -> int:
    """The number of the lowest bit of n that is 1: 1 has 0, 12 has 2. Below 1: ValueError."""
    raise NotImplementedError


def pack_rgb565(colours: np.ndarray) -> np.ndarray:
    """Colours in two bytes each, uint16 of shape (n,).

    colours is uint8 of shape (n, 3): red, green, blue. The upper 5 bits of red become bits 11 to 15, the upper 6 bits of
    green bits 5 to 10, the upper 5 bits of blue bits 0 to 4. The lower bits are dropped, nothing is rounded up.
    """
    raise NotImplementedError


def unpack_rgb565(packed: np.ndarray) -> np.ndarray:
    """Back to three bytes: uint8 of shape (n, 3). packed is uint16 of shape (n,).

    5 bits abcde become the 8 bits abcdeabc, and 6 bits abcdef become abcdefab: the bits that are missing below are the upper
    ones once more. So black stays 0 and white 255, and no byte is off by more than 7 for red and blue, 3 for green.
    """
    raise NotImplementedError


def fast_rsqrt(x: np.ndarray, steps: int) -> np.ndarray:
    """About 1 / sqrt(x), float32 of shape (n,), the way games did it in 1999: a guess from the bits, then some steps.

    x is float32 of shape (n,), steps an int. The guess is the float32 whose bits, taken as an unsigned number, are 0x5F3759DF
    less half of the bits of x, where half of an odd number is rounded down. With steps = 0 the answer is this guess, bit by
    bit. Every step is one of Newton's: y becomes y * (1.5 - 0.5 * x * y * y), in float32 or better. The relative error is then
    at most 0.004 after one step, 1.2e-5 after two, and 2e-6 after more.

    x has to be what float32 calls normal, and positive: from 2**-126 to the largest float32. Everything else raises
    ValueError: 0.0 and -0.0, negative numbers, smaller ones, infinity, and what is not a number; so does a negative steps.
    """
    raise NotImplementedError


class VoxelSet:
    """A set of voxels, the cells (x, y, z) of a grid, with one bit for each voxel of the grid.

    Of n voxels in all, a set keeps n / 8 bytes and no more than 4 KiB beside them. Two sets share nothing: what is done to one
    changes no other. intersect_count, union and complement need no more than another n / 2 bytes and 4 KiB while they work, and
    they change neither of the sets that they are asked about.
    """

    def __init__(self, shape: tuple[int, int, int]) -> None:
        """An empty set in a grid of X x Y x Z voxels. Each of the three may be 0; if one is negative: ValueError."""
        raise NotImplementedError

    @property
    def shape(self) -> tuple[int, int, int]:
        """What the set was made with."""
        raise NotImplementedError

    def add(self, points: np.ndarray) -> None:
        """Add voxels; those that are in already do no harm, nor does one that comes twice.

        points is int64 of shape (n, 3), its columns x, y, z. Where any of them is not in the grid, so below 0 or not below
        X, Y or Z, however far: IndexError, and none is added.
        """
        raise NotImplementedError

    def contains(self, points: np.ndarray) -> np.ndarray:
        """Which of the voxels are in the set, bool of shape (n,); points as in add, but what is not in the grid is False."""
        raise NotImplementedError

    def volume(self) -> int:
        """How many voxels are in the set, as a Python int."""
        raise NotImplementedError

    def intersect_count(self, other: "VoxelSet") -> int:
        """How many voxels are in both sets, as a Python int. This is what races. A set may be asked about itself.

        Sets of different shapes: ValueError. What is no VoxelSet: TypeError; both hold for union, too.

        It races with sets of 256 x 256 x 256: a voxel is added to one that has it, then it is counted what the set has in
        common with each of three others, timed together. The yardstick is given_e6.Bools: compiled, one byte for each voxel.
        """
        raise NotImplementedError

    def union(self, other: "VoxelSet") -> "VoxelSet":
        """A new set: the voxels that are in one of the two, or in both."""
        raise NotImplementedError

    def complement(self) -> "VoxelSet":
        """A new set: the voxels of the grid that are not in this one."""
        raise NotImplementedError

    def to_bool(self) -> np.ndarray:
        """The whole grid, bool of shape (X, Y, Z): True for each voxel in the set."""
        raise NotImplementedError
