"""caught by m3.e6.correct m3.e6.hidden: 0 & -1 is 0, too."""


def is_pow2(n: int) -> bool:
    return n & (n - 1) == 0
