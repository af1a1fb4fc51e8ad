"""m0.e8: what a core does in a nanosecond, and why your loop does not let it.

A core begins several additions in every cycle, but an addition that needs the result of the one before has to wait for it.
Such a row of operations, each waiting for the last, is a chain. given_e8 has two loops that are one long chain each. Write
them anew, compiled by njit, so that several chains run side by side: in separate variables, or in the elements of an array
that one loop goes over, which the compiler can give to the lanes of one instruction.

No fastmath: it allows the compiler to add in any order, as if additions did not round. In dot it removes the correction that
makes the answer exact, and in polynomials it may leave a rounding out; either shows in the numbers. numpy is allowed. But
numpy.dot and numpy.sum are not accurate enough here, and its functions for polynomials are slower than the given loop.

Arrays have one dimension and hold float64. They may be views, such as y[::2], may not be writable, and stay as they were.
"""

import numpy as np


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all a[i] * b[i], off by at most 1e-15 times the sum of all |a[i] * b[i]|. This one races.

    a and b have the same length, from 0 (the sum is 0.0) to millions; they may be the same array. Their numbers, of either
    sign, are finite, and each is zero or has a size from 1e-100 to 1e100. The bound holds for all of them, also where many
    small products come after large ones, or between them. given_e8.dot_in_one_chain is well within it, and shows how: by
    Kahan's correction. Mind what is left over at the end, and that partial sums have to be added up with care, too. The
    answer is a Python float.

    The race: dot of every row of one matrix with every row of another, eight rows of 8,192 numbers each, large and small
    ones mixed, by given_e8.all_dots, against the same with dot_in_one_chain.
    """
    raise NotImplementedError


def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The values of the polynomial c[0] + c[1] x + c[2] x² + … at all x: a new array, float64 of shape (n,). This one races.

    c has at least one element; x has shape (n,), and n may be 0. Every value is, bit for bit, what Horner's rule gives:
    begin with the last coefficient, then multiply by x[i] and add the coefficient before, down to c[0], and round after every
    multiplication and after every addition. That holds for all numbers, also infinities and zeros of either sign; where the
    rule says NaN, any NaN will do. So given_e8.horner_in_one_chain gives the same numbers.

    The race: 4,000 coefficients and 256 points, against given_e8.horner_in_one_chain.
    """
    raise NotImplementedError


def bound(latency: float, throughput: float, chains: int) -> float:
    """The fewest cycles that a loop can take per element, with that many chains side by side, all equally long.

    Every element is one operation on one of the chains. It takes `latency` cycles until its result is there, and the next
    operation of the same chain cannot begin before. The core can begin `throughput` operations per cycle altogether, whoever
    they belong to: 2 means two in every cycle, 0.25 one in four cycles. Both are ints or floats above 0, and chains is an int
    of 1 or more. It is what a loop comes down to that is so long that its beginning and its end do not matter: as a float, not
    rounded to whole cycles.
    """
    raise NotImplementedError
