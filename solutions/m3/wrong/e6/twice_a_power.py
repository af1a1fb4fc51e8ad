"""caught by m3.e6.correct m3.e6.hidden: a power of two is doubled."""


def next_pow2(n: int) -> int:
    return 1 << _positive(n).bit_length()
