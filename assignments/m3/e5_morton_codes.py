"""m3.e5: Morton codes. One number for a place, made of the bits of its coordinates in turn: x, y, z, x, y, z, …

For every function here: numpy and numba's njit are all you need. Inputs may be views, such as a[::2] or a[::-1], and may be
read-only; they stay as they are. Every answer is made of new arrays, which no later call changes. Empty inputs have empty
answers. Where a dtype is named, an input of any other dtype, or one that is no numpy array, raises TypeError; one of the wrong
shape, or of another length than its companions, raises ValueError, also where it is empty; where two things are wrong at once,
either error will do. The bytes of other machines are another dtype. Bit 0 is the one that is worth 1.

given_e5 has the yardstick of the race. It is compiled, and moves one bit at a time.
"""

import numpy as np


def encode2(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The codes of n places in a plane, uint32 of shape (n,).

    x and y are uint16 of shape (n,), and all 16 bits count. Bit i of x becomes bit 2i of the code, bit i of y bit 2i + 1:
    x = 1, y = 0 has code 1, x = 0, y = 1 has code 2, and 65,535 with 65,535 has 4,294,967,295.
    """
    raise NotImplementedError


def encode3(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """The codes of n places in space, uint64 of shape (n,). This is what races.

    x, y and z are uint32 of shape (n,). The lowest 21 bits of each count, the other 11 are ignored: 2**21 + 5 has the code
    of 5. Bit i of x becomes bit 3i of the code, bit i of y bit 3i + 1, bit i of z bit 3i + 2. So codes have 63 bits, and bit
    63 is 0. It races with 20,000 places, called with (x, y, z), with (y, z, x) and with (z, x, y), against given_e5.bit_by_bit.
    """
    raise NotImplementedError


def decode3(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places that have these codes: (x, y, z), a tuple of three uint32 arrays of shape (n,).

    codes is uint64 of shape (n,); bit 63 is ignored. No coordinate that comes out is larger than 2**21 - 1.
    """
    raise NotImplementedError


def sort_points(points: np.ndarray, bits: int) -> np.ndarray:
    """The order in which points come along the Z curve: int64 of shape (n,), the numbers of the points in that order.

    points is float32 of shape (n, 3), bits an int from 1 to 21. The smallest cube that has all points in it is cut into
    2**bits cells along every axis. The cube begins at low, the least x, the least y and the least z of all points, and its
    side is the largest of the three extents, largest less least; all three axes have this one side. A point is in the cell
        floor((p - low) / side * 2**bits)      along each axis, but never beyond 2**bits - 1
    where both differences and the quotient are float64 (times a power of two rounds nothing, so it may come earlier). Then
    points are in the order of encode3 of their cells; of points in one cell, the earlier one in points comes first.

    Where all points are at one place, they are all in cell 0; -0.0 is the place 0.0. Coordinates may be as large as float32
    goes, and as small. Raises ValueError where a coordinate is infinite or not a number, and where bits is not from 1 to 21,
    both also if there is nothing to sort.
    """
    raise NotImplementedError
