"""caught by m3.e6.correct m3.e6.hidden: numbers beyond 64 bits are cut."""


def lowest_set(n: int) -> int:
    n = _positive(n) & 0xFFFFFFFFFFFFFFFF
    return (n & -n).bit_length() - 1


def next_pow2(n: int) -> int:
    n = _positive(n) - 1
    for shift in (1, 2, 4, 8, 16, 32):
        n |= n >> shift
    return n + 1
