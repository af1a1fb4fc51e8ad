"""m0.e3: loops in which a step needs the result of the last one. numpy has no call for these; a compiler has.

numba's njit compiles a function of numbers and arrays. It does so at the first call, which is not timed.
"""

import numpy as np


def smooth(x: np.ndarray, a: float) -> np.ndarray:
    """A signal x with its noise smoothed: y[0] = x[0], and then y[i] = a x[i] + (1 - a) y[i - 1].

    x is float64 of shape (n,), n >= 0, all numbers finite; it stays as it was, and may be a view, such as z[::2] or z[::-1].
    The answer is a new array, float64 of shape (n,). For a of 0.001 or more it is off by at most 1e-12 times the largest |x|.
    Raises ValueError unless 0 < a <= 1.

    This one races, with n = 200,000, against given_e3.last_32, which is compiled, and works out every y from the last 32
    numbers anew. It gives another answer (nearly the same one), so it is no more than something to be faster than.
    """
    raise NotImplementedError


def escape_time(width: int, height: int, max_iter: int) -> np.ndarray:
    """A picture of the Mandelbrot set: for every pixel, how many steps it takes to get away.

    The picture shows the rectangle from -2.25 to 0.75 across and from -1.5 to 1.5 up, cut into width x height pixels. The
    pixel in row r (0 at the top) and column k (0 on the left) stands for the point in its middle, which is worked out as

        cx = 1.5 * ((2 * k + 1 - width) / width) - 0.75        cy = 1.5 * ((height - 1 - 2 * r) / height)

    A step takes (zx, zy), at first (0.0, 0.0), to (zx * zx - zy * zy + cx, 2 * zx * zy + cy). The answer for the pixel is
    the number of the first step, counted from 1, after which zx * zx + zy * zy > 4, or max_iter where that does not happen
    in max_iter steps. It is asked for exactly: use float64, and these operations in this order, each rounded.

    The answer is a new array, uint16 of shape (height, width). Raises ValueError unless width and height are 1 or more and
    max_iter is 1, …, 65,535.

    This one races, with 48 x 32 pixels and max_iter near 500, against given_e3.masked, which takes all pixels that are not
    away yet a step further at once, in numpy.
    """
    raise NotImplementedError
