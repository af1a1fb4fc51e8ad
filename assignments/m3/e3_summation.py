"""m3.e3: a million small numbers, added up in float32 and in less.

A float32 has 24 binary digits. When a sum has grown large, what you add to it loses its last digits, or all of them. Here are
four ways to do better, and two functions to see what happens with 16 bits. given_e3 has the plain sum, `naive`, and Kahan's.

These rules hold for every function below:

- x is a numpy array of float32 with one dimension, of any length, also 0. It may be a view, such as y[::2] or y[::-1], or not
  writable, and it stays as it was. Anything else raises TypeError: a list, float64, integers, float16, a foreign byte order.
  An array of float32 that has another number of dimensions (0, 2, …) raises ValueError. Where two things are wrong at once,
  either error will do.
- A sum is a Python float. The sum of nothing is 0.0. A sum that is zero may have either sign.
- Every addition and subtraction is rounded to float32, and the order and the brackets are those described. So each sum is
  asked for bit for bit, on every machine. float64 gives other numbers, and so does fastmath, which deletes corrections.
- x may hold any float32: subnormal numbers, infinities, NaN. With an infinity, or where a sum becomes larger than any float32,
  corrections turn into NaN. So where neumaier, klein or kahan_lanes would answer with NaN or an infinity, they answer with
  given_e3.naive(x) instead, whatever that is. pairwise answers with what its additions give.
"""

import numpy as np


def neumaier(x: np.ndarray) -> float:
    """Neumaier's sum: everything that the additions round away is added up on the side.

    There are two numbers, total and lost, both 0 at first. The elements are taken from left to right. total + element is
    rounded to float32, and becomes the new total. What this rounding took away, positive or negative, is added to lost (and
    that addition is rounded). In the end, the answer is total + lost.

    What a rounding took away is always a float32 itself, and can be computed in float32 without an error: of total and element,
    take the one of larger size, subtract the new total from it, and add the one of smaller size. Kahan's way leaves out the
    question which one is larger, and goes wrong where an element is larger than the sum so far.
    """
    raise NotImplementedError


def klein(x: np.ndarray) -> float:
    """Klein's sum: Neumaier's once more, for the corrections.

    As in neumaier. But the additions to lost round something away, too. That is computed in the same way, without an error, and
    added to a third number, which is 0 at first: the answer is (total + lost) + third.
    """
    raise NotImplementedError


def pairwise(x: np.ndarray) -> float:
    """The sum of two halves, each of which is the sum of two halves, and so on.

    Up to 128 elements are added one by one, from left to right, as in given_e3.naive. Of n > 128 elements, the sum of the first
    n // 2 is added to the sum of the others, and each of the two sums is made in the same way. That is a good sum without any
    correction, and can be as fast as naive.
    """
    raise NotImplementedError


def kahan_lanes(x: np.ndarray) -> float:
    """Kahan's sum in 64 lanes, which need not wait for each other. This one races.

    Lane j takes the elements x[j], x[j + 64], x[j + 128], …, and has a total and a lost of its own, both 0 at first; it does
    with its elements what given_e3.kahan does. What is left over at the end belongs to the first lanes; to the others nothing
    is added, not even 0. Then there are 64 totals, and 64 lost, 0 in a lane that had no element. The answer is what
    given_e3.kahan gives for these 128 numbers: the totals of lanes 0, 1, …, 63, and after them -lost of lanes 0, 1, …, 63.

    The race: given_e3.all_sums, 64 sums of about 16,000 numbers each, against the same with given_e3.kahan. Compile the loop
    with numba's njit, and let the compiler see 64 numbers side by side for which the same is done.
    """
    raise NotImplementedError


def to_bf16(x: np.ndarray) -> np.ndarray:
    """Every number rounded to bfloat16: a new array of float32, as long as x, that shares no memory with it.

    bfloat16 is the upper half of a float32: the same sign and exponent, 8 binary digits in place of 24. So in the answer the
    lower 16 bits of every number are zero, also of NaN. It is the nearest such number; where two are equally near, the one
    whose bit 16 (the lowest that is left) is 0. The sign stays, also of zeros and of what becomes zero. Infinities stay
    infinities, and a number goes to infinity where the next step beyond the largest bfloat16, 2.0**128, is nearest, or as near
    as the largest. NaN stays a NaN, any with its lower bits zero. numpy has no such type; it can show you the bits as uint32.
    """
    raise NotImplementedError


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    """The sum one by one, with numbers stored in one type and the sum kept in another.

    data and accumulator are "float32", "float16" or "bfloat16"; any other string raises ValueError, also where x is empty.
    First, every element is rounded to the type of the data. Then the elements are taken from left to right: total, 0 at first,
    becomes total + element, rounded to float32, and then rounded to the type of the accumulator. Rounding to float16 is what
    numpy's astype does, to bfloat16 what to_bf16 does; what is too large becomes an infinity, and infinities and NaN are
    added as usual. The answer is the last total.

    Not timed: a loop in Python over some ten thousand numbers is fine.
    """
    raise NotImplementedError
