"""caught by m1.e7.hidden: rounds up what has been rounded to a float before."""

import math


def launch_shape(n: int, block: int) -> tuple[int, int]:
    return max(1, math.ceil(n / block)), block
