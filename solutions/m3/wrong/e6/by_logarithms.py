"""caught by m3.e6.hidden: asks the logarithm, which has 53 bits."""

import math


def next_pow2(n: int) -> int:
    if not isinstance(n, int):
        raise TypeError("no int")
    if n < 1:
        raise ValueError("not 1 or more")
    return 1 << math.ceil(math.log2(n))


def is_pow2(n: int) -> bool:
    if not isinstance(n, int):
        raise TypeError("no int")
    return n > 0 and math.log2(n).is_integer()
