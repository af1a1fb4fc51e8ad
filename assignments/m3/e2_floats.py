"""m3.e2: floats, which have a fixed number of digits, round at every step, and lie the closer together the smaller they are.

In what follows, arrays have one dimension and any length, also 0 and 1 where nothing else is said. They may be views, such as
y[::2] or y[::-1], may be read-only, may be one and the same array, and stay as they were. Every answer that is an array is a
new one that shares no memory with anything else. Every function of arrays raises ValueError if their dtype is any other than
the one it asks for: whole numbers, bools, floats of another width, or with the bytes in the order of other machines. NaN,
infinities, -0.0, and the tiny numbers below 1.2e-38 (of float64: 2.2e-308) may occur in arrays; each function says what becomes
of them.
"""

import numpy as np


def ulp_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """How many steps of float32 it takes from a[i] to b[i]: an array of int64, 0 or more.

    A step leads from a float32 to the next one, as np.nextafter does. It leads from the largest finite number to infinity,
    too, and through zero without a stop: 0.0 and -0.0 are one place, one step away from the smallest number above and from
    the one below. So the distance from -inf to inf is 4,278,190,080. Where a[i] or b[i] is NaN, there is no way: -1.

    a and b are float32. Raises ValueError if their lengths differ.
    """
    raise NotImplementedError


def solve_quadratic(a: float, b: float, c: float) -> tuple[float, ...]:
    """The real solutions of a x**2 + b x + c = 0: a tuple of Python floats, the smaller one first.

    How many there are is decided by b*b - 4*a*c, computed in this order: () where that is below 0, else two, which are equal
    where it is 0. Zeros may have either sign.

    Each is off by at most 1e-14 of itself where 4ac is negative, or at most half of b*b. (Nearer to b*b the digits of
    b*b - 4*a*c are lost, whatever you do with it then: there, by at most 1e-7 of the larger |x| of the two.) a, b and c are
    floats, and each is 0 or has a size from 1e-60 to 1e60. Raises ValueError if a is 0, or if one of them is NaN or infinite.
    """
    raise NotImplementedError


def variance_one_pass(x: np.ndarray) -> float:
    """The mean of the squares of x[i] - mean(x), a Python float: what np.var(x) says. This one races.

    It is 0.0 or more, and off by at most 1e-6 of itself plus 1e-24 of the largest x[i]**2, whatever order the numbers come in,
    also where their mean is 1e8 times as large as their standard deviation. x has up to a million float64, and each is 0 or
    has a size from 1e-60 to 1e60; one number alone has variance 0.0. If any of them is NaN or infinite, the answer is NaN.
    Raises ValueError if x is empty.

    It goes through x once, or through pieces of a few thousand numbers that stay in the cache: beside x it may take 1 MiB of
    memory, also where x is a view, and has to make do with that for a million numbers. No fastmath is needed, and it may break
    what is said of NaN.

    The race: 300 views of 65,536 numbers by given_e2.all_variances, against the same with given_e2.welford, a well-known way
    to do it in one pass, which divides for every number, and which is not accurate enough where numbers come in order. Many
    sums that do not wait for each other get furthest.
    """
    raise NotImplementedError


def divide_by_constant_is_exact(d: float) -> bool:
    """Whether float32 holds 1/d exactly, so that for every float32 x multiplying by 1/d is the same as dividing by d.

    d is a Python float, and what counts is d rounded to float32: 0.1 stands for the float32 next to it. float32 holds 1/d if
    that is one of its finite numbers, tiny ones included. The answer is a bool. Raises ValueError unless d, rounded, is a
    finite number other than 0.
    """
    raise NotImplementedError


def reversed_depth(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """What a depth buffer of floats should keep for a distance z[i] from the camera: an array of float32.

        near * (far - z) / (z * (far - near))        and near / z where far is infinite

    That is 1.0 where z[i] equals near and 0.0 where it equals far, exactly; nearer ones get 1.0 as well, those farther away
    0.0 (also negative z, and infinities), NaN stays NaN. Between near and far it is off by at most 1e-6 of itself where it is
    above 1e-37, and whenever z[i] < z[j], the answer for z[i] is not smaller than the one for z[j].

    z is float32. near and far are Python floats that float32 holds exactly, from 1e-10 to 1e10; far may also be math.inf.
    Raises ValueError unless 0 < near < far, and if near or far is NaN.
    """
    raise NotImplementedError
